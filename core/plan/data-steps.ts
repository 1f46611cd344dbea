import type { RunOptions } from '../config.ts';
import { filledTable } from '../inventory/meet.ts';
import { tableSelector } from '../inventory/select.ts';
import type { Index, Inventory, Table } from '../inventory/types.ts';
import type { CopyAction, RewrittenColumn, Step } from './types.ts';

/** A table of this size or less is copied in one piece whatever else there is to do, in bytes. */
const smallestSplit = 1024 ** 3;
/** No chunk is smaller than this, in bytes: it would cost more than it levels out. */
const smallestChunk = 64 * 1024 ** 2;
/** Nor larger: what a lost connection may cost, in bytes. */
const largestChunk = 1024 ** 3;
/** Even an empty table costs a round trip or two. */
export const smallestWeight = 16 * 1024;

const reasonExcluded = 'left out by --exclude-table';
const reasonLarge = 'larger than --skip-large';

/** Reasons of tables that the operator left out of a run, and may let follow. */
export const reasonsToFollow: ReadonlySet<string> = new Set([reasonExcluded, reasonLarge]);

/** Tables whose rows are left out, with the reason; their definitions come along, so that what refers to them works. */
export function leftOutTables(source: Inventory, options: RunOptions): ReadonlyMap<string, string> {
  const leftOut = new Map<string, string>();
  const byKey = new Map(source.tables.map((table) => [table.key, table]));
  const excluded = tableSelector(options.excludeTables);
  for (const table of source.tables) {
    if (table.rowsStay !== undefined) leftOut.set(table.key, table.rowsStay);
    else if (table.kind === 'foreign') leftOut.set(table.key, 'foreign table: its rows live on another server');
    else if (lineage(table, byKey).some(excluded)) leftOut.set(table.key, reasonExcluded);
    else if (
      options.skipLargeBytes !== undefined &&
      table.kind === 'table' &&
      table.bytes + table.indexBytes > options.skipLargeBytes
    ) {
      leftOut.set(table.key, reasonLarge);
    }
  }
  return leftOut;
}

/** A table, and behind it what it is a partition of, up to the root. */
export function lineage(table: Table, byKey: ReadonlyMap<string, Table>): Table[] {
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

export interface CopyPlan {
  readonly tables: readonly Table[];
  readonly indexes: readonly Index[];
  readonly jobs: number;
  /** Of the target; undefined where it does not say. */
  readonly cores: number | undefined;
  /** Ids of the steps that every copy needs. */
  readonly after: readonly string[];
  readonly rewriting?: Rewriting;
}

/** Columns that are rewritten on the way, by table key, and the steps without which they cannot be. */
export interface Rewriting {
  readonly columns: ReadonlyMap<string, readonly RewrittenColumn[]>;
  readonly needs: readonly string[];
}

export const noRewriting: Rewriting = { columns: new Map(), needs: [] };

/**
 * Copy steps, by table key. A table is split in ctid ranges only where it would be the last one to end: its rows and
 * the heaviest of its indexes are more than one worker's share of all the work. Splitting costs FREEZE, and time where
 * no core is idle.
 */
export function copySteps({
  tables,
  indexes,
  jobs,
  cores,
  after,
  rewriting = noRewriting,
}: CopyPlan): Map<string, Step[]> {
  const byTable = Map.groupBy(indexes, ({ table }) => table);
  const weights = (table: Table): number[] => (byTable.get(table.key) ?? []).map((index) => indexWeight(index, table));
  const total = tables.reduce(
    (sum, table) => sum + table.bytes + weights(table).reduce((all, each) => all + each, 0),
    0,
  );
  const share = total / Math.min(jobs, cores ?? jobs);
  const isSplit = (table: Table): boolean =>
    jobs > 1 &&
    table.bytes > smallestSplit &&
    table.bytes + Math.max(0, ...weights(table)) > share &&
    table.extension === undefined &&
    table.pages >= jobs;
  return new Map(
    tables.map((table) => {
      const rewrite = rewriting.columns.get(table.key);
      const parts = commonParts(table, rewrite ? [...after, ...rewriting.needs] : after, rewrite);
      return [table.key, isSplit(table) ? chunkSteps(table, jobs, parts) : [wholeStep(table, parts)]];
    }),
  );
}

/**
 * What an index weighs against rows that are copied: its table is read, and its entries are sorted and written.
 * Measured: see decision 18.
 */
export function indexWeight(index: Index, table: Table | undefined): number {
  return Math.max(Math.round(index.bytes * 3.5 + (table?.bytes ?? 0) / 4), smallestWeight);
}

/** What a sort keeps of each entry beside its value: its place in the order, and the heads of its memory. [tuplesort.c] */
const sortedEntryBytes = 64;

/** Bytes that the build of a B-tree sorts, rather too many than too few; other kinds of index are not built by a sort. */
export function sortedBytes(index: Index, table: Table | undefined): Pick<Step, 'sorts'> {
  return index.method === 'btree' ? { sorts: index.bytes + (table?.estimatedRows ?? 0) * sortedEntryBytes } : {};
}

/** The parts that all steps of a table have. */
interface CommonParts {
  readonly base: Pick<Step, 'kind' | 'phase' | 'needs' | 'table'>;
  readonly action: CopyAction;
}

function commonParts(
  table: Table,
  needs: readonly string[],
  rewrite: readonly RewrittenColumn[] | undefined,
): CommonParts {
  const columns = copiedColumns(table);
  const format = table.columns.every((column) => column.generated !== 'no' || column.binarySafe) ? 'binary' : 'text';
  // An extension's table is not empty where its script put rows into it: they go first, so a condition is always named.
  const where = table.extension === undefined ? undefined : (table.where ?? 'true');
  return {
    base: { kind: 'copy', phase: 'copy', needs, table: table.key },
    action: {
      type: 'copy',
      schema: table.schema,
      name: table.name,
      columns,
      // Without a column there is nothing that binary could carry faster, and its rows have no frames of their own.
      format: columns.length === 0 ? 'text' : format,
      ...(where === undefined ? {} : { where }),
      ...(table.rowsOnly ? { rowsOnly: true } : {}),
      ...(table.expressions === undefined ? {} : { expressions: table.expressions }),
      ...(table.into === undefined ? {} : { into: table.into }),
      ...(rewrite === undefined ? {} : { rewrite }),
    },
  };
}

function wholeStep(table: Table, { base, action }: CommonParts): Step {
  return {
    ...base,
    id: `copy:${table.key}`,
    label: `copy ${table.key}`,
    weight: Math.max(table.bytes, smallestWeight),
    holds: [{ table: filledTable(table), mode: table.into?.shared ? 'shared' : 'exclusive' }],
    action,
  };
}

function chunkSteps(table: Table, jobs: number, { base, action }: CommonParts): Step[] {
  const sizes = chunkPages(table, jobs);
  let from = 0;
  return sizes.map((pages, index) => {
    const begin = from;
    from += pages;
    // The last chunk is open: pages that the catalog did not know of yet belong to it.
    const to = index === sizes.length - 1 ? undefined : from;
    return {
      ...base,
      id: `copy:${table.key}:${begin}`,
      label: `copy ${table.key} (${index + 1}/${sizes.length})`,
      weight: Math.max(Math.round((table.bytes * pages) / table.pages), smallestWeight),
      holds: [{ table: filledTable(table), mode: 'shared' }],
      action: { ...action, pages: { from: begin, to } },
    };
  });
}

/**
 * Numbers of pages. Each chunk is half of a job's share of what is left, so that they get smaller towards the end, and
 * the jobs end together although no two are equally fast: at worst, one works a smallest chunk longer than the others.
 */
function chunkPages(table: Table, jobs: number): number[] {
  const pagesOf = (bytes: number): number => Math.max(1, Math.ceil((table.pages * bytes) / table.bytes));
  const [least, most] = [pagesOf(smallestChunk), pagesOf(largestChunk)];
  const sizes: number[] = [];
  for (let left = table.pages; left > 0; ) {
    const half = Math.ceil(left / (jobs * 2));
    const size = Math.min(left, Math.max(least, Math.min(most, half)));
    sizes.push(size);
    left -= size;
  }
  return sizes;
}
