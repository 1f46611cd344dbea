import { performance } from 'node:perf_hooks';
import pRetry, { AbortError } from 'p-retry';
import { CutoverError, toCutoverError } from './errors.ts';

/** First pause before a retry, in ms; it doubles each time up to `longestRetryDelayMs`. */
export const firstRetryDelayMs = 500;
export const longestRetryDelayMs = 5_000;

/** How long a lost connection is tried again, in ms: a server that restarts is back within that. */
const connectionPatienceMs = 60_000;
/** How often something else that can pass is tried again: a deadlock, a cancelled statement, a lock not given. */
const otherRetries = 4;
/** Whatever the time: a connection that breaks this often is not worth another try. */
const mostRetries = 50;

/** How long and how often work is tried again. */
export interface RetryLimits {
  readonly connectionPatienceMs?: number;
  readonly otherRetries?: number;
}

/**
 * Decides for one piece of work whether an error is worth another try. Connections get time, since an outage has a
 * length; every other passing error gets a number of attempts. An attempt that ran for longer than the patience had a
 * connection that worked: the time begins anew.
 */
export class Patience {
  readonly #limits: Required<RetryLimits>;
  #retries = 0;
  #others = 0;
  #lostAt: number | undefined;

  constructor(limits: RetryLimits = {}) {
    this.#limits = { connectionPatienceMs, otherRetries, ...limits };
  }

  /** `begun` is when the attempt began that ended with the error, by performance.now(). */
  allows(error: CutoverError, begun: number): boolean {
    if (!error.transient || this.#retries >= mostRetries) return false;
    this.#retries += 1;
    if (!error.code.startsWith('connection.')) {
      this.#others += 1;
      return this.#others <= this.#limits.otherRetries;
    }
    const now = performance.now();
    if (this.#lostAt === undefined || now - begun > this.#limits.connectionPatienceMs) this.#lostAt = now;
    return now - this.#lostAt < this.#limits.connectionPatienceMs;
  }
}

/**
 * Work that is tried again while its errors can pass; `onRetry` hears of each failure that is. Throws the last error,
 * or `stopped` once the signal fires.
 */
export async function patiently<T>(
  work: () => Promise<T>,
  options: { readonly signal: AbortSignal; readonly onRetry: (error: CutoverError) => void },
): Promise<T> {
  const patience = new Patience();
  const { signal, onRetry } = options;
  try {
    return await pRetry(
      async () => {
        const begun = performance.now();
        try {
          return await work();
        } catch (thrown) {
          const error = toCutoverError(thrown);
          if (signal.aborted || !patience.allows(error, begun)) throw new AbortError(error);
          onRetry(error);
          throw error;
        }
      },
      { retries: mostRetries, minTimeout: firstRetryDelayMs, maxTimeout: longestRetryDelayMs, factor: 2, signal },
    );
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new CutoverError('stopped', 'stopped while a server was away', { hint: 'Resume goes on from the ledger.' });
  }
}
