import { type Transferable, Worker } from 'node:worker_threads';
import { CutoverError } from '../../errors.ts';
import { flagsMayChange } from '../../young-generation.ts';
import type { DumpTask, DumpWorkerMessage } from './worker.ts';

/** What a pg_dump wants of whoever runs it. */
export interface DumpHandlers {
  /** A request to the server; `readyForQueries` as {@link Exchange.ask} has it. */
  asked(bytes: Uint8Array, readyForQueries: number): Promise<void>;
  /** The error for what pg_dump wrote to stderr. */
  failed(stderr: string): CutoverError;
}

/**
 * A thread for one pg_dump (WebAssembly). Starting takes it 60 ms of CPU, for which it need not know what it will dump:
 * it can start while that is still being found out. Whoever makes one ends it.
 */
export class DumpThread {
  readonly #worker = new Worker(workerFile(), { execArgv: [], env: {} });
  readonly #ended = Promise.withResolvers<never>();

  constructor() {
    this.#worker.once('online', flagsMayChange);
    this.#worker.once('error', (cause) => this.#ended.reject(threadEnded('stopped with an error', cause)));
    this.#worker.once('exit', (code) => this.#ended.reject(threadEnded(`ended with exit code ${code}`)));
    // Nobody may be waiting yet.
    this.#ended.promise.catch(() => undefined);
  }

  /** The dump's plain SQL. Once for each thread. Throws what the handlers make or throw, and `dump.failed`. */
  async run(task: DumpTask, transfer: readonly Transferable[], handlers: DumpHandlers): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#worker.on('message', (message: DumpWorkerMessage) => {
      if (message.type === 'done') resolve(message.sql);
      else if (message.type === 'failed') reject(handlers.failed(message.message));
      else handlers.asked(message.bytes, message.readyForQueries).catch(reject);
    });
    this.#worker.postMessage(task, transfer);
    return await Promise.race([promise, this.#ended.promise]);
  }

  /** Ends the thread, also one that is blocked waiting for an answer that never comes. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** `worker.ts` beside the sources, `worker.js` beside the build. */
function workerFile(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
}

function threadEnded(how: string, cause?: unknown): CutoverError {
  return new CutoverError('dump.failed', `the thread of pg_dump ${how}`, {
    hint: `Try again; if it stays, install PostgreSQL's client programs and dump with the native pg_dump.`,
    cause,
  });
}
