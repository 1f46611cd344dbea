import type { EngineConfig } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Index, Inventory, Table } from '../inventory/types.ts';
import { indexWeight } from '../plan/data-steps.ts';
import { connect, type Session } from '../postgres/session.ts';
import {
  type Bench,
  copyChunk,
  measureAnalyze,
  measureIndex,
  measureJoin,
  measureObjects,
  measureVerify,
  openBench,
  type Pair,
  type Scratch,
} from './bench.ts';
import { type SampleChunk, sampleChunks } from './chunks.ts';
import { measureRefresh } from './views.ts';

/** What was really read, written and timed, by one worker while nothing else ran. Keys are those of the inventory. */
export interface Measured {
  /** Seconds for each byte of table space. */
  readonly copy: ReadonlyMap<string, number>;
  readonly verify: ReadonlyMap<string, number>;
  readonly join: ReadonlyMap<string, number>;
  /** Seconds for each row that ANALYZE looks at. */
  readonly analyze: ReadonlyMap<string, number>;
  /** By `schema.name` of the index: seconds for a sample of so many bytes and rows of its table. */
  readonly indexes: ReadonlyMap<string, { readonly seconds: number; readonly bytes: number; readonly rows: number }>;
  /** Seconds that the query of a materialised view takes on the source. */
  readonly refresh: ReadonlyMap<string, number>;
  readonly transaction: number;
  readonly object: number;
  /** How many times as long the same work takes while all jobs are at work. */
  readonly slowdown: { readonly copy: number; readonly index: number; readonly verify: number };
}

export interface Sample extends Measured {
  readonly rows: number;
  /** Table space that the sampled rows take on the source. */
  readonly bytes: number;
  readonly seconds: number;
}

export interface SampleRequest {
  readonly config: EngineConfig;
  readonly source: Inventory;
  /** The tables whose rows are moved. */
  readonly tables: readonly Table[];
  readonly signal?: AbortSignal;
}

const budgetBytes = 64 * 1024 * 1024;
const chunkBytes = 1024 * 1024;
/** No further chunk is begun after this, by one worker alone and then by all together. */
const copySeconds = { alone: 3, together: 2.5 };
/** No further index is begun after this. */
const indexSeconds = 3;
/** The whole of a sample, over whatever line. */
const limitMs = 30_000;

/**
 * Copies real rows, builds their tables' own indexes on them and reads them back as verification does: by one worker
 * alone, then by as many as the run will have, which tells how much they slow each other down. All of it happens on the
 * target in transactions that are rolled back. At most 30 s. Throws CutoverError.
 */
export async function takeSample({ config, source, tables, signal }: SampleRequest): Promise<Sample> {
  const chunks = sampleChunks(tables, budgetBytes, chunkBytes);
  const workers = Math.max(1, Math.min(config.options.jobs, chunks.length));
  const limit = AbortSignal.timeout(limitMs);
  const stop = signal ? AbortSignal.any([signal, limit]) : limit;
  const ends = await openAll(config, workers);
  const drop = (): void => {
    for (const { source: from, target: to } of ends) for (const session of [from, to]) session.destroy(stop.reason);
  };
  stop.addEventListener('abort', drop);
  try {
    stop.throwIfAborted();
    const begin = performance.now();
    const benches = await Promise.all(ends.map((pair) => openBench(pair)));
    const [first] = benches;
    if (!first) throw new Error('a sample has a worker');
    const setting: Setting = { config, source, signal: stop };
    const alone = await measureAlone(first, chunks, setting);
    const slowdown = await measureTogether(benches, chunks, setting, alone).catch((error: unknown) => {
      if (!limit.aborted || signal?.aborted) throw error;
      // A line this slow is what the jobs share.
      return { copy: workers, index: 1, verify: 1 };
    });
    const scratches = benches.flatMap((bench) => [...bench.tables.values()]);
    return {
      ...alone,
      slowdown,
      rows: scratches.reduce((sum, { rows }) => sum + rows, 0),
      bytes: scratches.reduce((sum, { bytes }) => sum + bytes, 0),
      seconds: (performance.now() - begin) / 1000,
    };
  } catch (error) {
    if (signal?.aborted) throw stopped(error);
    if (limit.aborted) throw tooSlow(error);
    throw error;
  } finally {
    stop.removeEventListener('abort', drop);
    // The server rolls back what a closed session had begun; a bench has no other end.
    await Promise.all(ends.flatMap(({ source: from, target: to }) => [from.close(), to.close()]));
  }
}

async function openAll(config: EngineConfig, workers: number): Promise<readonly Pair[]> {
  const open = (end: 'source' | 'target'): Promise<Session> =>
    connect({ end, url: end === 'source' ? config.sourceUrl : config.targetUrl, purpose: 'estimate' });
  const results = await Promise.allSettled(
    Array.from({ length: workers * 2 }, (_, index) => open(index % 2 === 0 ? 'source' : 'target')),
  );
  const sessions = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    await Promise.all(sessions.map((session) => session.close()));
    throw failed.reason;
  }
  const sources = sessions.filter(({ end }) => end === 'source');
  const targets = sessions.filter(({ end }) => end === 'target');
  return sources.flatMap((from, index) => {
    const to = targets[index];
    return to ? [{ source: from, target: to }] : [];
  });
}

interface Setting {
  readonly config: EngineConfig;
  readonly source: Inventory;
  readonly signal: AbortSignal;
}

async function measureAlone(
  bench: Bench,
  chunks: readonly SampleChunk[],
  { config, source, signal }: Setting,
): Promise<Omit<Measured, 'slowdown'>> {
  const { transaction, object } = await measureObjects(bench);
  const copied = new Map<string, Work>();
  const deadline = performance.now() + copySeconds.alone * 1000;
  for (const chunk of chunks) {
    if (copied.size > 0 && performance.now() > deadline) break;
    add(copied, chunk.table.key, await copyChunk(bench, chunk, signal), chunk.bytes);
  }
  const scratches = [...bench.tables.values()].filter(({ rows }) => rows > 0);
  const verify = new Map<string, number>();
  const join = new Map<string, number>();
  const analyze = new Map<string, number>();
  for (const scratch of scratches) {
    const { key } = scratch.table;
    analyze.set(key, await measureAnalyze(bench, scratch));
    verify.set(key, await measureVerify(bench, scratch, config.options.verify));
    const seconds = await measureJoin(bench, scratch);
    if (seconds !== undefined) join.set(key, seconds);
  }
  return {
    transaction,
    object,
    copy: perByte(copied),
    verify,
    join,
    analyze,
    indexes: await measureIndexes(bench, scratches, source),
    refresh: await measureRefresh(bench.source, source),
  };
}

/** The heaviest indexes of the sampled tables first, until time is up. */
async function measureIndexes(
  bench: Bench,
  scratches: readonly Scratch[],
  { indexes }: Inventory,
): Promise<Measured['indexes']> {
  const measured = new Map<string, { seconds: number; bytes: number; rows: number }>();
  const byTable = new Map(scratches.map((scratch) => [scratch.table.key, scratch]));
  const ordered = indexes
    .filter((index) => byTable.has(index.table))
    .toSorted((a, b) => weightOf(b, byTable) - weightOf(a, byTable));
  const deadline = performance.now() + indexSeconds * 1000;
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

/** The same work again by all of them at once; what it takes beside what it took alone. */
async function measureTogether(
  benches: readonly Bench[],
  chunks: readonly SampleChunk[],
  { config, source, signal }: Setting,
  alone: Omit<Measured, 'slowdown'>,
): Promise<Measured['slowdown']> {
  const none = { copy: 1, index: 1, verify: 1 };
  if (benches.length < 2) return none;
  const copy = new Comparison();
  const queue = chunks.filter(({ table }) => alone.copy.has(table.key));
  const deadline = performance.now() + copySeconds.together * 1000;
  await Promise.all(
    benches.map(async (bench) => {
      while (performance.now() < deadline) {
        const chunk = queue.shift();
        if (!chunk) break;
        copy.add(await copyChunk(bench, chunk, signal), (alone.copy.get(chunk.table.key) ?? 0) * chunk.bytes);
      }
    }),
  );
  const largest = benches.map((bench) => [...bench.tables.values()].toSorted((a, b) => b.bytes - a.bytes)[0]);
  const index = new Comparison();
  await Promise.all(
    benches.map(async (bench, place) => {
      const scratch = largest[place];
      const known = source.indexes.find(
        (each) => each.table === scratch?.table.key && alone.indexes.has(indexKey(each)),
      );
      if (!scratch || !known) return;
      const seconds = await measureIndex(bench, scratch, known);
      const before = alone.indexes.get(indexKey(known));
      if (seconds !== undefined && before) index.add(seconds, (before.seconds * scratch.bytes) / before.bytes);
    }),
  );
  const verify = new Comparison();
  await Promise.all(
    benches.map(async (bench, place) => {
      const scratch = largest[place];
      const before = alone.verify.get(scratch?.table.key ?? '');
      if (scratch && before !== undefined)
        verify.add(await measureVerify(bench, scratch, config.options.verify), before);
    }),
  );
  return {
    copy: copy.ratio ?? index.ratio ?? 1,
    index: index.ratio ?? copy.ratio ?? 1,
    verify: verify.ratio ?? copy.ratio ?? 1,
  };
}

/** What work took against what it takes alone. */
class Comparison {
  #together = 0;
  #alone = 0;

  add(together: number, alone: number): void {
    this.#together += together;
    this.#alone += alone;
  }

  /** Never below 1: others do not make anything faster. */
  get ratio(): number | undefined {
    return this.#alone > 0 ? Math.max(1, this.#together / this.#alone) : undefined;
  }
}

interface Work {
  seconds: number;
  bytes: number;
}

function add(work: Map<string, Work>, key: string, seconds: number, bytes: number): void {
  const known = work.get(key) ?? { seconds: 0, bytes: 0 };
  work.set(key, { seconds: known.seconds + seconds, bytes: known.bytes + bytes });
}

function perByte(work: ReadonlyMap<string, Work>): Map<string, number> {
  return new Map([...work].map(([key, { seconds, bytes }]) => [key, seconds / bytes]));
}

function stopped(cause: unknown): CutoverError {
  return new CutoverError('stopped', 'the estimate was stopped', {
    hint: 'Nothing was left behind on either end; start it again.',
    cause,
  });
}

function tooSlow(cause: unknown): CutoverError {
  return new CutoverError('connection.timeout', `the sample was not through after ${limitMs / 1000} s`, {
    hint: 'The line or one of the servers is too slow to plan with: try from a machine that is closer to both.',
    cause,
    transient: true,
  });
}
