import type { EngineConfig } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import { connect, type Session } from '../postgres/session.ts';
import {
  type Bench,
  copyChunk,
  measureIndex,
  measureStep,
  measureVerify,
  openBench,
  type Pair,
  type Work,
} from './bench.ts';
import { type SampleChunk, sampleChunks } from './chunks.ts';
import type { JobRates, MeasuredRates } from './model.ts';

/** What was really read, written and timed. */
export interface Sample {
  readonly rates: MeasuredRates;
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
/** No further chunk is begun after this; half of it is for one worker alone. */
const copySeconds = 5;
/** The whole of a sample, over whatever line. */
const limitMs = 60_000;

/**
 * Stands in where there is nothing to measure: no rows at all, or none that an index can be built on. They are those
 * of a slow disk, and weigh nothing where no bytes are to be moved.
 */
const unmeasured = { copyBytes: 20 * 1024 * 1024, indexBytes: 20 * 1024 * 1024, verifyBytes: 100 * 1024 * 1024 };

/**
 * Copies real rows, builds an index on them and reads them back as verification does: with one worker alone, then
 * with as many as the run will have. All of it happens on the target in transactions that are rolled back.
 * Throws CutoverError.
 */
export async function takeSample({ config, source, tables, signal }: SampleRequest): Promise<Sample> {
  const queue = [...sampleChunks(tables, budgetBytes, chunkBytes)];
  const workers = Math.max(1, Math.min(config.options.jobs, queue.length));
  const limit = AbortSignal.timeout(limitMs);
  const stop = signal ? AbortSignal.any([signal, limit]) : limit;
  const ends = await openAll(config, workers);
  try {
    const begin = performance.now();
    const benches = await Promise.all(ends.map((pair) => openBench(pair)));
    const aloneChunks = workers === 1 ? queue : queue.splice(0, Math.ceil(queue.length / 4));
    const setting = { config, source, signal: stop };
    const alone = await measure(benches.slice(0, 1), aloneChunks, setting, unmeasured);
    // What there was no time for is not lost for those that work together.
    if (workers > 1) queue.push(...aloneChunks);
    const together = workers === 1 ? alone : await measure(benches, queue, setting, alone);
    stop.throwIfAborted();
    const tally = benches.map((bench) => bench.copied);
    return {
      rates: { alone, together },
      rows: tally.reduce((sum, { rows }) => sum + rows, 0),
      bytes: tally.reduce((sum, { bytes }) => sum + bytes, 0),
      seconds: (performance.now() - begin) / 1000,
    };
  } catch (error) {
    if (signal?.aborted) throw stopped(error);
    if (limit.aborted) throw tooSlow(error);
    throw error;
  } finally {
    // The server rolls back what a closed session had begun; a bench has no other end.
    await Promise.all(ends.flatMap(({ source, target }) => [source.close(), target.close()]));
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
  return sources.flatMap((source, index) => {
    const target = targets[index];
    return target ? [{ source, target }] : [];
  });
}

interface Measurement {
  readonly config: EngineConfig;
  readonly source: Inventory;
  readonly signal: AbortSignal;
}

/** What each of the benches does a second while all of them do the same; `otherwise` where there was nothing to do. */
async function measure(
  benches: readonly Bench[],
  queue: SampleChunk[],
  { config, source, signal }: Measurement,
  otherwise: Pick<JobRates, 'copyBytes' | 'indexBytes' | 'verifyBytes'>,
): Promise<JobRates> {
  const deadline = performance.now() + (copySeconds * 1000) / 2;
  const copied = await Promise.all(
    benches.map(async (bench) => {
      const work: Work[] = [];
      while (performance.now() < deadline) {
        const chunk = queue.shift();
        if (!chunk) break;
        work.push(await copyChunk(bench, chunk, signal));
      }
      return work;
    }),
  );
  const indexed = await Promise.all(benches.map((bench) => measureIndex(bench, source)));
  const verified = await Promise.all(benches.map((bench) => measureVerify(bench, config.options.verify)));
  const steps = await Promise.all(benches.map((bench) => measureStep(bench)));
  return {
    copyBytes: rate(copied.flat()) ?? otherwise.copyBytes,
    indexBytes: rate(indexed) ?? otherwise.indexBytes,
    verifyBytes: rate(verified) ?? otherwise.verifyBytes,
    stepSeconds: Math.max(...steps),
  };
}

/** What one worker did a second while all of them worked; undefined where nothing was done. */
function rate(work: readonly Work[]): number | undefined {
  const bytes = work.reduce((sum, each) => sum + each.bytes, 0);
  const seconds = work.reduce((sum, each) => sum + each.seconds, 0);
  return bytes > 0 && seconds > 0 ? bytes / seconds : undefined;
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
