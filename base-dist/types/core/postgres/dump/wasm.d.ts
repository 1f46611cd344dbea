import type { Session } from '../session.ts';
/** The newest major version that the pg_dump in @electric-sql/pglite-tools reads. */
export declare const newestWasmMajor = 18;
/**
 * Runs the WebAssembly pg_dump in a worker thread, with the session's connection as its own. The plain SQL comes out
 * unchanged. Throws `dump.failed`, `source.snapshot-lost`, `connection.lost` or `stopped`; after the last two the
 * session is broken. No transaction of pg_dump's is left open, but its SETs are: close the session after the last dump.
 */
export declare function wasmDump(session: Session, args: readonly string[], signal?: AbortSignal): Promise<string>;
