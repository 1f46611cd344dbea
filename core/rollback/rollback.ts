import { performance } from 'node:perf_hooks';
import { CutoverError, toCutoverError } from '../errors.ts';
import type { EngineConfig } from '../config.ts';
import type { Emit } from '../events.ts';
import {
  dropLedger,
  ledgerExists,
  type LedgerRun,
  type LedgerStep,
  readRecordedBefore,
  readSteps,
  resetSteps,
  setRunState,
} from '../ledger.ts';
import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import { connect, type Session } from '../postgres/session.ts';
import type { RunControl } from '../run/control.ts';
import { findRun } from '../run/found-run.ts';
import { confirmTarget, lockTarget } from '../run/target-lock.ts';
import type { VerifyItem } from '../verify/types.ts';
import { endedRollback } from './already.ts';
import { readAfter } from './before.ts';
import { compareBefore } from './compare-before.ts';
import { madeSchema } from './made-schema.ts';
import { planRollback, undoneBy } from './plan.ts';
import { deleteStackUsers } from './stack-users.ts';
import { restoreRows } from './restore-rows.ts';
import { rollBackStorage } from './storage.ts';
import { rollbackVerdict } from './verdict.ts';

export interface RollbackEnd {
  /** `failed` where everything was taken back, and the target is not what it was. */
  readonly outcome: 'rolled-back' | 'failed' | 'paused';
  readonly verdict: string;
  readonly runId: string;
}

export interface RollbackRequest {
  readonly config: EngineConfig;
  readonly emit: Emit;
  readonly control: RunControl;
  readonly runId: string | undefined;
}

/** Tables dropped in one transaction: each takes locks, and a server has room for a few thousand. */
const tablesPerDrop = 200;

const schemaTablesSql = `
  SELECT c.relname AS name
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  ORDER BY c.relname`;

/**
 * Walks the ledger backwards: what the run made is dropped, what it set aside comes back. Each step is taken back in a
 * transaction with its ledger row, so a rollback that is killed goes on where it stopped. Then the target is compared
 * with what was recorded before the run. The ledger goes last; one that went with a rollback's last act is no error.
 * Throws CutoverError; nothing that was taken back is lost by it.
 */
export async function rollBack(
  request: RollbackRequest & {
    /** The target database's name, as the operator gave it. */
    readonly confirm: string;
  },
): Promise<RollbackEnd> {
  const { config, emit, control } = request;
  const ledger = await lockTarget(config.targetUrl);
  try {
    await confirmTarget(ledger, request.confirm);
    const ended = (await ledgerExists(ledger)) ? undefined : await endedRollback(request, ledger);
    if (ended) return ended;
    const run = await findRun(ledger, request.runId);
    refuseFinalizing(run);
    emit({ type: 'rollback.planned', ...(await planRollback(ledger, run)) });
    const started = performance.now();
    const stopped = {
      outcome: 'paused',
      runId: run.id,
      verdict: 'the rollback was stopped; repeat it to go on',
    } as const;
    emit({ type: 'phase.started', phase: 'rollback' });
    await setRunState(ledger, run.id, 'rolling-back');
    const all = await readSteps(ledger, run.id);
    const steps = undoneBy(all);
    announce(emit, steps);
    // Before the schema goes that the rows of files are in.
    if (!(await rollBackStorage({ config, ledger, runId: run.id, emit, control }))) return stopped;
    for (const step of steps) {
      if (control.stopping) return stopped;
      await takeBack(config, ledger, run.id, step, emit);
    }
    // The database first: it is what is waited for. Until the users are gone too, the ledger stays.
    const users = await deleteStackUsers({ config, ledger, runId: run.id, control });
    if (users.stopped) return stopped;
    const items = await compareWithBefore(ledger, config.targetUrl, run, all);
    for (const item of items ?? []) emit({ type: 'verify.item', ...item });
    // Before the ledger goes: a process that is killed right behind it has left no other word of its end.
    emit({ type: 'phase.finished', phase: 'rollback', seconds: (performance.now() - started) / 1000 });
    await dropLedger(ledger);
    const { same, verdict } = rollbackVerdict(items);
    const deleted = users.deleted > 0 ? `; ${users.deleted} users deleted in Stack Auth` : '';
    return {
      outcome: same ? 'rolled-back' : 'failed',
      runId: run.id,
      verdict: `rolled back: ${verdict}${deleted}; the source was never written to`,
    };
  } finally {
    await ledger.close();
  }
}

/** What a rollback would do, told as `rollback.planned`. Changes nothing, and needs no lock. Throws CutoverError. */
export async function showRollback({ config, emit, runId }: RollbackRequest): Promise<{
  readonly runId: string;
  readonly verdict: string;
}> {
  const ledger = await connect({ end: 'target', url: config.targetUrl, purpose: 'rollback plan' });
  try {
    const past = { config, emit: () => undefined, runId };
    const ended = (await ledgerExists(ledger)) ? undefined : await endedRollback(past, ledger);
    if (ended) {
      throw new CutoverError('ledger.missing', `there is nothing to take back: ${ended.verdict}`, {
        hint: 'A new run may begin.',
      });
    }
    const run = await findRun(ledger, runId);
    refuseFinalizing(run);
    const plan = await planRollback(ledger, run);
    emit({ type: 'rollback.planned', ...plan });
    return { runId: run.id, verdict: `${plan.steps} steps to take back, some ${Math.ceil(plan.seconds)} s` };
  } finally {
    await ledger.close();
  }
}

function refuseFinalizing({ id, state }: LedgerRun): void {
  if (state !== 'finalizing') return;
  throw new CutoverError('rollback.failed', `run ${id} is being finalized: what was set aside is gone in part`, {
    hint: `Finish it with cutover finalize ${id}; the source is still as it was.`,
  });
}

/** Undefined where an earlier version began the run, and recorded nothing. */
async function compareWithBefore(
  ledger: Session,
  targetUrl: string,
  run: LedgerRun,
  steps: readonly LedgerStep[],
): Promise<readonly VerifyItem[] | undefined> {
  const before = await readRecordedBefore(ledger, run.id);
  if (before === undefined) return undefined;
  const after = await readAfter(ledger, targetUrl, before);
  const { renamed, emptied } = before.inTheWay;
  const made = steps.flatMap((step) => madeSchema(step) ?? []);
  return compareBefore(before, after, {
    schemas: new Set([...renamed, ...emptied, ...made]),
    steps: new Set(steps.map(({ id }) => id)),
  });
}

function announce(emit: Emit, steps: readonly LedgerStep[]): void {
  emit({
    type: 'plan.ready',
    steps: steps.map((step) => ({
      id: `undo:${step.id}`,
      kind: step.kind,
      phase: 'rollback',
      label: `undo ${step.label}`,
      weight: step.weight,
      done: false,
      rows: 0,
      bytes: 0,
    })),
    tables: [],
  });
}

async function takeBack(
  config: EngineConfig,
  ledger: Session,
  runId: string,
  step: LedgerStep,
  emit: Emit,
): Promise<void> {
  const id = `undo:${step.id}`;
  const started = performance.now();
  emit({ type: 'step.started', id, kind: step.kind, label: `undo ${step.label}`, weight: step.weight });
  try {
    const schema = madeSchema(step);
    if (schema !== undefined) await emptySchema(ledger, schema);
    const statements = (step.undo ?? []).map((statement) => statement.replace(/;\s*$/, ''));
    if (step.restore) await restoreRows(config, ledger, step.restore);
    const script = [...(step.restore ? [] : ['BEGIN']), ...statements];
    if (script.length > 0) await ledger.execute(script.join(';\n'));
    await resetSteps(ledger, runId, [step.id], 'undone');
    await ledger.execute('COMMIT');
  } catch (thrown) {
    const cause = toCutoverError(thrown);
    if (!ledger.broken) await ledger.execute('ROLLBACK');
    const error = new CutoverError('rollback.failed', `undo ${step.label}: ${cause.message}`, {
      hint: `${cause.hint} Then repeat cutover rollback ${runId}: it goes on where it stopped.`,
      cause,
      transient: cause.transient,
    });
    const { code, message, hint } = error;
    emit({ type: 'step.failed', id, code, message, hint, attempt: 1, willRetry: false });
    throw error;
  }
  emit({ type: 'step.finished', id, rows: 0, bytes: 0, seconds: (performance.now() - started) / 1000 });
}

/** A schema of thousands of tables cannot be dropped at once; its tables go first, in portions. */
export async function emptySchema(session: Session, schema: string): Promise<void> {
  const tables = await session.query<{ name: string }>(schemaTablesSql, [schema]);
  if (tables.length <= tablesPerDrop) return;
  for (let start = 0; start < tables.length; start += tablesPerDrop) {
    const names = tables.slice(start, start + tablesPerDrop).map((table) => quoteQualified(schema, table.name));
    await session.execute(`DROP TABLE ${names.join(', ')} CASCADE`);
  }
}

/** `DROP SCHEMA … CASCADE` in portions that a server's lock table has room for. */
export async function dropSchema(session: Session, schema: string): Promise<void> {
  await emptySchema(session, schema);
  await session.execute(`DROP SCHEMA IF EXISTS ${quoteIdentifier(schema)} CASCADE`);
}
