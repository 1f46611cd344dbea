import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

export const primaryKeysCheck: Check = {
  id: 'primary-keys',
  title: 'Every table has a primary key',
  severity: 'info',
  asks: 'source',
  looksAt: 'tables without a primary key, and whether a unique index could stand in for it',
  async run(context) {
    const { tables, indexes } = await context.inventory('source');
    const own = tables.filter(
      ({ kind, partitionOf, rowsStay }) =>
        (kind === 'table' || kind === 'partitioned') && partitionOf === undefined && rowsStay === undefined,
    );
    const without = own.filter(({ hasPrimaryKey }) => !hasPrimaryKey);
    if (without.length === 0) {
      return { verdict: 'pass', detail: `All of ${counted(own.length, 'table')} have one.`, fix: '' };
    }
    const unique = new Set(indexes.filter((index) => index.unique && index.valid).map(({ table }) => table));
    const names = without.map(({ key }) => (unique.has(key) ? `${key} (has a unique index)` : key));
    return {
      verdict: 'fail',
      detail: `${counted(without.length, 'table')} of ${own.length} without one: ${listed(names)}. Rows are counted and compared by checksum all the same, but a row that differs cannot be named by its key.`,
      fix: 'ALTER TABLE … ADD PRIMARY KEY (…); on the source, where columns are a key by their meaning. Logical replication of updates and deletes needs one as well.',
    };
  },
};
