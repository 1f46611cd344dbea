/**
 * The thread in which pg_dump (WebAssembly) runs. libpq's writes are synchronous there, so each request blocks this
 * thread until the main thread has the server's answer; the main thread goes on meanwhile.
 */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import { pgDump } from '@electric-sql/pglite-tools/pg_dump';
import { createFrontend } from './frontend.ts';

/** What the thread is started with. */
export interface DumpWorkerData {
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

const { args, parameters, answers, answered } = workerData as DumpWorkerData;
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

try {
  // The name under which pg_dump reports its errors.
  process.argv[1] = 'pg_dump';
  keepDumpAsItIs();
  const file = await pgDump({ pg: standIn as unknown as PGlite, args: [...args] });
  post({ type: 'done', sql: await file.text() });
} catch (error) {
  post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
}
answers.close();
