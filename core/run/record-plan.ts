import { type LedgerStep, type RunDetail, setRunState } from '../ledger.ts';
import type { Plan, Step } from '../plan/types.ts';
import type { Session } from '../postgres/session.ts';
import { withoutEventTriggers } from '../postgres/without-event-triggers.ts';
import type { TargetBefore } from '../rollback/before.ts';
import { createMappingSql } from '../supabase/stack/mapping.ts';
import { createStorageLedgerSql } from '../supabase/storage/ledger.ts';

const createSql = `
  CREATE SCHEMA cutover;
  COMMENT ON SCHEMA cutover IS 'Ledger of a migration by cutover; dropped by finalize and by rollback';
  CREATE TABLE cutover.run (
    id text PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    tool_version text NOT NULL,
    source_identity jsonb NOT NULL,
    target_identity jsonb NOT NULL,
    plan_hash text NOT NULL,
    state text NOT NULL,
    snapshot text,
    detail jsonb NOT NULL
  );
  CREATE TABLE cutover.step (
    run_id text NOT NULL,
    id text NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    attempt integer NOT NULL DEFAULT 0,
    rows bigint NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0,
    started_at timestamptz,
    finished_at timestamptz,
    detail jsonb NOT NULL
  ) WITH (fillfactor = 60);
  CREATE TABLE cutover.before (run_id text PRIMARY KEY REFERENCES cutover.run (id), detail jsonb NOT NULL);
  ${createStorageLedgerSql}
`;

/** The steps' keys, built once their rows are there: it costs a fraction of a look at each row. */
const stepKeysSql = `
  ALTER TABLE cutover.step ADD PRIMARY KEY (run_id, id),
    ADD FOREIGN KEY (run_id) REFERENCES cutover.run (id)`;

const insertRunSql = `
  INSERT INTO cutover.run (id, tool_version, source_identity, target_identity, plan_hash, state, snapshot, detail)
  VALUES ($1, $2, $3, $4, $5, 'running', $6, $7)`;

const insertStepsSql = `
  INSERT INTO cutover.step (run_id, id, kind, state, detail)
  SELECT $1, step.id, step.kind, 'pending', step.detail
  FROM pg_catalog.json_to_recordset($2) AS step (id text, kind text, detail jsonb)`;

interface NewRun {
  readonly id: string;
  readonly toolVersion: string;
  readonly sourceIdentity: unknown;
  readonly targetIdentity: unknown;
  readonly snapshot: string;
  readonly plan: Plan;
  readonly detail: RunDetail;
  /** What the target was, for a rollback to compare its result with. */
  readonly before: TargetBefore;
}

/** Steps that are written to the ledger at once: what is in memory a second and a third time, as JSON. */
const stepsAtOnce = 1000;

/** Steps for `insertStepsSql`, numbered behind the first `after` of their plan. */
function stepRows(steps: readonly Step[], after: number): string {
  return JSON.stringify(
    steps.map(({ id, kind, ...detail }, index) => ({ id, kind, detail: { ...detail, order: after + index + 1 } })),
  );
}

/** Writes the ledger with every step of the plan, all or nothing, and gives the steps as the ledger has them now. */
export async function createRun(session: Session, run: NewRun): Promise<LedgerStep[]> {
  await session.execute('BEGIN');
  try {
    await withoutEventTriggers(session, () => writeRun(session, run));
    // Without statistics the planner would read the whole ledger for each batch of steps that is done.
    await session.execute('ANALYZE cutover.step (run_id, id);\nCOMMIT');
  } catch (error) {
    if (!session.broken) await session.execute('ROLLBACK');
    throw error;
  }
  return run.plan.steps.map((step) => ({
    ...step,
    state: 'pending',
    attempt: 0,
    rows: 0,
    bytes: 0,
    finishedAt: undefined,
  }));
}

async function writeRun(session: Session, run: NewRun): Promise<void> {
  const { steps, hash } = run.plan;
  const withUsers = steps.some((step) => step.kind === 'users');
  await session.execute(withUsers ? createSql + createMappingSql : createSql);
  await session.query(insertRunSql, [
    run.id,
    run.toolVersion,
    JSON.stringify(run.sourceIdentity),
    JSON.stringify(run.targetIdentity),
    hash,
    run.snapshot,
    JSON.stringify(run.detail),
  ]);
  await session.query('INSERT INTO cutover.before (run_id, detail) VALUES ($1, $2)', [
    run.id,
    JSON.stringify(run.before),
  ]);
  let written: Promise<unknown> = Promise.resolve();
  for (let first = 0; first < steps.length; first += stepsAtOnce) {
    const batch = stepRows(steps.slice(first, first + stepsAtOnce), first);
    // The server writes one batch while the next becomes text here.
    await written;
    written = session.query(insertStepsSql, [run.id, batch]);
  }
  await written;
  await session.execute(stepKeysSql);
}

/** Writes further steps into the ledger of a run that is held, which then is at work again: all or nothing. */
export async function addSteps(
  session: Session,
  runId: string,
  added: {
    readonly steps: readonly Step[];
    /** Steps that the ledger has. */
    readonly after: number;
    readonly detail: Partial<RunDetail>;
    readonly snapshot: string;
  },
): Promise<void> {
  await session.execute('BEGIN');
  try {
    await session.query(insertStepsSql, [runId, stepRows(added.steps, added.after)]);
    await setRunState(session, runId, 'running', { ...added.detail, snapshot: added.snapshot });
    await session.execute('COMMIT');
  } catch (error) {
    if (!session.broken) await session.execute('ROLLBACK');
    throw error;
  }
}
