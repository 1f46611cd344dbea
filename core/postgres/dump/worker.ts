/**
 * The thread in which pg_dump (WebAssembly) runs, once it is told what to dump. libpq's writes are synchronous there, so
 * each request blocks this thread until the main thread has the server's answer; the main thread goes on meanwhile.
 */
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { type MessagePort, parentPort, receiveMessageOnPort } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import { pgDump } from '@electric-sql/pglite-tools/pg_dump';
import { createFrontend } from './frontend.ts';

/** What the thread is told, once. */
export interface DumpTask {
  /** pg_dump's arguments. */
  readonly args: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  /** The server's answers come through here, where a blocked thread can fetch them. */
  readonly answers: MessagePort;
  /** One Int32: 0 while an answer is awaited, 1 once it lies in `answers`. */
  readonly answered: Int32Array<SharedArrayBuffer>;
}

export type DumpWorkerMessage =
  | { readonly type: 'exchange'; readonly bytes: Uint8Array; readonly readyForQueries: number }
  | { readonly type: 'done'; readonly sql: string }
  | { readonly type: 'failed'; readonly message: string };

interface RawStreamOptions {
  readonly onRawData: (bytes: Uint8Array) => void;
}

if (!parentPort) throw new Error('pg_dump runs in a thread of its own.');
const [task] = (await once(parentPort, 'message')) as [DumpTask];
const { args, parameters, answers, answered } = task;
const frontend = createFrontend(parameters);

function post(message: DumpWorkerMessage): void {
  parentPort?.postMessage(message);
}

/** Blocks until the server's answer is here. */
function exchange(bytes: Uint8Array, readyForQueries: number): Uint8Array {
  Atomics.store(answered, 0, 0);
  post({ type: 'exchange', bytes, readyForQueries });
  // The notification of the answer before may come late, and wake this wait: only the value counts.
  while (Atomics.load(answered, 0) === 0) Atomics.wait(answered, 0, 0);
  const received = receiveMessageOnPort(answers) as { message: Uint8Array } | undefined;
  if (received === undefined) throw new Error('The main thread signalled an answer and sent none.');
  return received.message;
}

/** The part of PGlite that pgDump uses. Session settings are the caller's affair, so `query` and `exec` do nothing. */
const standIn = {
  execProtocolRawStream(bytes: Uint8Array, { onRawData }: RawStreamOptions): void {
    const { reply, forward, readyForQueries } = frontend.push(bytes);
    if (reply.length > 0) onRawData(reply);
    if (forward.length === 0) return;
    const answer = exchange(forward, readyForQueries);
    if (answer.length > 0) onRawData(answer);
  },
  query: () => Promise.resolve({ rows: [{ search_path: '' }] }),
  exec: () => Promise.resolve([]),
};

/**
 * pgDump removes every line that begins with `\restrict` or `\unrestrict` from its result, those in function bodies
 * too. Nothing but pgDump runs in this thread, so its one `replace` on the whole dump is made to leave it as it is;
 * stripRestrict() takes out the two lines that are psql's.
 */
function keepDumpAsItIs(): void {
  const replace = String.prototype.replace;
  String.prototype.replace = function (this: string, ...parameters: unknown[]): string {
    if (this.startsWith('--\n-- PostgreSQL database dump\n')) return String(this);
    return Reflect.apply(replace, this, parameters) as string;
  } as typeof replace;
}

/**
 * V8 would compile pg_dump a second time for speed, in a dump of some hundred tables and more; that costs 0.2 s of CPU
 * and 40 MB, and gains nothing even for 10,000: a dump waits for its server. The flags hold for the whole process, in
 * which nothing else of note is WebAssembly. They are not set before this thread is up: what Node has of its own modules
 * as compiled code is good for V8's own flags only, and a thread loads a hundred of them.
 */
function withoutOptimizer(): void {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}

try {
  withoutOptimizer();
  // The name under which pg_dump reports its errors.
  process.argv[1] = 'pg_dump';
  keepDumpAsItIs();
  const file = await pgDump({ pg: standIn as unknown as PGlite, args: [...args] });
  post({ type: 'done', sql: await file.text() });
} catch (error) {
  post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
}
answers.close();
