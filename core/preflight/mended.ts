import { countMended } from '../supabase/mended.ts';
import type { Check } from './types.ts';
import { counted } from './words.ts';

export const mendedCheck: Check = {
  id: 'mended-users',
  title: 'Users are as Supabase Auth reads them',
  severity: 'info',
  asks: 'both',
  looksAt: 'values in auth.users that Supabase Auth cannot read',
  async run(context) {
    const { source } = await context.carried();
    const session = await context.session('source');
    const mended = [];
    for (const table of source.tables.filter(({ expressions }) => expressions !== undefined)) {
      mended.push(...(await countMended(session, table)));
    }
    if (mended.length === 0) return { verdict: 'pass', detail: 'No value has to be changed on its way.', fix: '' };
    const parts = mended.map(({ column, rows, meaning }) => `${column}: ${meaning} in ${counted(rows, 'row')}`);
    return {
      verdict: 'fail',
      detail: `Supabase Auth could not read some values, which are changed on their way: ${parts.join('; ')}.`,
      fix: 'Nothing has to be done: the source stays as it is, and verification expects the changed values.',
    };
  },
};
