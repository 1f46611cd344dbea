import pRetry, { AbortError } from 'p-retry';
import { CutoverError, toCutoverError } from './errors.ts';
import { remainingPaths } from './plan/paths.ts';
import type { Step } from './plan/types.ts';

/** What the scheduler asks of the engine: to do a step, and to hear how it goes. */
export interface StepRunner {
  /** Does the step and writes it down, in one transaction. Throws CutoverError. */
  execute(step: Step, attempt: number, signal: AbortSignal): Promise<void>;
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
  readonly retries?: number;
  /** First pause before a retry, in ms; it doubles each time up to 15 s. */
  readonly retryDelayMs?: number;
}

export interface ScheduleResult {
  readonly outcome: 'done' | 'failed' | 'stopped' | 'source-lost';
  readonly failures: readonly { readonly step: Step; readonly error: CutoverError }[];
  /** Steps that could not begin because something that they need failed. */
  readonly blocked: readonly Step[];
}

const defaultRetries = 4;
const defaultRetryDelayMs = 500;
const longestRetryDelayMs = 15_000;

/**
 * Runs the graph: a step starts when what it needs is done, no other step holds its table in a way that PostgreSQL
 * would make it wait for, and a job is free. Of the steps that may start, the one with the longest path behind it
 * goes first. A failed step stops only what needs it.
 */
export class Scheduler {
  readonly #request: ScheduleRequest;
  readonly #done: Set<string>;
  readonly #waiting = new Map<string, Step>();
  readonly #missing = new Map<string, number>();
  readonly #dependents = new Map<string, Step[]>();
  readonly #ready: Step[] = [];
  readonly #path: ReadonlyMap<string, number>;
  readonly #holds = new Map<string, { shared: number; exclusive: boolean }>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #failures: { step: Step; error: CutoverError }[] = [];
  readonly #abort = new AbortController();
  readonly #result = Promise.withResolvers<ScheduleResult>();
  #gate: 'open' | 'paused' | 'closed' = 'open';
  #sourceLost = false;

  constructor(request: ScheduleRequest) {
    this.#request = request;
    this.#done = new Set(request.done);
    this.#path = remainingPaths(request.steps, this.#done);
    for (const step of request.steps) {
      if (this.#done.has(step.id)) continue;
      this.#waiting.set(step.id, step);
      const missing = step.needs.filter((id) => !this.#done.has(id));
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
    if (this.#running.size > 0) {
      const timer = setTimeout(() => this.#abort.abort(), graceMs);
      await Promise.allSettled(this.#running.values());
      clearTimeout(timer);
    }
    this.#settleIfIdle();
  }

  /** Keeps #ready sorted by the length of the path behind a step, longest last; of equals the one that came first stands last. */
  #offer(step: Step): void {
    const length = this.#path.get(step.id) ?? 0;
    let low = 0;
    let high = this.#ready.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#path.get(this.#ready[middle]?.id ?? '') ?? 0) < length) low = middle + 1;
      else high = middle;
    }
    this.#ready.splice(low, 0, step);
  }

  #dispatch(): void {
    while (this.#gate === 'open' && !this.#sourceLost && this.#running.size < this.#request.jobs) {
      const index = this.#ready.findLastIndex((step) => this.#mayHold(step));
      const step = this.#ready[index];
      if (!step) break;
      this.#ready.splice(index, 1);
      this.#take(step);
      this.#running.set(step.id, this.#work(step));
    }
    this.#settleIfIdle();
  }

  #settleIfIdle(): void {
    if (this.#running.size > 0 || this.#gate === 'paused') return;
    const stopped = this.#gate === 'closed' && this.#waiting.size > 0;
    const outcome = this.#sourceLost
      ? 'source-lost'
      : stopped
        ? 'stopped'
        : this.#failures.length > 0
          ? 'failed'
          : 'done';
    const failed = new Set(this.#failures.map(({ step }) => step.id));
    const blocked = [...this.#waiting.values()].filter((step) => !failed.has(step.id));
    this.#result.resolve({ outcome, failures: this.#failures, blocked });
  }

  async #work(step: Step): Promise<void> {
    const { runner } = this.#request;
    runner.started(step);
    try {
      await this.#attempt(step);
      this.#waiting.delete(step.id);
      this.#done.add(step.id);
      runner.finished(step);
      for (const dependent of this.#dependents.get(step.id) ?? []) {
        const missing = (this.#missing.get(dependent.id) ?? 1) - 1;
        this.#missing.set(dependent.id, missing);
        if (missing === 0) this.#offer(dependent);
      }
    } catch (thrown) {
      const error = toCutoverError(thrown);
      if (error.code === 'source.snapshot-lost') this.#sourceLost = true;
      else if (error.code !== 'stopped') this.#failures.push({ step, error });
    } finally {
      this.#release(step);
      this.#running.delete(step.id);
    }
    this.#dispatch();
  }

  async #attempt(step: Step): Promise<void> {
    const { runner, retries = defaultRetries, retryDelayMs = defaultRetryDelayMs } = this.#request;
    const { signal } = this.#abort;
    await pRetry(
      async (attempt) => {
        try {
          await runner.execute(step, attempt, signal);
        } catch (thrown) {
          const error = toCutoverError(thrown);
          const passing = error.transient && !signal.aborted && this.#gate !== 'closed';
          const willRetry = passing && attempt <= retries;
          if (!signal.aborted && error.code !== 'stopped' && error.code !== 'source.snapshot-lost') {
            runner.failed(step, error, attempt, willRetry);
          }
          throw willRetry ? error : new AbortError(error);
        }
      },
      { retries, minTimeout: retryDelayMs, maxTimeout: longestRetryDelayMs, factor: 2, signal },
    ).catch((thrown: unknown) => {
      if (signal.aborted) throw stoppedError();
      throw thrown;
    });
  }

  #mayHold(step: Step): boolean {
    return (step.holds ?? []).every(({ table, mode }) => {
      const held = this.#holds.get(table);
      return !held || (!held.exclusive && (mode === 'shared' || held.shared === 0));
    });
  }

  #take(step: Step): void {
    for (const { table, mode } of step.holds ?? []) {
      const held = this.#holds.get(table) ?? { shared: 0, exclusive: false };
      if (mode === 'exclusive') held.exclusive = true;
      else held.shared += 1;
      this.#holds.set(table, held);
    }
  }

  #release(step: Step): void {
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
