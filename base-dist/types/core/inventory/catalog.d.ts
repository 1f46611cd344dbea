import type { Session } from '../postgres/session.ts';
/** Schemas that are never the project's: the server's own, the ledger, and what earlier runs set aside. */
export declare const projectSchemaCondition = "(\n  n.nspname !~ '^pg_'\n  AND n.nspname NOT IN ('information_schema', 'cutover')\n  AND n.nspname !~ '_before_[0-9a-f]{8}$'\n)";
/**
 * Extensions whose configuration tables are not carried as rows: jobs would start to run as soon as they are there, and
 * secrets are bound to the root key of their server. Both are made anew by calls; see `core/supabase/carried.ts`.
 */
export declare const servedExtensions = "ARRAY['pg_cron', 'supabase_vault', 'pgsodium']::text[]";
/** A condition that is true for objects that no extension owns. `catalog` and `oid` are our own SQL, never input. */
export declare function notOfExtension(catalog: string, oid: string): string;
/**
 * Hands each row of a large result to `onRow` as an array of values, with no more than a batch of rows in memory.
 * Throws CutoverError.
 */
export declare function eachRow(session: Session, sql: string, values: readonly unknown[], onRow: (row: readonly unknown[]) => void): Promise<void>;
