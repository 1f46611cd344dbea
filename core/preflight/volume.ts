import type { Inventory, Table } from '../inventory/types.ts';
import { leftOutTables } from '../plan/data-steps.ts';
import type { CheckContext } from './types.ts';

/** Bytes that cross the links: rows and large objects. Indexes are built on the target. */
export async function movedBytes(context: CheckContext): Promise<number> {
  return sum(await context.inventory('source'), context, ({ bytes }) => bytes);
}

/** Bytes that are written on the target: rows, large objects and indexes. */
export async function loadedBytes(context: CheckContext): Promise<number> {
  return sum(await context.inventory('source'), context, ({ bytes, indexBytes }) => bytes + indexBytes);
}

/** Large objects come with every choice of schemas. */
function sum(source: Inventory, { config }: CheckContext, sizeOf: (table: Table) => number): number {
  const leftOut = leftOutTables(source, config.options);
  const kept = source.tables.filter(({ key }) => !leftOut.has(key));
  return kept.reduce((total, table) => total + sizeOf(table), source.largeObjectBytes ?? 0);
}
