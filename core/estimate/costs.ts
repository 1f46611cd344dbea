import type { Index, Inventory, Table } from '../inventory/types.ts';
import { indexWeight } from '../plan/data-steps.ts';
import type { Step } from '../plan/types.ts';
import { batchUnits } from './batch.ts';
import { analyzedRows } from './bench.ts';
import { indexKey } from './pass.ts';
import type { ServiceRates } from './services.ts';
import type { StepCosts } from './simulate.ts';
import type { Measured } from './steady.ts';

/**
 * Stands in where there is nothing to measure: no rows at all, or none that an index can be built on. They are those
 * of a slow disk, in seconds for each byte, and weigh nothing where no bytes are to be moved.
 */
const unmeasured = { copy: 5e-8, verify: 1e-8, join: 2e-8, index: 5e-8, analyze: 2e-6 };

/**
 * What this program does for a step beside its work: the queue, the ledger's row, two events. Measured on two cores with
 * 2,000 tables, whose 6,000 steps took 0.8 s longer than the work in them.
 */
const stepSeconds = 0.00013;

/** What steps cost by the figures of a sample. Pure. `wholeSeconds`: a look at all catalogs of a database. */
export function sampleCosts(
  source: Inventory,
  rows: ReadonlyMap<string, number>,
  measured: Measured,
  services: ServiceRates,
  wholeSeconds: number,
  jobs: number,
): StepCosts {
  const facts = factsOf(source, rows, measured);
  return {
    transaction: measured.transaction,
    step: stepSeconds,
    measuredJobs: jobs,
    seconds: (step) => secondsOf(step, facts, measured, services, wholeSeconds),
    slowdown: ({ kind }) => {
      const { copy, index, verify } = measured.slowdown;
      if (kind === 'copy') return copy;
      if (kind === 'verify') return verify;
      if (kind === 'blobs' || kind === 'bucket' || kind === 'users') return 1;
      return index;
    },
    lane: ({ kind, bucket }) => (kind === 'blobs' || bucket !== undefined ? 'files' : undefined),
  };
}

interface Facts {
  readonly tables: ReadonlyMap<string, Table>;
  readonly partitions: ReadonlyMap<string, readonly Table[]>;
  readonly indexes: ReadonlyMap<string, readonly Index[]>;
  readonly rows: ReadonlyMap<string, number>;
  /** What is taken for a table that was not sampled: the mean of those that were. */
  readonly mean: { readonly copy: number; readonly verify: number; readonly join: number; readonly analyze: number };
  /** Seconds for each byte of weight of an index that was not built on the sample, by method. */
  readonly indexRates: ReadonlyMap<string, number>;
}

function factsOf(source: Inventory, rows: ReadonlyMap<string, number>, measured: Measured): Facts {
  const tables = new Map(source.tables.map((table) => [table.key, table]));
  const partitions = new Map<string, Table[]>();
  for (const table of source.tables) {
    if (table.partitionOf === undefined) continue;
    partitions.set(table.partitionOf, [...(partitions.get(table.partitionOf) ?? []), table]);
  }
  return {
    tables,
    partitions,
    rows,
    indexes: Map.groupBy(source.indexes, ({ table }) => table),
    mean: {
      copy: weighted(measured.copy, tables) ?? unmeasured.copy,
      verify: weighted(measured.verify, tables) ?? unmeasured.verify,
      join: weighted(measured.join, tables) ?? unmeasured.join,
      analyze: weighted(measured.analyze, tables) ?? unmeasured.analyze,
    },
    indexRates: indexRates(source, measured, tables),
  };
}

/** The mean of what was measured, each table as much as it is large. */
function weighted(rates: ReadonlyMap<string, number>, tables: ReadonlyMap<string, Table>): number | undefined {
  const bytes = [...rates.keys()].map((key) => tables.get(key)?.bytes ?? 0);
  const total = sum(bytes);
  return total > 0 ? sum([...rates.values()].map((rate, place) => rate * (bytes[place] ?? 0))) / total : undefined;
}

function indexRates(
  { indexes }: Inventory,
  measured: Measured,
  tables: ReadonlyMap<string, Table>,
): ReadonlyMap<string, number> {
  const seconds = new Map<string, number>();
  const weight = new Map<string, number>();
  for (const index of indexes) {
    const table = tables.get(index.table);
    const known = measured.indexes.get(indexKey(index));
    if (!known || !table) continue;
    for (const method of [index.method, '']) {
      seconds.set(method, (seconds.get(method) ?? 0) + scaledIndex(known, table));
      weight.set(method, (weight.get(method) ?? 0) + indexWeight(index, table));
    }
  }
  return new Map([...seconds].map(([method, all]) => [method, all / Math.max(1, weight.get(method) ?? 1)]));
}

/** Sorting n entries takes n log n: a whole table takes longer than its part by more than their sizes. */
function scaledIndex({ seconds, bytes, rows }: { seconds: number; bytes: number; rows: number }, table: Table): number {
  if (bytes <= 0) return 0;
  const share = table.bytes / bytes;
  const sorting = rows > 2 ? Math.max(1, Math.log2(rows * share) / Math.log2(rows)) : 1;
  return seconds * share * sorting;
}

/**
 * Rows of the target as JSON onto this machine's disk, in bytes of the table. Measured on two cores with server and client
 * on one machine: 12.7, 15.4 and 16.2 MB/s for 188 MB of eight columns with 290 bytes a row; 35 MB/s where rows of two
 * columns had 2 kB. The client worked for 2 of the 12 seconds that the narrow rows took, and waited for the server else.
 */
const backupBytesPerSecond = 15_000_000;

function secondsOf(step: Step, facts: Facts, measured: Measured, services: ServiceRates, wholeSeconds: number): number {
  const { object } = measured;
  const table = step.table === undefined ? undefined : facts.tables.get(step.table);
  switch (step.kind) {
    case 'barrier':
    case 'role':
    case 'default-privileges':
    case 'set-aside':
      return 0;
    case 'backup':
      return object + step.weight / backupBytesPerSecond;
    case 'copy':
      return copySeconds(step, table, facts, measured);
    case 'blobs':
      return step.action.type === 'storage-files' ? services.files * step.weight : services.request;
    case 'bucket':
      return services.request;
    case 'users':
      return step.action.type === 'stack-users' ? services.user * step.weight : object;
    case 'index':
    case 'constraint':
      return indexSeconds(step, facts, measured) ?? object;
    case 'validate':
    case 'foreign-key':
      return object + joinSeconds(step, table, facts, measured);
    case 'refresh':
      return (measured.refresh.get(step.table ?? '') ?? 0) + (table?.bytes ?? 0) * facts.mean.copy;
    case 'analyze':
      return object + analyzeSeconds(step.table ?? '', facts, measured);
    case 'verify':
      return verifySeconds(step, table, facts, measured, services, wholeSeconds);
    default:
      return object;
  }
}

/** Small tables are copied many at once, with their indexes. Large objects have no table, and go through functions: their bytes are all there is to know. */
function copySeconds(
  { weight, action, batch, table: key = '' }: Step,
  table: Table | undefined,
  facts: Facts,
  measured: Measured,
): number {
  const rate = measured.copy.get(key) ?? facts.mean.copy;
  const indexes = action.type === 'copy' ? (action.indexes?.length ?? 0) : 0;
  const { batched } = measured;
  if (table && batch !== undefined && batched !== undefined) {
    return batched.copy * batchUnits(table) + indexes * (batched.index ?? measured.object);
  }
  if (!table || indexes === 0) return weight * rate + 2 * measured.object;
  const built = Math.max(0, weight - table.bytes) * (facts.indexRates.get('') ?? unmeasured.index);
  return table.bytes * rate + built + (2 + indexes) * measured.object;
}

function indexSeconds(step: Step, facts: Facts, measured: Measured): number | undefined {
  const indexes = facts.indexes.get(step.table ?? '') ?? [];
  const index = indexes.find(({ name }) => step.label.endsWith(`.${name}`) || step.label.endsWith(` ${name}`));
  const table = facts.tables.get(step.table ?? '');
  // The step that attaches a finished index to its constraint builds nothing.
  if (!index || !table || step.phase === 'constraint') return undefined;
  const known = measured.indexes.get(indexKey(index));
  if (known) return measured.object + scaledIndex(known, table);
  const rate = facts.indexRates.get(index.method) ?? facts.indexRates.get('') ?? unmeasured.index;
  return measured.object + rate * indexWeight(index, table);
}

/** A key that is not validated in a step of its own is added with all its rows looked at, where it weighs something. */
function joinSeconds(step: Step, table: Table | undefined, facts: Facts, measured: Measured): number {
  if (!table || (step.kind === 'foreign-key' && table.kind === 'table')) return 0;
  return sum(leaves(table, facts).map(({ key, bytes }) => bytes * (measured.join.get(key) ?? facts.mean.join)));
}

/** A partitioned table is looked at as a whole, and then each of its partitions. */
function analyzeSeconds(key: string, facts: Facts, measured: Measured): number {
  const table = facts.tables.get(key);
  if (!table) return 0;
  const parts = leaves(table, facts);
  const each = parts.map((part) => {
    const rate = measured.analyze.get(part.key) ?? facts.mean.analyze;
    return { rows: facts.rows.get(part.key) ?? part.estimatedRows, rate };
  });
  const seconds = sum(each.map(({ rows, rate }) => Math.min(rows, analyzedRows) * rate));
  if (table.kind !== 'partitioned') return seconds;
  const all = sum(each.map(({ rows }) => rows));
  const rate = each.length === 0 ? 0 : sum(each.map((part) => part.rate)) / each.length;
  return seconds + Math.min(all, analyzedRows) * rate;
}

function leaves(table: Table, facts: Facts): readonly Table[] {
  const parts = facts.partitions.get(table.key);
  return parts ? parts.flatMap((part) => leaves(part, facts)) : [table];
}

function verifySeconds(
  step: Step,
  table: Table | undefined,
  facts: Facts,
  measured: Measured,
  services: ServiceRates,
  wholeSeconds: number,
): number {
  switch (step.action.type) {
    case 'verify-table':
    case 'verify-part': {
      if (step.action.type === 'verify-table' && step.action.parts) return measured.object;
      const { batched } = measured;
      if (table && step.batch !== undefined && batched !== undefined) return batched.verify * batchUnits(table);
      const bytes = step.weight * (step.action.mode === 'counts' ? 8 : 2);
      return bytes * (measured.verify.get(step.table ?? '') ?? facts.mean.verify);
    }
    case 'verify-large-objects':
      return step.weight * 2 * facts.mean.verify;
    case 'verify-schema':
      return wholeSeconds;
    case 'verify-files':
      return services.readBack * step.weight;
    case 'verify-stack-users':
      return services.listUsers;
    default:
      return measured.object;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
