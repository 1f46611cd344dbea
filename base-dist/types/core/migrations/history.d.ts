import type { Session } from '../postgres/session.ts';
/**
 * What a target has had applied. `supabase_migrations.schema_migrations` is Supabase's own history, and the truth: a
 * migration is applied where it has a row. `supabase_migrations.cutover_changes` has what that table has no room for:
 * the hash of what was applied, and how far one is that is under way outside of a transaction.
 */
export declare const createHistorySql = "\n  CREATE SCHEMA IF NOT EXISTS supabase_migrations;\n  CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations (\n    version pg_catalog.text PRIMARY KEY, statements pg_catalog.text[], name pg_catalog.text);\n  ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS statements pg_catalog.text[];\n  ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS name pg_catalog.text;\n  CREATE TABLE IF NOT EXISTS supabase_migrations.cutover_changes (\n    version pg_catalog.text PRIMARY KEY,\n    name pg_catalog.text NOT NULL,\n    hash pg_catalog.text NOT NULL,\n    state pg_catalog.text NOT NULL\n      CHECK (state IN ('applying', 'applied', 'rolling-back', 'rolled-back')),\n    segment pg_catalog.int4 NOT NULL DEFAULT 0,\n    started_at pg_catalog.timestamptz NOT NULL,\n    finished_at pg_catalog.timestamptz,\n    detail pg_catalog.jsonb NOT NULL DEFAULT '{}')";
export type ChangeState = 'applying' | 'applied' | 'rolling-back' | 'rolled-back';
/** What cutover noted about one migration on one target. */
export interface Change {
    readonly version: string;
    readonly name: string;
    /** Of the file that was applied. */
    readonly hash: string;
    readonly state: ChangeState;
    /** Segments that are done, of a change that is under way outside of a transaction. */
    readonly segment: number;
    readonly startedAt: Date;
    readonly finishedAt: Date | undefined;
    readonly detail: ChangeDetail;
}
/** Kept as JSON beside the change, for people. */
export interface ChangeDetail {
    readonly seconds?: number;
    readonly risk?: string;
    /** `passed`, or the reason for which it went untested. */
    readonly tested?: string;
    /** Where the affected tables' rows are kept, on the machine that applied it. */
    readonly backup?: string;
    readonly toolVersion?: string;
    /** The statement that is under way outside of a transaction. */
    readonly statement?: string;
}
export interface HistoryRow {
    readonly version: string;
    readonly name: string | undefined;
    /** As Supabase's CLI keeps them; undefined where it did not. */
    readonly statements: readonly string[] | undefined;
}
export interface History {
    /** By version. A migration is applied where it is in here. */
    readonly applied: ReadonlyMap<string, HistoryRow>;
    /** By version; what cutover itself did. */
    readonly changes: ReadonlyMap<string, Change>;
}
export declare function createHistory(session: Session): Promise<void>;
/** The history of the session's database; empty where it has none. Throws CutoverError. */
export declare function readHistory(session: Session): Promise<History>;
/** Writes what is known of a change over what was. In whatever transaction the session is. Throws CutoverError. */
export declare function noteChange(session: Session, change: Change): Promise<void>;
/** The row that makes a migration an applied one. Throws CutoverError. */
export declare function addHistoryRow(session: Session, row: Required<HistoryRow>): Promise<void>;
export declare function removeHistoryRow(session: Session, version: string): Promise<void>;
/** Forgets a change that came to nothing. Throws CutoverError. */
export declare function forgetChange(session: Session, version: string): Promise<void>;
