import { performance } from 'node:perf_hooks';
import pRetry, { AbortError } from 'p-retry';
import { CutoverError, toCutoverError } from './errors.ts';
import { firstRetryDelayMs, longestRetryDelayMs, Patience, type RetryLimits } from './patience.ts';
import { remainingPaths } from './plan/paths.ts';
import type { Step } from './plan/types.ts';
import { ReadySteps } from './ready-steps.ts';

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

/** Steps in one transaction: each takes locks, and a server has room for some thousands. */
const largestBatch = 100;
/** Bytes in one transaction: what is lost when it fails, and how coarse progress may be. */
const heaviestBatch = 16 * 1024 ** 2;

/**
 * Runs the graph: a step starts when what it needs is done, no other step holds its table in a way that PostgreSQL
 * would make it wait for, and a job is free. Of the steps that may start, the one with the longest path behind it
 * goes first. A failed step stops only what needs it, and what comes `after` it unless it is tolerated.
 */
export class Scheduler {
  readonly #request: ScheduleRequest;
  readonly #done: Set<string>;
  readonly #waiting = new Map<string, Step>();
  readonly #missing = new Map<string, number>();
  readonly #dependents = new Map<string, Step[]>();
  readonly #ready = new ReadySteps();
  readonly #path: ReadonlyMap<string, number>;
  readonly #holds = new Map<string, { shared: number; exclusive: boolean }>();
  /** Steps of running batches, by the id of a batch's first step. */
  readonly #running = new Map<string, Promise<void>>();
  /** Every step that a running batch has taken. */
  readonly #held = new Set<string>();
  /** Tolerated steps that failed, and those that need one of them. */
  readonly #givenUp = new Set<string>();
  readonly #failures: { step: Step; error: CutoverError }[] = [];
  readonly #abort = new AbortController();
  /** Aborted when nothing is to be tried again: it cuts the pauses before retries short, and no running step. */
  readonly #noRetry = new AbortController();
  readonly #result = Promise.withResolvers<ScheduleResult>();
  #gate: 'open' | 'paused' | 'closed' = 'open';
  #lost: 'source' | 'target' | undefined;

  constructor(request: ScheduleRequest) {
    this.#request = request;
    this.#done = new Set(request.done);
    this.#path = remainingPaths(request.steps, this.#done, request.jobs);
    for (const step of request.steps) {
      if (this.#done.has(step.id)) continue;
      this.#waiting.set(step.id, step);
      const missing = [...new Set([...step.needs, ...(step.after ?? [])])].filter((id) => !this.#done.has(id));
      this.#missing.set(step.id, missing.length);
      for (const id of missing) {
        const dependents = this.#dependents.get(id);
        if (dependents) dependents.push(step);
        else this.#dependents.set(id, [step]);
      }
      if (missing.length === 0) this.#offer(step);
    }
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

  #offer(step: Step): void {
    this.#ready.add(step, this.#path.get(step.id) ?? 0);
  }

  #dispatch(): void {
    while (this.#gate === 'open' && this.#lost === undefined && this.#running.size < this.#request.jobs) {
      const step = this.#ready.next((each) => this.#mayHold(each));
      if (!step) break;
      const batch = this.#gather(step);
      for (const each of batch) this.#take(each);
      this.#running.set(step.id, this.#work(batch));
    }
    this.#settleIfIdle();
  }

  #settleIfIdle(): void {
    if (this.#running.size > 0 || (this.#gate === 'paused' && this.#lost === undefined)) return;
    const stopped = this.#gate === 'closed' && this.#waiting.size > 0;
    const outcome = this.#lost
      ? (`${this.#lost}-lost` as const)
      : stopped
        ? 'stopped'
        : this.#failures.length > 0
          ? 'failed'
          : 'done';
    const failed = new Set(this.#failures.map(({ step }) => step.id));
    const blocked = [...this.#waiting.values()].filter((step) => !failed.has(step.id));
    this.#result.resolve({ outcome, failures: this.#failures, blocked });
  }

  /**
   * The step, with others of its batch kind that may run now, and with those that wait for nothing but the batch: one
   * transaction is one round trip, however many tables it fills. The other free jobs get their share of what is ready.
   */
  #gather(first: Step): Step[] {
    const batch = [first];
    if (first.batch === undefined) return batch;
    const alike = this.#ready.countOf(first.batch) + 1;
    const share = Math.ceil(alike / (this.#request.jobs - this.#running.size));
    let weight = first.weight;
    const joins = (step: Step): boolean =>
      step.batch === first.batch &&
      batch.length < largestBatch &&
      weight + step.weight <= heaviestBatch &&
      this.#mayHold(step);
    this.#ready.alike(first.batch, share - 1, (step) => {
      if (!joins(step)) return false;
      batch.push(step);
      weight += step.weight;
      return true;
    });
    const open = new Map<string, number>();
    // The batch grows while it is walked: a chain joins link by link.
    for (const step of batch) {
      for (const dependent of this.#dependents.get(step.id) ?? []) {
        const missing = (open.get(dependent.id) ?? this.#missing.get(dependent.id) ?? 0) - 1;
        open.set(dependent.id, missing);
        if (missing > 0 || !joins(dependent)) continue;
        batch.push(dependent);
        weight += dependent.weight;
      }
    }
    return batch;
  }

  async #work(batch: readonly Step[]): Promise<void> {
    const { runner } = this.#request;
    for (const step of batch) runner.started(step);
    try {
      if (!(await this.#carryOut(batch))) for (const step of batch) await this.#alone(step);
    } finally {
      for (const step of batch) this.#release(step);
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
        if (step.tolerated && !this.#givenUp.has(step.id) && !error.code.startsWith('connection.')) this.#giveUp(step);
      }
    }
    return true;
  }

  async #alone(step: Step): Promise<void> {
    // In a batch that was taken apart a step may wait for one that failed just now.
    const waits =
      step.needs.some((id) => this.#waiting.has(id)) ||
      (step.after ?? []).some((id) => this.#waiting.has(id) && !this.#givenUp.has(id));
    if (!waits && this.#gate !== 'closed' && this.#lost === undefined) await this.#carryOut([step]);
  }

  #finish(step: Step): void {
    this.#waiting.delete(step.id);
    this.#done.add(step.id);
    this.#request.runner.finished(step);
    for (const dependent of this.#dependents.get(step.id) ?? []) this.#free(dependent);
  }

  /** One of those that a step waited for has come to its end. */
  #free(step: Step): void {
    const missing = (this.#missing.get(step.id) ?? 1) - 1;
    this.#missing.set(step.id, missing);
    // A dependent in the same batch is at work already.
    if (missing === 0 && !this.#held.has(step.id)) this.#offer(step);
  }

  /** A tolerated step failed: what needs it is given up, step by step, and what comes after any of these goes on. */
  #giveUp(failed: Step): void {
    const givenUp = new Set([failed.id]);
    // The set grows while it is walked.
    for (const id of givenUp) {
      for (const dependent of this.#dependents.get(id) ?? []) {
        if (dependent.needs.includes(id)) {
          if (!this.#givenUp.has(dependent.id)) givenUp.add(dependent.id);
        } else this.#free(dependent);
      }
      this.#givenUp.add(id);
    }
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

  #mayHold(step: Step): boolean {
    return (step.holds ?? []).every(({ table, mode, atMost = Number.POSITIVE_INFINITY }) => {
      const held = this.#holds.get(table);
      return !held || (!held.exclusive && held.shared < (mode === 'shared' ? atMost : 1));
    });
  }

  #take(step: Step): void {
    this.#held.add(step.id);
    for (const { table, mode } of step.holds ?? []) {
      const held = this.#holds.get(table) ?? { shared: 0, exclusive: false };
      if (mode === 'exclusive') held.exclusive = true;
      else held.shared += 1;
      this.#holds.set(table, held);
    }
  }

  #release(step: Step): void {
    this.#held.delete(step.id);
    for (const { table, mode } of step.holds ?? []) {
      const held = this.#holds.get(table);
      if (!held) continue;
      if (mode === 'exclusive') held.exclusive = false;
      else held.shared -= 1;
      if (!held.exclusive && held.shared === 0) this.#holds.delete(table);
    }
  }
}

function stoppedError(): CutoverError {
  return new CutoverError('stopped', 'the step was stopped', { hint: 'Resume goes on from the ledger.' });
}
