import type { Table } from '../inventory/types.ts';
import { makesSchema } from './concerns.ts';
import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

export const tableDifferencesCheck: Check = {
  id: 'table-differences',
  title: "Tables that the target has already are the source's",
  severity: 'info',
  asks: 'both',
  looksAt: 'tables of the same name on both ends: columns and their types, and how many rows the target has in them',
  concerns: makesSchema,
  async run(context) {
    const [source, target] = await Promise.all([context.inventory('source'), context.inventory('target')]);
    const theirs = new Map(target.tables.map((table) => [table.key, table]));
    const both = source.tables.flatMap((table) => {
      const other = theirs.get(table.key);
      return other && table.rowsOnly !== true ? [[table, other] as const] : [];
    });
    if (both.length === 0) return { verdict: 'pass', detail: "The target has none of the source's tables.", fix: '' };
    const rows = both.reduce((sum, [, other]) => sum + other.estimatedRows, 0);
    const there = `The target has ${counted(both.length, 'table')} of ${source.tables.length} already, with about ${counted(rows, 'row')}`;
    const different = both.flatMap(([table, other]) => {
      const found = compareColumns(table, other);
      return found.length === 0 ? [] : [`${table.key}: ${found.join(', ')}`];
    });
    if (different.length === 0) {
      return { verdict: 'pass', detail: `${there}, and with the same columns.`, fix: '' };
    }
    return {
      verdict: 'fail',
      detail: `${there}; ${counted(different.length, 'table')} ${different.length === 1 ? 'differs' : 'differ'}: ${listed(different, 3)}.`,
      fix: 'They are set aside before the run and come back with a rollback. Where the target was prepared by migrations, look at what one of the two ends has and the other has not: the run brings those of the source.',
    };
  },
};

/** Pure: what differs in the columns of two tables of one name, in words. */
export function compareColumns(source: Pick<Table, 'columns'>, target: Pick<Table, 'columns'>): string[] {
  const theirs = new Map(target.columns.map((column) => [column.name, column]));
  const ours = new Set(source.columns.map(({ name }) => name));
  return [
    ...source.columns.flatMap(({ name, type }) => {
      const other = theirs.get(name);
      if (!other) return [`${name} is not there`];
      return other.type === type ? [] : [`${name} is ${other.type} instead of ${type}`];
    }),
    ...target.columns.flatMap(({ name }) => (ours.has(name) ? [] : [`${name} is there alone`])),
  ];
}
