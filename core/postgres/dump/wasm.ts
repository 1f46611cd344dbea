import { MessageChannel } from 'node:worker_threads';
import { CutoverError } from '../../errors.ts';
import type { Session } from '../session.ts';
import { openExchange, stopped } from './exchange.ts';
import { pgDumpError } from './failure.ts';
import { DumpThread } from './thread.ts';

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

export interface WasmDumpOptions {
  readonly signal?: AbortSignal | undefined;
  /** One that was started ahead; the dump ends it, as it does its own. Without a dump it is its owner's to end. */
  readonly thread?: DumpThread | undefined;
}

/**
 * Runs the WebAssembly pg_dump in a worker thread, with the session's connection as its own. The plain SQL comes out
 * unchanged. Throws `dump.failed`, `source.snapshot-lost`, `connection.lost` or `stopped`; after the last two the
 * session is broken. No transaction of pg_dump's is left open, but its SETs are: close the session after the last dump.
 */
export async function wasmDump(
  session: Session,
  args: readonly string[],
  { signal, thread: ahead }: WasmDumpOptions = {},
): Promise<string> {
  if (Buffer.byteLength(args.join('\0')) > argumentBytesLimit) {
    throw new CutoverError('dump.failed', 'too many schemas are to be left out for the built-in pg_dump', {
      hint: `Move all schemas, or install PostgreSQL's client programs and dump with the native pg_dump.`,
    });
  }
  const rows = await session.query<{ name: string; value: string | null }>(reportedParameters);
  const parameters = Object.fromEntries(rows.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])));

  // From here on the signal is listened to; before, it had nothing to stop but one quick query.
  if (signal?.aborted) throw stopped();
  const lost = Promise.withResolvers<never>();
  const exchange = openExchange(session, lost.reject, signal);
  const { port1: answers, port2: workerAnswers } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  async function answer(bytes: Uint8Array, readyForQueries: number): Promise<void> {
    const response = await exchange.ask(bytes, readyForQueries);
    answers.postMessage(response);
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  }
  const thread = ahead ?? new DumpThread();
  const task = { args, parameters, answers: workerAnswers, answered };
  const handlers = { asked: answer, failed: (stderr: string) => pgDumpError(stderr, session) };
  try {
    return await Promise.race([thread.run(task, [workerAnswers], handlers), lost.promise]);
  } finally {
    answers.close();
    await thread.end();
    await exchange.release();
  }
}
