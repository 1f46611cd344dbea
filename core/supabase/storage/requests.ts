import { setTimeout } from 'node:timers/promises';
import pRetry, { AbortError } from 'p-retry';
import { CutoverError } from '../../errors.ts';
import { storageError } from './errors.ts';

/** Tries beside the first one, and the pauses between them in ms: some ten seconds in all, and each pause doubles. */
const retries = 5;
const firstPauseMs = 300;
const longestPauseMs = 5_000;
/** An error of the server's own is mostly the same the next time: a row whose file is lost has it for ever. */
const ownErrorTries = 3;
/** Nobody waits longer than this because a server asks for it, in ms. */
const longestRetryAfterMs = 60_000;

/**
 * `fetch` for one end, by way of `send`: it holds every request back while the server has asked for patience
 * (Retry-After).
 */
export function patientFetch(send: typeof fetch, signal: AbortSignal): typeof fetch {
  let notBefore = 0;
  return async (input, init) => {
    const pause = notBefore - Date.now();
    if (pause > 0) await setTimeout(pause, undefined, { signal });
    const response = await send(input, init);
    if (response.ok) return response;
    const after = Number(response.headers.get('retry-after') ?? 0) * 1000;
    if (after > 0) notBefore = Date.now() + Math.min(after, longestRetryAfterMs);
    return response;
  };
}

/**
 * One request or transfer, tried again while the answer can be another one. Throws CutoverError; `stopped` once the
 * signal fires.
 */
export async function tryHard<T>(
  about: { readonly end: 'source' | 'target'; readonly what: string; readonly signal: AbortSignal },
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  const { end, what, signal } = about;
  try {
    return await pRetry(
      async (attempt) => {
        try {
          return await work(attempt);
        } catch (thrown) {
          const error = storageError(thrown, end, what);
          const again = error.code === 'connection.storage' || attempt < ownErrorTries;
          throw error.transient && again && !signal.aborted ? error : new AbortError(error);
        }
      },
      { retries, minTimeout: firstPauseMs, maxTimeout: longestPauseMs, factor: 2, randomize: true, signal },
    );
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new CutoverError('stopped', 'the transfer was stopped', { hint: 'Resume goes on with the files left.' });
  }
}
