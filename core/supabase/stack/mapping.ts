import type { Session } from '../../postgres/session.ts';
import { UuidMap } from '../../postgres/uuid-map.ts';
import type { PasswordFate } from './request.ts';

/** A user of the source and the same user in Stack Auth. */
export interface MappedUser {
  readonly supabaseUserId: string;
  readonly stackUserId: string;
  readonly email: string | undefined;
  readonly name: string | undefined;
  readonly password: PasswordFate;
  /** Words of `notes` in request.ts, and `provider:NAME` for each account that the project does not take. */
  readonly notes: readonly string[];
  /** Digest of what the user was created from: tells one that has changed on the source since. */
  readonly fingerprint: string;
}

export interface LedgerUser extends MappedUser {
  /** ISO times. */
  readonly migratedAt: string;
  readonly resetSentAt: string | undefined;
}

/** Beside the steps in the ledger's schema, and dropped with it. */
export const createMappingSql = `
  CREATE TABLE cutover.user_mapping (
    run_id text NOT NULL REFERENCES cutover.run (id),
    supabase_user_id uuid NOT NULL,
    stack_user_id uuid NOT NULL UNIQUE,
    email text,
    name text,
    password text NOT NULL CHECK (password IN ('carried', 'reset', 'none')),
    notes text[] NOT NULL,
    fingerprint text NOT NULL,
    migrated_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    reset_sent_at timestamptz,
    PRIMARY KEY (run_id, supabase_user_id)
  );
`;

const insertSql = `
  INSERT INTO cutover.user_mapping (run_id, supabase_user_id, stack_user_id, email, name, password, notes, fingerprint)
  SELECT $1, u."supabaseUserId", u."stackUserId", u.email, u.name, u.password,
    ARRAY(SELECT pg_catalog.jsonb_array_elements_text(u.notes)), u.fingerprint
  FROM pg_catalog.jsonb_to_recordset($2::jsonb) AS u("supabaseUserId" uuid, "stackUserId" uuid, email text, name text,
    password text, notes jsonb, fingerprint text)`;

const pageSql = `
  SELECT supabase_user_id, stack_user_id, email, name, password, notes, fingerprint, migrated_at, reset_sent_at
  FROM cutover.user_mapping
  WHERE run_id = $1 AND ($2::uuid IS NULL OR supabase_user_id > $2::uuid) ORDER BY supabase_user_id LIMIT $3::int`;

const rangeSql = `
  SELECT supabase_user_id, stack_user_id FROM cutover.user_mapping
  WHERE run_id = $1 AND ($2::uuid IS NULL OR supabase_user_id >= $2::uuid)
    AND ($3::uuid IS NULL OR supabase_user_id < $3::uuid)`;

const pageSize = 5000;

/** True where the ledger has a mapping: the run creates users in Stack Auth. */
export async function mappingExists(target: Session): Promise<boolean> {
  const [row] = await target.query<{ found: boolean }>(
    "SELECT pg_catalog.to_regclass('cutover.user_mapping') IS NOT NULL AS found",
  );
  return row?.found === true;
}

/** Inside the caller's transaction, together with the ledger row of the step that created them. */
export async function insertMapped(target: Session, runId: string, users: readonly MappedUser[]): Promise<void> {
  await target.query(insertSql, [runId, JSON.stringify(users)]);
}

/** Stack Auth's ids of the mapped users in a range, by their ids in Supabase; `to` does not belong to it. */
export async function readMappedRange(
  target: Session,
  runId: string,
  range: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<Map<string, string>> {
  const rows = await target.query<{ supabase_user_id: string; stack_user_id: string }>(rangeSql, [
    runId,
    range.from ?? null,
    range.to ?? null,
  ]);
  return new Map(rows.map((row) => [row.supabase_user_id, row.stack_user_id]));
}

export async function deleteMapped(target: Session, runId: string, supabaseUserIds: readonly string[]): Promise<void> {
  await target.query('DELETE FROM cutover.user_mapping WHERE run_id = $1 AND supabase_user_id = ANY ($2::uuid[])', [
    runId,
    supabaseUserIds,
  ]);
}

/** The whole mapping in pages, in the order of the old ids; rows may be deleted between two pages. */
export async function* readMapping(target: Session, runId: string): AsyncGenerator<readonly LedgerUser[]> {
  for (let after: string | null = null; ; ) {
    const rows: MappingRow[] = await target.query<MappingRow>(pageSql, [runId, after, pageSize]);
    if (rows.length > 0) yield rows.map(ledgerUser);
    if (rows.length < pageSize) return;
    after = rows.at(-1)?.supabase_user_id ?? null;
  }
}

interface MappingRow extends Record<string, unknown> {
  readonly supabase_user_id: string;
  readonly stack_user_id: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly password: PasswordFate;
  readonly notes: string[];
  readonly fingerprint: string;
  readonly migrated_at: Date;
  readonly reset_sent_at: Date | null;
}

function ledgerUser(row: MappingRow): LedgerUser {
  return {
    supabaseUserId: row.supabase_user_id,
    stackUserId: row.stack_user_id,
    email: row.email ?? undefined,
    name: row.name ?? undefined,
    password: row.password,
    notes: row.notes,
    fingerprint: row.fingerprint,
    migratedAt: row.migrated_at.toISOString(),
    resetSentAt: row.reset_sent_at?.toISOString(),
  };
}

/** The mapping as the copies need it. */
export async function loadUuidMap(target: Session, runId: string): Promise<UuidMap> {
  const map = new UuidMap();
  for await (const page of readMapping(target, runId)) {
    for (const { supabaseUserId, stackUserId } of page) map.set(supabaseUserId, stackUserId);
  }
  return map;
}

export async function markResetSent(target: Session, runId: string, supabaseUserId: string): Promise<void> {
  await target.query(
    `UPDATE cutover.user_mapping SET reset_sent_at = pg_catalog.clock_timestamp()
     WHERE run_id = $1 AND supabase_user_id = $2::uuid`,
    [runId, supabaseUserId],
  );
}
