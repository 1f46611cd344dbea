import type { EngineConfig } from '../config.ts';
import type { Index, Inventory, Table } from '../inventory/types.ts';
import { indexWeight } from '../plan/data-steps.ts';
import { type Batched, measureBatch } from './batch.ts';
import {
  type Bench,
  copyChunk,
  measureAnalyze,
  measureIndex,
  measureJoin,
  measureObjects,
  measureVerify,
  type Scratch,
} from './bench.ts';
import type { SampleChunk } from './chunks.ts';
import { measureRefresh } from './views.ts';

/** Work of one kind, done once. `key` is that of the table, or of the index. */
export interface Work {
  readonly key: string;
  readonly seconds: number;
  readonly bytes: number;
}

/** An index that was built on a sample of so many bytes and rows of its table. */
export interface Built {
  readonly seconds: number;
  readonly bytes: number;
  readonly rows: number;
}

/** What one worker took while nothing else ran. Keys are those of the inventory. */
export interface Alone {
  /** Seconds for each byte of table space. */
  readonly copy: ReadonlyMap<string, number>;
  readonly verify: ReadonlyMap<string, number>;
  readonly join: ReadonlyMap<string, number>;
  /** Seconds for each row that ANALYZE looks at. */
  readonly analyze: ReadonlyMap<string, number>;
  /** By `schema.name` of the index. */
  readonly indexes: ReadonlyMap<string, Built>;
  /** Seconds that the query of a materialised view takes on the source. */
  readonly refresh: ReadonlyMap<string, number>;
  readonly transaction: number;
  readonly object: number;
  /** Undefined where few tables are small. */
  readonly batched: Batched | undefined;
  /** What was copied, by table and first page: chunks of small tables come again in other passes. */
  readonly sampled: ReadonlyMap<string, { readonly rows: number; readonly bytes: number }>;
  /** Seconds that went into each kind of work. */
  readonly spent: { readonly copy: number; readonly index: number; readonly verify: number };
}

/** The same work while all jobs were at it. */
export interface Together {
  readonly copy: readonly Work[];
  readonly index: readonly Work[];
  readonly verify: readonly Work[];
}

export interface PassSetting {
  readonly config: EngineConfig;
  readonly source: Inventory;
  readonly signal: AbortSignal;
  /** Small tables that are taken together. */
  readonly small: readonly Table[];
  /** Views are asked again only where that was quick. */
  readonly refresh: boolean;
}

/** No further chunk is begun after this, and no further index. */
const aloneSeconds = { copy: 1, index: 1 };
/**
 * So long all jobs are kept at each kind of work: what is done while some of them have ended already says little. No
 * longer than twice what it took one alone, so that a small database does not wait for its figures.
 */
const togetherSeconds = { copy: 0.6, index: 0.3, verify: 0.3 };

/** Copies the chunks by one worker, reads them back as verification does, and builds their tables' own indexes on them. */
export async function measureAlone(
  bench: Bench,
  chunks: readonly SampleChunk[],
  { config, source, signal, refresh, small }: PassSetting,
): Promise<Alone> {
  const { transaction, object } = await measureObjects(bench);
  const batched = await measureBatch(bench, small, source, config.options.verify, signal);
  const copied: Work[] = [];
  const sampled = new Map<string, { rows: number; bytes: number }>();
  const deadline = performance.now() + aloneSeconds.copy * 1000;
  for (const chunk of chunks) {
    if (copied.length > 0 && performance.now() > deadline) break;
    const { key } = chunk.table;
    const before = bench.tables.get(key)?.rows ?? 0;
    copied.push({ key, seconds: await copyChunk(bench, chunk, signal), bytes: chunk.bytes });
    const rows = (bench.tables.get(key)?.rows ?? 0) - before;
    sampled.set(`${key} ${chunk.pages.from}`, { rows, bytes: chunk.bytes });
  }
  const scratches = [...bench.tables.values()].filter(({ rows }) => rows > 0);
  let verifying = 0;
  const verify = new Map<string, number>();
  const join = new Map<string, number>();
  const analyze = new Map<string, number>();
  for (const scratch of scratches) {
    const { key } = scratch.table;
    analyze.set(key, await measureAnalyze(bench, scratch));
    const begin = performance.now();
    verify.set(key, await measureVerify(bench, scratch, config.options.verify));
    verifying += (performance.now() - begin) / 1000;
    const seconds = await measureJoin(bench, scratch);
    if (seconds !== undefined) join.set(key, seconds);
  }
  const indexes = await measureIndexes(bench, scratches, source);
  return {
    transaction,
    object,
    batched,
    copy: perByte(copied),
    verify,
    join,
    analyze,
    indexes,
    refresh: refresh ? await measureRefresh(bench.source, source) : new Map<string, number>(),
    sampled,
    spent: {
      copy: sum(copied.map(({ seconds }) => seconds)),
      index: sum([...indexes.values()].map(({ seconds }) => seconds)),
      verify: verifying,
    },
  };
}

/** The heaviest indexes of the sampled tables first, until time is up. */
async function measureIndexes(
  bench: Bench,
  scratches: readonly Scratch[],
  { indexes }: Inventory,
): Promise<Alone['indexes']> {
  const measured = new Map<string, Built>();
  const byTable = new Map(scratches.map((scratch) => [scratch.table.key, scratch]));
  const ordered = indexes
    .filter((index) => byTable.has(index.table))
    .toSorted((a, b) => weightOf(b, byTable) - weightOf(a, byTable));
  const deadline = performance.now() + aloneSeconds.index * 1000;
  for (const index of ordered) {
    const scratch = byTable.get(index.table);
    if (!scratch || performance.now() > deadline) continue;
    const seconds = await measureIndex(bench, scratch, index);
    if (seconds === undefined) continue;
    measured.set(indexKey(index), { seconds, bytes: scratch.bytes, rows: scratch.rows });
  }
  return measured;
}

function weightOf(index: Index, tables: ReadonlyMap<string, Scratch>): number {
  return indexWeight(index, tables.get(index.table)?.table);
}

export function indexKey({ schema, name }: Pick<Index, 'schema' | 'name'>): string {
  return `${schema}.${name}`;
}

/** The same work again by all workers at once, over and over for as long as it is looked at. */
export async function measureTogether(
  benches: readonly Bench[],
  chunks: readonly SampleChunk[],
  { config, source, signal }: PassSetting,
  alone: Alone,
): Promise<Together> {
  const lasting = (kind: keyof Alone['spent']): number => Math.min(togetherSeconds[kind], 2 * alone.spent[kind]);
  const known = chunks.filter(({ table }) => alone.copy.has(table.key));
  let next = 0;
  const copy = await keepAll(benches, lasting('copy'), async (bench) => {
    const chunk = known[next++ % known.length];
    if (!chunk) return undefined;
    return { key: chunk.table.key, seconds: await copyChunk(bench, chunk, signal), bytes: chunk.bytes };
  });
  const index = await keepAll(benches, lasting('index'), async (bench, round) => {
    const built = largestFirst(bench).flatMap((scratch) =>
      source.indexes
        .filter((each) => each.table === scratch.table.key && alone.indexes.has(indexKey(each)))
        .map((each) => ({ each, scratch })),
    );
    const chosen = built[round % built.length];
    if (!chosen) return undefined;
    const seconds = await measureIndex(bench, chosen.scratch, chosen.each);
    return seconds === undefined ? undefined : { key: indexKey(chosen.each), seconds, bytes: chosen.scratch.bytes };
  });
  const verify = await keepAll(benches, lasting('verify'), async (bench, round) => {
    const scratches = largestFirst(bench).filter(({ table }) => alone.verify.has(table.key));
    const scratch = scratches[round % scratches.length];
    if (!scratch) return undefined;
    const { key } = scratch.table;
    return { key, seconds: await measureVerify(bench, scratch, config.options.verify), bytes: 1 };
  });
  return { copy, index, verify };
}

/** Every worker is kept at its work for `seconds`; what it has begun then, it ends. */
async function keepAll(
  benches: readonly Bench[],
  seconds: number,
  work: (bench: Bench, round: number) => Promise<Work | undefined>,
): Promise<readonly Work[]> {
  const done: Work[] = [];
  const deadline = performance.now() + seconds * 1000;
  await Promise.all(
    benches.map(async (bench) => {
      for (let round = 0; round === 0 || performance.now() < deadline; round += 1) {
        const each = await work(bench, round);
        if (!each) break;
        done.push(each);
      }
    }),
  );
  return done;
}

function largestFirst(bench: Bench): readonly Scratch[] {
  return [...bench.tables.values()].filter(({ rows }) => rows > 0).toSorted((a, b) => b.bytes - a.bytes);
}

function perByte(work: readonly Work[]): ReadonlyMap<string, number> {
  const sums = Map.groupBy(work, ({ key }) => key);
  return new Map(
    [...sums].map(([key, each]) => [
      key,
      sum(each.map(({ seconds }) => seconds)) / sum(each.map(({ bytes }) => bytes)),
    ]),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
