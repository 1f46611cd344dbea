import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { toCutoverError } from '../core/index.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Signal = (typeof signals)[number];

/** How long a forced exit waits for what must be put away, in ms. */
const forcedCleanupMs = 5000;

/** The part of `process` that ends a program; tests bring their own. */
export type ProcessLike = Pick<NodeJS.Process, 'on' | 'off' | 'removeAllListeners'> & { exit(code: number): void };

export interface ShutdownOptions {
  readonly process: ProcessLike;
  /** Tells the operator; stderr, usually. */
  readonly say: (line: string) => void;
  /** Keeps an error with its stack and cause where the operator can find it later. */
  readonly record: (message: string, error: unknown) => void;
}

/**
 * The end of the program in two stages, as graphile-worker's: the first signal asks the engine to stop at a safe
 * point, the second ends the program. Whatever must be put away is put away once, in either case.
 */
export interface Shutdown {
  /** To be put away before the program ends: last in, first out, each once. Returns the way out of the list. */
  onExit(cleanup: () => Promise<void> | void): () => void;
  /** What the first signal asks for. Without any of these the first signal ends the program. */
  onStop(stop: () => Promise<void> | void): () => void;
  /** Takes the signals back from libraries that were imported since, and answer them as well. */
  reclaim(): void;
  /** Puts everything away. Safe to call twice: the second call waits for the first. Never throws. */
  cleanup(): Promise<void>;
  /** No longer listens to signals and errors. */
  dispose(): void;
}

export function createShutdown(options: ShutdownOptions): Shutdown {
  const { process, say, record } = options;
  const cleanups: (() => Promise<void> | void)[] = [];
  const stops = new Set<() => Promise<void> | void>();
  let received = 0;
  let cleaning: Promise<void> | undefined;

  async function putAway(): Promise<void> {
    for (let cleanup = cleanups.pop(); cleanup !== undefined; cleanup = cleanups.pop()) {
      try {
        await cleanup();
      } catch (error) {
        record('something could not be put away', error);
      }
    }
  }

  function cleanup(): Promise<void> {
    cleaning ??= putAway().finally(() => {
      cleaning = undefined;
    });
    return cleaning;
  }

  /** Nobody waits for a forced exit longer than a few seconds. */
  async function force(code: number): Promise<void> {
    await Promise.race([cleanup(), delay(forcedCleanupMs, undefined, { ref: false })]);
    process.exit(code);
  }

  async function stopAtSafePoint(): Promise<void> {
    for (const stop of stops) {
      try {
        await stop();
      } catch (error) {
        record('the engine could not be stopped', error);
        say(`cutover: ${toCutoverError(error).message}`);
      }
    }
  }

  function onSignal(signal: Signal): void {
    received += 1;
    const code = 128 + (signal === 'SIGINT' ? constants.signals.SIGINT : constants.signals.SIGTERM);
    if (received === 1 && stops.size > 0) {
      say(`cutover: ${signal}: stopping at a safe point. Everything that is done is kept; once more to force it.`);
      void stopAtSafePoint();
    } else if (received <= 2) {
      void force(code);
    } else {
      process.exit(code);
    }
  }

  function onError(thrown: unknown): void {
    const error = toCutoverError(thrown);
    record('an error that nothing caught', thrown);
    say(`cutover: ${error.message}`);
    say(`  ${error.hint}`);
    void force(1);
  }

  const listeners = signals.map((signal) => [signal, () => onSignal(signal)] as const);
  /**
   * A library may answer a signal by sending it again (when-exit, under conf): for us that would be the second one,
   * which forces. It puts its files away at the 'exit' event as well.
   */
  function reclaim(): void {
    for (const [signal, listener] of listeners) {
      process.removeAllListeners(signal);
      process.on(signal, listener);
    }
  }
  reclaim();
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);

  return {
    onExit(entry) {
      cleanups.push(entry);
      return () => {
        const index = cleanups.indexOf(entry);
        if (index >= 0) cleanups.splice(index, 1);
      };
    },
    onStop(stop) {
      stops.add(stop);
      return () => stops.delete(stop);
    },
    reclaim,
    cleanup,
    dispose() {
      for (const [signal, listener] of listeners) process.off(signal, listener);
      process.off('uncaughtException', onError);
      process.off('unhandledRejection', onError);
    },
  };
}
