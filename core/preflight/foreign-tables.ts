import { makesSchema } from './concerns.ts';
import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

export const foreignTablesCheck: Check = {
  id: 'foreign-tables',
  title: 'No foreign tables',
  severity: 'info',
  asks: 'source',
  looksAt: 'foreign tables, whose rows are elsewhere',
  concerns: makesSchema,
  async run(context) {
    const { tables } = await context.inventory('source');
    const foreign = tables.filter(({ kind }) => kind === 'foreign').map(({ key }) => key);
    if (foreign.length === 0) return { verdict: 'pass', detail: 'There are none.', fix: '' };
    return {
      verdict: 'fail',
      detail: `${counted(foreign.length, 'foreign table')}: ${listed(foreign)}. Definitions are carried; the rows stay on the foreign server.`,
      fix: 'See that the target can reach the foreign server, and create the user mappings with their passwords there.',
    };
  },
};
