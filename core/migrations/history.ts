import type { Session } from '../postgres/session.ts';

/**
 * What a target has had applied. `supabase_migrations.schema_migrations` is Supabase's own history, and the truth: a
 * migration is applied where it has a row. `supabase_migrations.cutover_changes` has what that table has no room for:
 * the hash of what was applied, and how far one is that is under way outside of a transaction.
 */
export const createHistorySql = `
  CREATE SCHEMA IF NOT EXISTS supabase_migrations;
  CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations (
    version pg_catalog.text PRIMARY KEY, statements pg_catalog.text[], name pg_catalog.text);
  ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS statements pg_catalog.text[];
  ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS name pg_catalog.text;
  CREATE TABLE IF NOT EXISTS supabase_migrations.cutover_changes (
    version pg_catalog.text PRIMARY KEY,
    name pg_catalog.text NOT NULL,
    hash pg_catalog.text NOT NULL,
    state pg_catalog.text NOT NULL
      CHECK (state IN ('applying', 'applied', 'rolling-back', 'rolled-back')),
    segment pg_catalog.int4 NOT NULL DEFAULT 0,
    started_at pg_catalog.timestamptz NOT NULL,
    finished_at pg_catalog.timestamptz,
    detail pg_catalog.jsonb NOT NULL DEFAULT '{}')`;

/** Both tables, by their presence: a target without them has an empty history. */
const presenceSql = `
  SELECT pg_catalog.to_regclass('supabase_migrations.schema_migrations') IS NOT NULL AS history,
    pg_catalog.to_regclass('supabase_migrations.cutover_changes') IS NOT NULL AS changes`;

/** Through to_jsonb, since older versions of Supabase's table lack the name and the statements. */
const historySql = `
  SELECT m.version, pg_catalog.to_jsonb(m) ->> 'name' AS name, pg_catalog.to_jsonb(m) -> 'statements' AS statements
  FROM supabase_migrations.schema_migrations m`;

const changesSql = `
  SELECT c.version, c.name, c.hash, c.state, c.segment, c.started_at AS "startedAt", c.finished_at AS "finishedAt", c.detail
  FROM supabase_migrations.cutover_changes c`;

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

export async function createHistory(session: Session): Promise<void> {
  await session.execute(createHistorySql);
}

/** The history of the session's database; empty where it has none. Throws CutoverError. */
export async function readHistory(session: Session): Promise<History> {
  const [present] = await session.query<{ history: boolean; changes: boolean }>(presenceSql);
  const rows = present?.history
    ? await session.query<{ version: string; name: string | null; statements: string[] | null }>(historySql)
    : [];
  const changes = present?.changes
    ? await session.query<Omit<Change, 'finishedAt'> & { finishedAt: Date | null } & Record<string, unknown>>(
        changesSql,
      )
    : [];
  return {
    applied: new Map(
      rows.map(({ version, name, statements }) => [
        version,
        { version, name: name ?? undefined, statements: statements ?? undefined },
      ]),
    ),
    changes: new Map(changes.map((row) => [row.version, { ...row, finishedAt: row.finishedAt ?? undefined }])),
  };
}

const noteSql = `
  INSERT INTO supabase_migrations.cutover_changes (version, name, hash, state, segment, started_at, finished_at, detail)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (version) DO UPDATE SET name = excluded.name, hash = excluded.hash, state = excluded.state,
    segment = excluded.segment, started_at = excluded.started_at, finished_at = excluded.finished_at,
    detail = excluded.detail`;

/** Writes what is known of a change over what was. In whatever transaction the session is. Throws CutoverError. */
export async function noteChange(session: Session, change: Change): Promise<void> {
  const { version, name, hash, state, segment, startedAt, finishedAt, detail } = change;
  const at = [startedAt.toISOString(), finishedAt?.toISOString() ?? null];
  await session.query(noteSql, [version, name, hash, state, segment, ...at, JSON.stringify(detail)]);
}

const insertRowSql =
  'INSERT INTO supabase_migrations.schema_migrations (version, name, statements) VALUES ($1, $2, $3)';
const deleteRowSql = 'DELETE FROM supabase_migrations.schema_migrations WHERE version = $1';

/** The row that makes a migration an applied one. Throws CutoverError. */
export async function addHistoryRow(session: Session, row: Required<HistoryRow>): Promise<void> {
  await session.query(insertRowSql, [row.version, row.name, row.statements]);
}

export async function removeHistoryRow(session: Session, version: string): Promise<void> {
  await session.query(deleteRowSql, [version]);
}

const forgetSql = 'DELETE FROM supabase_migrations.cutover_changes WHERE version = $1';

/** Forgets a change that came to nothing. Throws CutoverError. */
export async function forgetChange(session: Session, version: string): Promise<void> {
  await session.query(forgetSql, [version]);
}
