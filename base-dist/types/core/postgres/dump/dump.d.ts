import type { Session } from '../session.ts';
import { type DumpRequest } from './arguments.ts';
export interface SchemaDumpRequest extends DumpRequest {
    /** The schemas to dump; all but `excludeSchemas` where it is left out. */
    readonly schemas?: readonly string[];
    /** `auto`: the built-in pg_dump, and the one on PATH for a server that is too new for it. */
    readonly program?: 'auto' | 'built-in' | 'native';
    readonly signal?: AbortSignal;
}
/**
 * The database's schema, or a section of it, as pg_dump's plain SQL, without `\restrict` lines.
 *
 * The session must be idle and in no transaction. Several dumps may follow one another on one session, but pg_dump
 * changes its settings (search_path, row_security, …): close it after the last. No transaction is left open.
 * Throws `dump.failed`, `dump.unsupported-server`, `rights.missing`, `source.snapshot-lost`, `connection.lost` (the
 * session is broken then) or `stopped` (likewise).
 */
export declare function dumpSchema(session: Session, request: SchemaDumpRequest): Promise<string>;
