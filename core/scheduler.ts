import { performance } from 'node:perf_hooks';
import pRetry, { AbortError } from 'p-retry';
import { CutoverError, toCutoverError } from './errors.ts';
import { firstRetryDelayMs, longestRetryDelayMs, Patience, type RetryLimits } from './patience.ts';
import type { Step } from './plan/types.ts';
import { StepQueue } from './step-queue.ts';

/** What the scheduler asks of the engine: to do a step, and to hear how it goes. */
export interface StepRunner {
  /** Does the steps and writes them down, all in one transaction. Throws CutoverError. */
  execute(steps: readonly Step[], attempt: number, signal: AbortSignal): Promise<void>;
  started(step: Step): void;
  finished(step: Step): void;
  failed(step: Step, error: CutoverError, attempt: number, willRetry: boolean): void;
}

export interface ScheduleRequest {
  readonly steps: readonly Step[];
  /** Ids that are done already. */
  readonly done: ReadonlySet<string>;
  readonly jobs: number;
  /** Cores of the target: more sessions than these only wait for each other in its catalogs. As many as jobs if left out. */
  readonly cores?: number | undefined;
  readonly runner: StepRunner;
  readonly limits?: RetryLimits;
  /** First pause before a retry, in ms; it doubles each time up to 5 s. */
  readonly retryDelayMs?: number;
}

export interface ScheduleResult {
  readonly outcome: 'done' | 'failed' | 'stopped' | 'source-lost' | 'target-lost';
  readonly failures: readonly { readonly step: Step; readonly error: CutoverError }[];
  /** Steps that could not begin because something that they need failed. */
  readonly blocked: readonly Step[];
}

/**
 * Runs the graph: a step starts when what it needs is done, no other step holds its table in a way that PostgreSQL
 * would make it wait for, and a job is free. Of the steps that may start, the one with the longest path behind it
 * goes first. A failed step stops only what needs it, and what comes `after` it unless it is tolerated.
 */
export class Scheduler {
  readonly #request: ScheduleRequest;
  readonly #queue: StepQueue;
  /** Steps of running batches, by the id of a batch's first step. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #failures: { step: Step; error: CutoverError }[] = [];
  readonly #abort = new AbortController();
  /** Aborted when nothing is to be tried again: it cuts the pauses before retries short, and no running step. */
  readonly #noRetry = new AbortController();
  readonly #result = Promise.withResolvers<ScheduleResult>();
  #gate: 'open' | 'paused' | 'closed' = 'open';
  #lost: 'source' | 'target' | undefined;

  constructor(request: ScheduleRequest) {
    this.#request = request;
    this.#queue = new StepQueue(request.steps, request.done, request.jobs, request.cores);
  }

  /** Ends when nothing is left that could run. Never rejects. */
  async run(): Promise<ScheduleResult> {
    this.#dispatch();
    return await this.#result.promise;
  }

  /** Starts no further step; the running ones go to their end. */
  pause(): void {
    if (this.#gate === 'open') this.#gate = 'paused';
  }

  proceed(): void {
    if (this.#gate !== 'paused') return;
    this.#gate = 'open';
    this.#dispatch();
  }

  /**
   * The source's snapshot or the target's lock is gone, and with it what the schedule rests on. Starts no further step
   * and tries none again; the running ones go to their end.
   */
  lose(end: 'source' | 'target'): void {
    this.#lost ??= end;
    this.#noRetry.abort();
    this.#settleIfIdle();
  }

  /** Aborted when a stop's grace is over: the running steps are rolled back. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** How many steps are at work. */
  get active(): number {
    return this.#running.size;
  }

  /** Starts no further step, gives the running ones `graceMs` to end, then rolls them back. */
  async stop(graceMs: number): Promise<void> {
    this.#gate = 'closed';
    this.#noRetry.abort();
    if (this.#running.size > 0) {
      const timer = setTimeout(() => this.#abort.abort(), graceMs);
      await Promise.allSettled(this.#running.values());
      clearTimeout(timer);
    }
    this.#settleIfIdle();
  }

  #dispatch(): void {
    while (this.#gate === 'open' && this.#lost === undefined && this.#running.size < this.#request.jobs) {
      const batch = this.#queue.take(this.#running.size);
      if (!batch) break;
      this.#running.set(batch[0]?.id ?? '', this.#work(batch));
    }
    this.#settleIfIdle();
  }

  #settleIfIdle(): void {
    if (this.#running.size > 0 || (this.#gate === 'paused' && this.#lost === undefined)) return;
    const stopped = this.#gate === 'closed' && !this.#queue.isEmpty;
    const outcome = this.#lost
      ? (`${this.#lost}-lost` as const)
      : stopped
        ? 'stopped'
        : this.#failures.length > 0
          ? 'failed'
          : 'done';
    const failed = new Set(this.#failures.map(({ step }) => step.id));
    const blocked = this.#queue.waiting.filter((step) => !failed.has(step.id));
    this.#result.resolve({ outcome, failures: this.#failures, blocked });
  }

  async #work(batch: readonly Step[]): Promise<void> {
    const { runner } = this.#request;
    for (const step of batch) runner.started(step);
    try {
      if (!(await this.#carryOut(batch))) for (const step of batch) await this.#alone(step);
    } finally {
      this.#queue.release(batch);
      this.#running.delete(batch[0]?.id ?? '');
    }
    this.#dispatch();
  }

  /**
   * True where the steps have come to their end, a good one or not; false where a batch must be taken apart: its steps
   * run one after another then, and each has an error of its own. A lost connection is nobody's own error.
   */
  async #carryOut(steps: readonly Step[]): Promise<boolean> {
    try {
      await this.#attempt(steps);
      for (const step of steps) this.#finish(step);
    } catch (thrown) {
      const error = toCutoverError(thrown);
      // A step that the loss brought down waits for the next schedule; it has not failed.
      if (error.code === 'stopped' || this.#loses(error) || (this.#lost !== undefined && error.transient)) return true;
      if (steps.length > 1 && !error.code.startsWith('connection.')) return false;
      for (const step of steps) {
        this.#failures.push({ step, error });
        if (step.tolerated && !error.code.startsWith('connection.')) this.#queue.giveUp(step);
      }
    }
    return true;
  }

  async #alone(step: Step): Promise<void> {
    // In a batch that was taken apart a step may wait for one that failed just now.
    const waits = this.#queue.waits(step);
    if (!waits && this.#gate !== 'closed' && this.#lost === undefined) await this.#carryOut([step]);
  }

  #finish(step: Step): void {
    this.#request.runner.finished(step);
    this.#queue.finish(step);
  }

  async #attempt(steps: readonly Step[]): Promise<void> {
    const { runner, limits, retryDelayMs = firstRetryDelayMs } = this.#request;
    const { signal } = this.#abort;
    const patience = new Patience(limits);
    let succeeded = false;
    await pRetry(
      async (attempt) => {
        const begun = performance.now();
        try {
          await runner.execute(steps, attempt, signal);
          succeeded = true;
        } catch (thrown) {
          const error = toCutoverError(thrown);
          if (signal.aborted || error.code === 'stopped' || this.#loses(error)) throw new AbortError(error);
          const lost = this.#lost !== undefined;
          const willRetry = !lost && this.#gate !== 'closed' && patience.allows(error, begun);
          const comesAgain = willRetry || (lost && error.transient);
          const apart = steps.length > 1 && !comesAgain && !error.code.startsWith('connection.');
          if (!apart) for (const step of steps) runner.failed(step, error, attempt, comesAgain);
          throw willRetry ? error : new AbortError(error);
        }
      },
      {
        retries: Number.POSITIVE_INFINITY,
        minTimeout: retryDelayMs,
        maxTimeout: longestRetryDelayMs,
        factor: 2,
        signal: AbortSignal.any([signal, this.#noRetry.signal]),
      },
    ).catch((thrown: unknown) => {
      // The signal may have fired while the last attempt went well.
      if (succeeded) return;
      if (signal.aborted || thrown === this.#noRetry.signal.reason) throw stoppedError();
      throw thrown;
    });
  }

  /** True where the error says that what the schedule rests on is gone. */
  #loses({ code }: CutoverError): boolean {
    if (code !== 'source.snapshot-lost' && code !== 'target.lock-lost') return false;
    this.#lost ??= code === 'source.snapshot-lost' ? 'source' : 'target';
    this.#noRetry.abort();
    return true;
  }
}

function stoppedError(): CutoverError {
  return new CutoverError('stopped', 'the step was stopped', { hint: 'Resume goes on from the ledger.' });
}
