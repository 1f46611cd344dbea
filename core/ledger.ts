import type { Counters, Inventory } from './inventory/types.ts';
import type { Plan, Step } from './plan/types.ts';
import { quoteLiteral } from './postgres/identifiers.ts';
import { withoutEventTriggers } from './postgres/without-event-triggers.ts';
import type { Session } from './postgres/session.ts';
import type { VerificationRecord } from './verify/since.ts';
import type { TargetBefore } from './rollback/before.ts';
import type { ByHand } from './supabase/by-hand.ts';
import type { Scope } from './supabase/scope.ts';

/**
 * What is done, kept in the target database itself. The row that says 'done' is written in the transaction that does
 * the work: whatever is killed, and whenever, the ledger and the data agree.
 */

export type RunState = 'running' | 'paused' | 'failed' | 'held' | 'rolling-back' | 'finalizing';
export type StepState = 'pending' | 'done' | 'failed' | 'undone';

export interface LedgerRun {
  readonly id: string;
  /** ISO time. */
  readonly createdAt: string;
  readonly toolVersion: string;
  readonly planHash: string;
  readonly state: RunState;
  readonly detail: RunDetail;
}

/** What a resume, a verification or a rollback must know and cannot find out again. */
export interface RunDetail {
  readonly source: string;
  readonly target: string;
  /** Hash of the source's schema at the start: a resume on another schema is refused. */
  readonly schemaFingerprint: string;
  /** Change counters of the source's tables, read before the snapshot that the done copies were made from. */
  readonly counters: unknown;
  /** What the run moves, as it was settled at its start: later the target may look otherwise. */
  readonly scope: Scope;
  /** What the run was asked to do: resumes and verifications keep to it. */
  readonly options: unknown;
  readonly tables: Plan['tables'];
  readonly buckets?: Plan['buckets'];
  readonly leftOut: Plan['leftOut'];
  /** The schema that the target had and keeps, as it was when the run began; undefined where the run makes the schema. */
  readonly own?: Inventory;
  /** What only people can do. Undefined in ledgers of earlier versions. */
  readonly byHand?: readonly ByHand[];
  readonly verdict?: string;
  /** What the newest verification found. Undefined before the first, and in ledgers of earlier versions. */
  readonly verification?: VerificationRecord;
  /** The hold, from the verified run on. Undefined before, and in ledgers of earlier versions. */
  readonly hold?: Hold;
  /** The newest copy of tables that were left out, from its beginning on. */
  readonly later?: LaterCopy;
}

/** Tables that follow into a run that was held. */
export interface LaterCopy {
  /** From 1 on; its steps have it too. */
  readonly round: number;
  readonly tables: readonly string[];
  /** What is left out when it is done. */
  readonly leftOut: Plan['leftOut'];
  /** Change counters of the source, read before the snapshot that its finished copies were made from. */
  readonly counters: Counters;
  /** Of the run without these tables. */
  readonly verdict: string;
}

/** The time in which there is a way back. */
export interface Hold {
  /** ISO time by the target's clock: when the run was verified. */
  readonly since: string;
  readonly hours: number;
  /** Change counters of the target by then: what they count on is what was written since the cutover. */
  readonly counters: Counters;
  /** Rows and checksum of each table that was found equal, as both ends had them. */
  readonly sums: Readonly<Record<string, readonly [rows: number, checksum: string]>>;
}

export interface LedgerStep extends Step {
  readonly state: StepState;
  readonly attempt: number;
  readonly rows: number;
  readonly bytes: number;
  /** ISO time, or undefined before it was done. */
  readonly finishedAt: string | undefined;
}

export interface StepResult {
  readonly rows: number;
  readonly bytes: number;
  /** ISO time. */
  readonly startedAt: string;
  readonly attempt: number;
}

/** A step whose COMMIT was carried out, and whose answer was lost, failed for us alone: it stays done. */
const failStepSql = `
  UPDATE cutover.step
  SET state = 'failed', attempt = $3, started_at = $4,
      detail = detail || pg_catalog.jsonb_build_object('error', $5::jsonb)
  WHERE run_id = $1 AND id = $2 AND state <> 'done'`;

const readRunSql = `
  SELECT id, created_at, tool_version, plan_hash, state, detail FROM cutover.run ORDER BY created_at DESC LIMIT 1`;

const readStepsSql = `
  SELECT id, kind, state, attempt, rows, bytes, finished_at, detail
  FROM cutover.step WHERE run_id = $1 ORDER BY (detail ->> 'order')::int`;

/** True where a ledger is on the target. */
export async function ledgerExists(session: Session): Promise<boolean> {
  const [row] = await session.query<{ exists: boolean }>(
    "SELECT pg_catalog.to_regclass('cutover.run') IS NOT NULL AS exists",
  );
  return row?.exists === true;
}

/** The newest run of the ledger; undefined where there is no ledger. */
export async function readRun(session: Session): Promise<LedgerRun | undefined> {
  if (!(await ledgerExists(session))) return undefined;
  const [row] = await session.query<{
    id: string;
    created_at: Date;
    tool_version: string;
    plan_hash: string;
    state: RunState;
    detail: RunDetail;
  }>(readRunSql);
  if (!row) return undefined;
  return {
    id: row.id,
    createdAt: row.created_at.toISOString(),
    toolVersion: row.tool_version,
    planHash: row.plan_hash,
    state: row.state,
    detail: row.detail,
  };
}

/** What the target was before the run; undefined in ledgers of earlier versions. */
export async function readRecordedBefore(session: Session, runId: string): Promise<TargetBefore | undefined> {
  const [found] = await session.query<{ there: boolean }>(
    "SELECT pg_catalog.to_regclass('cutover.before') IS NOT NULL AS there",
  );
  if (found?.there !== true) return undefined;
  const [row] = await session.query<{ detail: TargetBefore }>('SELECT detail FROM cutover.before WHERE run_id = $1', [
    runId,
  ]);
  return row?.detail;
}

/** The run's steps in plan order. */
export async function readSteps(session: Session, runId: string): Promise<LedgerStep[]> {
  const rows = await session.query<{
    id: string;
    kind: Step['kind'];
    state: StepState;
    attempt: number;
    rows: string;
    bytes: string;
    finished_at: Date | null;
    detail: Omit<Step, 'id' | 'kind'>;
  }>(readStepsSql, [runId]);
  return rows.map((row) => ({
    ...row.detail,
    id: row.id,
    kind: row.kind,
    state: row.state,
    attempt: row.attempt,
    rows: Number(row.rows),
    bytes: Number(row.bytes),
    finishedAt: row.finished_at?.toISOString(),
  }));
}

/**
 * The statement that says that steps are done, to be run inside the transaction that did their work. Text and not
 * parameters: it travels with the COMMIT behind it, and so costs no round trip of its own.
 */
export function finishStepsSql(runId: string, results: readonly (StepResult & { readonly id: string })[]): string {
  const rows = results.map(
    ({ id, attempt, rows: count, bytes, startedAt }) =>
      `(${quoteLiteral(id)}, ${attempt}, ${count}, ${bytes}, ${quoteLiteral(startedAt)}::timestamptz)`,
  );
  return `UPDATE cutover.step AS s
    SET state = 'done', attempt = v.attempt, rows = v.rows, bytes = v.bytes, started_at = v.started_at,
        finished_at = pg_catalog.clock_timestamp(),
        detail = CASE WHEN s.detail ? 'error' THEN s.detail - 'error' ELSE s.detail END
    FROM (VALUES ${rows.join(',\n')}) AS v (id, attempt, rows, bytes, started_at)
    WHERE s.run_id = ${quoteLiteral(runId)} AND s.id = v.id`;
}

/** What the ledger has of steps whose COMMIT may or may not have been heard of: those that are done, by id. */
export async function finishedSteps(
  session: Session,
  runId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly rows: number; readonly bytes: number }>> {
  const found = await session.query<{ id: string; rows: string; bytes: string }>(
    "SELECT id, rows, bytes FROM cutover.step WHERE run_id = $1 AND id = ANY ($2::text[]) AND state = 'done' FOR SHARE",
    [runId, ids],
  );
  return new Map(found.map(({ id, rows, bytes }) => [id, { rows: Number(rows), bytes: Number(bytes) }]));
}

/** The statement that gives a step its undo, to be run in the transaction that does the step's work. */
export function stepUndoSql(runId: string, stepId: string, statements: readonly string[]): string {
  return `UPDATE cutover.step SET detail = detail || ${quoteLiteral(JSON.stringify({ undo: statements }))}::jsonb
    WHERE run_id = ${quoteLiteral(runId)} AND id = ${quoteLiteral(stepId)}`;
}

/** Keeps a step's error, for the report and for whoever looks into the ledger. */
export async function failStep(
  session: Session,
  runId: string,
  stepId: string,
  failure: { readonly attempt: number; readonly startedAt: string; readonly code: string; readonly message: string },
): Promise<void> {
  const error = JSON.stringify({ code: failure.code, message: failure.message });
  await session.query(failStepSql, [runId, stepId, failure.attempt, failure.startedAt, error]);
}

/** Sets steps back to pending; `undone` for a rollback that has taken them back for good. */
export async function resetSteps(
  session: Session,
  runId: string,
  stepIds: readonly string[],
  state: 'pending' | 'undone',
): Promise<void> {
  await session.query(
    `UPDATE cutover.step SET state = $3, rows = 0, bytes = 0, finished_at = NULL
     WHERE run_id = $1 AND id = ANY ($2::text[])`,
    [runId, stepIds, state],
  );
}

/** From now on a copy is of rows alone: the indexes that it built are there. */
export async function forgetIndexes(session: Session, runId: string, stepId: string): Promise<void> {
  await session.query("UPDATE cutover.step SET detail = detail #- '{action,indexes}' WHERE run_id = $1 AND id = $2", [
    runId,
    stepId,
  ]);
}

/**
 * Moves the run on. Written with a synchronous commit: it also makes every step before it durable, whatever the
 * workers' own commits waited for.
 */
export async function setRunState(
  session: Session,
  runId: string,
  state: RunState,
  detail: Partial<RunDetail> & { readonly snapshot?: string } = {},
): Promise<void> {
  const { snapshot, ...rest } = detail;
  await session.query(
    `UPDATE cutover.run SET state = $2, snapshot = coalesce($3, snapshot), detail = detail || $4::jsonb WHERE id = $1`,
    [runId, state, snapshot ?? null, JSON.stringify(rest)],
  );
}

/** Keeps what a verification found, for the next one: the run itself stays where it is. */
export async function keepVerification(session: Session, runId: string, record: VerificationRecord): Promise<void> {
  await session.query('UPDATE cutover.run SET detail = detail || $2::jsonb WHERE id = $1', [
    runId,
    JSON.stringify({ verification: record }),
  ]);
}

/** Removes the ledger, all or nothing; the last act of finalize and of rollback. */
export async function dropLedger(session: Session): Promise<void> {
  await session.execute('BEGIN');
  try {
    await withoutEventTriggers(session, () => session.execute('DROP SCHEMA cutover CASCADE'));
    await session.execute('COMMIT');
  } catch (error) {
    if (!session.broken) await session.execute('ROLLBACK');
    throw error;
  }
}
