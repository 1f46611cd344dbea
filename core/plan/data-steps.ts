import type { RunOptions } from '../config.ts';
import { tableSelector } from '../inventory/select.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import type { Step } from './types.ts';

/** A table of this size or less is copied in one piece whatever else there is to do, in bytes. */
const smallestSplit = 1024 ** 3;
/** No chunk is smaller than this, in bytes. */
const smallestChunk = 512 * 1024 ** 2;
/** Even an empty table costs a round trip or two. */
export const smallestWeight = 16 * 1024;

/** Tables whose rows are left out, with the reason; their definitions come along, so that what refers to them works. */
export function leftOutTables(source: Inventory, options: RunOptions): ReadonlyMap<string, string> {
  const leftOut = new Map<string, string>();
  const byKey = new Map(source.tables.map((table) => [table.key, table]));
  const excluded = tableSelector(options.excludeTables);
  for (const table of source.tables) {
    if (table.rowsStay !== undefined) leftOut.set(table.key, table.rowsStay);
    else if (table.kind === 'foreign') leftOut.set(table.key, 'foreign table: its rows live on another server');
    else if (lineage(table, byKey).some(excluded)) leftOut.set(table.key, 'left out by --exclude-table');
    else if (
      options.skipLargeBytes !== undefined &&
      table.kind === 'table' &&
      table.bytes + table.indexBytes > options.skipLargeBytes
    ) {
      leftOut.set(table.key, 'larger than --skip-large');
    }
  }
  return leftOut;
}

/** A partition is left out with the table that it is a part of. */
function lineage(table: Table, byKey: ReadonlyMap<string, Table>): Table[] {
  const tables = [table];
  for (let parent = table.partitionOf; parent !== undefined; ) {
    const found = byKey.get(parent);
    if (!found) break;
    tables.push(found);
    parent = found.partitionOf;
  }
  return tables;
}

/** The tables that hold rows of their own, and whose rows are moved. */
export function tablesToCopy(source: Inventory, leftOut: ReadonlyMap<string, string>): Table[] {
  return source.tables.filter((table) => table.kind === 'table' && !leftOut.has(table.key));
}

/** How a table is read and written: only columns that are stored, and only rows that are the project's. */
export function copiedColumns(table: Table): string[] {
  return table.columns.filter((column) => column.generated === 'no').map((column) => column.name);
}

/**
 * Copy steps, by table key. A table is split in ctid ranges only where it would be the last one running: splitting
 * costs FREEZE, and time where no core is idle.
 */
export function copySteps(tables: readonly Table[], jobs: number, after: readonly string[]): Map<string, Step[]> {
  const total = tables.reduce((sum, table) => sum + table.bytes, 0);
  const steps = new Map<string, Step[]>();
  for (const table of tables) steps.set(table.key, tableSteps(table, chunksOf(table, total, jobs), after));
  return steps;
}

function chunksOf(table: Table, total: number, jobs: number): number {
  if (jobs === 1 || table.bytes <= smallestSplit || table.bytes <= total / jobs) return 1;
  if (table.extension !== undefined || table.pages < jobs) return 1;
  return Math.ceil(table.bytes / Math.max(smallestChunk, total / (jobs * 2)));
}

function tableSteps(table: Table, chunks: number, after: readonly string[]): Step[] {
  const columns = copiedColumns(table);
  const format = table.columns.every((column) => column.generated !== 'no' || column.binarySafe) ? 'binary' : 'text';
  // An extension's table is not empty where its script put rows into it: they go first, so a condition is always named.
  const where = table.extension === undefined ? undefined : (table.where ?? 'true');
  const action = {
    type: 'copy',
    schema: table.schema,
    name: table.name,
    columns,
    // Without a column there is nothing that binary could carry faster, and its rows have no frames of their own.
    format: columns.length === 0 ? 'text' : format,
    ...(where === undefined ? {} : { where }),
    ...(table.rowsOnly ? { rowsOnly: true } : {}),
    ...(table.expressions === undefined ? {} : { expressions: table.expressions }),
  } as const;
  const base = { kind: 'copy', phase: 'copy', needs: after, table: table.key } as const;
  if (chunks <= 1) {
    return [
      {
        ...base,
        id: `copy:${table.key}`,
        label: `copy ${table.key}`,
        weight: Math.max(table.bytes, smallestWeight),
        holds: [{ table: table.key, mode: 'exclusive' }],
        action,
      },
    ];
  }
  const size = Math.ceil(table.pages / chunks);
  return Array.from({ length: chunks }, (_, index) => {
    const from = index * size;
    // The last chunk is open: pages that the catalog did not know of yet belong to it.
    const to = index === chunks - 1 ? undefined : from + size;
    return {
      ...base,
      id: `copy:${table.key}:${from}`,
      label: `copy ${table.key} (${index + 1}/${chunks})`,
      weight: Math.max(Math.round(table.bytes / chunks), smallestWeight),
      holds: [{ table: table.key, mode: 'shared' }],
      action: { ...action, pages: { from, to } },
    };
  });
}
