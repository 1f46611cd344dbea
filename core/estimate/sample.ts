import type { EngineConfig } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import { connect, type Session } from '../postgres/session.ts';
import { batchSample } from './batch.ts';
import { type Bench, openBench, type Pair } from './bench.ts';
import { type SampleChunk, sampleChunks } from './chunks.ts';
import { type Alone, measureAlone, measureTogether, type PassSetting, type Together, type Work } from './pass.ts';
import { type Measured, type Pass, steadyRates } from './steady.ts';

export interface Sample extends Measured {
  /** Rows that were read, each counted once. */
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
/** How often each thing is looked at, seconds apart: two of the four may be disturbed before a rate is. */
const passCount = 4;
/** No further pass is begun that would end later than this, in seconds: a slow line is seen well enough in one. */
const passesSeconds = 20;
/** Views are asked again where all of them took no longer, in seconds. */
const quickRefresh = 0.5;
/** The whole of a sample, over whatever line. */
const limitMs = 30_000;

/**
 * Copies real rows, builds their tables' own indexes on them and reads them back as verification does: by one worker
 * alone, then by as many as the run will have, which tells how much they slow each other down; and all that four times
 * over, so that a disturbed moment is seen to be one. It happens on the target in transactions that are rolled back. At
 * most 30 s. Throws CutoverError.
 */
export async function takeSample({ config, source, tables, signal }: SampleRequest): Promise<Sample> {
  const chunks = sampleChunks(tables, budgetBytes, chunkBytes, passCount);
  const small = batchSample(tables);
  const workers = chunks.flat().length > 0 ? config.options.jobs : 1;
  const limit = AbortSignal.timeout(limitMs);
  const stop = signal ? AbortSignal.any([signal, limit]) : limit;
  const ends = await openAll(config, workers);
  const drop = (): void => {
    for (const { source: from, target: to } of ends) for (const session of [from, to]) session.destroy(stop.reason);
  };
  stop.addEventListener('abort', drop);
  const begin = performance.now();
  const passes: Pass[] = [];
  const outOfTime = (): boolean => limit.aborted && signal?.aborted !== true;
  try {
    stop.throwIfAborted();
    const benches = await Promise.all(ends.map((pair) => openBench(pair)));
    for (const part of chunks) {
      const longest = secondsSince(begin) / Math.max(1, passes.length);
      if (passes.length > 0 && secondsSince(begin) + longest > passesSeconds) break;
      const refresh = passes.every(({ alone }) => sum([...alone.refresh.values()]) <= quickRefresh);
      passes.push(await takePass(benches, part, { config, source, signal: stop, refresh, small }, outOfTime));
      for (const bench of benches) bench.tables.clear();
    }
  } catch (error) {
    if (signal?.aborted) throw stopped(error);
    if (!outOfTime()) throw error;
    if (passes.length === 0) throw tooSlow(error);
  } finally {
    stop.removeEventListener('abort', drop);
    // The server rolls back what a closed session had begun; a bench has no other end.
    await Promise.all(ends.flatMap(({ source: from, target: to }) => [from.close(), to.close()]));
  }
  const sampled = [...new Map(passes.flatMap(({ alone }) => [...alone.sampled])).values()];
  return {
    ...steadyRates(passes),
    rows: sum(sampled.map(({ rows }) => rows)),
    bytes: sum(sampled.map(({ bytes }) => bytes)),
    seconds: secondsSince(begin),
  };
}

async function takePass(
  benches: readonly Bench[],
  chunks: readonly SampleChunk[],
  setting: PassSetting,
  outOfTime: () => boolean,
): Promise<Pass> {
  const [first] = benches;
  if (!first) throw new Error('a sample has a worker');
  const alone = await measureAlone(first, chunks, setting);
  if (benches.length < 2) return { alone, together: undefined };
  try {
    return { alone, together: await measureTogether(benches, chunks, setting, alone) };
  } catch (error) {
    if (!outOfTime()) throw error;
    // A line this slow is what the jobs share.
    return { alone, together: sharedLine(alone, benches.length) };
  }
}

/** What `workers` take together where each has its part of one line: the rows come as slowly, the rest does not. */
function sharedLine(alone: Alone, workers: number): Together {
  const slowed = (rates: ReadonlyMap<string, number>): Work[] =>
    [...rates].map(([key, rate]) => ({ key, seconds: rate * workers, bytes: 1 }));
  const index = [...alone.indexes].map(([key, { seconds, bytes }]) => ({ key, seconds, bytes }));
  return {
    copy: slowed(alone.copy),
    index,
    verify: [...alone.verify].map(([key, seconds]) => ({ key, seconds, bytes: 1 })),
  };
}

function secondsSince(begin: number): number {
  return (performance.now() - begin) / 1000;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
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
