import type { Session } from '../session.ts';
/**
 * Runs the pg_dump that is on PATH, with a connection of its own to where the session leads. The password goes through
 * the environment, which only the same user can read, and never through the arguments, which everybody can.
 * Throws `dump.failed`, `dump.unsupported-server`, `rights.missing`, `source.snapshot-lost` or `stopped`.
 */
export declare function nativeDump(session: Session, args: readonly string[], signal?: AbortSignal): Promise<string>;
