import { makesSchema } from './concerns.ts';
import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

export const unloggedCheck: Check = {
  id: 'unlogged',
  title: 'No unlogged tables',
  severity: 'info',
  asks: 'source',
  looksAt: 'unlogged tables',
  concerns: makesSchema,
  async run(context) {
    const { tables } = await context.inventory('source');
    const unlogged = tables.filter(({ persistence }) => persistence === 'unlogged').map(({ key }) => key);
    if (unlogged.length === 0) return { verdict: 'pass', detail: 'There are none.', fix: '' };
    return {
      verdict: 'fail',
      detail: `${counted(unlogged.length, 'unlogged table')}: ${listed(unlogged)}. Rows are copied, and they stay unlogged.`,
      fix: 'They are emptied when the target crashes, as on the source; ALTER TABLE … SET LOGGED where that is not wanted.',
    };
  },
};
