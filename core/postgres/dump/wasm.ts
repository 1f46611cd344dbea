import { setFlagsFromString } from 'node:v8';
import { MessageChannel, Worker } from 'node:worker_threads';
import { CutoverError } from '../../errors.ts';
import type { Session } from '../session.ts';
import { openExchange, stopped } from './exchange.ts';
import { pgDumpError } from './failure.ts';
import type { DumpWorkerData, DumpWorkerMessage } from './worker.ts';

/** The newest major version that the pg_dump in @electric-sql/pglite-tools reads. */
export const newestWasmMajor = 18;

/** What a server reports to libpq at a connection's start. [PostgreSQL documentation, 53.2.7 Asynchronous Operations] */
const reportedParameters = `
  SELECT name, pg_catalog.current_setting(name, true) AS value
  FROM pg_catalog.unnest(ARRAY['server_version', 'server_encoding', 'client_encoding', 'DateStyle', 'IntervalStyle',
    'TimeZone', 'integer_datetimes', 'standard_conforming_strings', 'is_superuser', 'session_authorization',
    'in_hot_standby', 'default_transaction_read_only', 'application_name', 'search_path']) AS name`;

/** pg_dump's arguments lie on its stack of 64 KB, which it needs for itself too. */
const argumentBytesLimit = 24_000;

/**
 * Runs the WebAssembly pg_dump in a worker thread, with the session's connection as its own. The plain SQL comes out
 * unchanged. Throws `dump.failed`, `source.snapshot-lost`, `connection.lost` or `stopped`; after the last two the
 * session is broken. No transaction of pg_dump's is left open, but its SETs are: close the session after the last dump.
 */
export async function wasmDump(session: Session, args: readonly string[], signal?: AbortSignal): Promise<string> {
  if (Buffer.byteLength(args.join('\0')) > argumentBytesLimit) {
    throw new CutoverError('dump.failed', 'too many schemas are to be left out for the built-in pg_dump', {
      hint: `Move all schemas, or install PostgreSQL's client programs and dump with the native pg_dump.`,
    });
  }
  const rows = await session.query<{ name: string; value: string | null }>(reportedParameters);
  const parameters = Object.fromEntries(rows.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])));

  // From here on the signal is listened to; before, it had nothing to stop but one quick query.
  if (signal?.aborted) throw stopped();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const exchange = openExchange(session, reject, signal);
  const { port1: answers, port2: workerAnswers } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  async function answer(bytes: Uint8Array, readyForQueries: number): Promise<void> {
    const response = await exchange.ask(bytes, readyForQueries);
    answers.postMessage(response);
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  }
  withoutOptimizer();
  const workerData: DumpWorkerData = { args, parameters, answers: workerAnswers, answered };
  const worker = new Worker(workerFile(), { workerData, transferList: [workerAnswers], execArgv: [], env: {} });
  worker.on('message', (message: DumpWorkerMessage) => {
    if (message.type === 'done') resolve(message.sql);
    else if (message.type === 'failed') reject(pgDumpError(message.message, session));
    else answer(message.bytes, message.readyForQueries).catch(reject);
  });
  worker.once('error', (cause) => reject(workerEnded('stopped with an error', cause)));
  worker.once('exit', (code) => reject(workerEnded(`ended with exit code ${code}`)));
  try {
    return await promise;
  } finally {
    answers.close();
    // The worker may be blocked waiting for an answer that never comes; terminate() ends it there too.
    await worker.terminate();
    await exchange.release();
  }
}

/**
 * V8 would compile pg_dump a second time for speed, in a dump of some hundred tables and more; that costs 0.2 s of CPU
 * and 40 MB, and gains nothing even for 10,000: a dump waits for its server. The flags hold for the whole process, in
 * which nothing else of note is WebAssembly.
 */
function withoutOptimizer(): void {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}

/** `worker.ts` beside the sources, `worker.js` beside the build. */
function workerFile(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
}

function workerEnded(how: string, cause?: unknown): CutoverError {
  return new CutoverError('dump.failed', `the thread of pg_dump ${how}`, {
    hint: `Try again; if it stays, install PostgreSQL's client programs and dump with the native pg_dump.`,
    cause,
  });
}
