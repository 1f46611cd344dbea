import type { EngineConfig, RunOptions } from '../config.ts';
import type { Emit } from '../events.ts';
import type { Inventory } from '../inventory/types.ts';
import { runFolder } from '../journal.ts';
import { failStep, finishedSteps, finishStepsSql, stepUndoSql } from '../ledger.ts';
import { readCapacity } from '../plan/capacity.ts';
import { keysLeftUnvalidated } from '../plan/left-unvalidated.ts';
import type { Step } from '../plan/types.ts';
import type { Session } from '../postgres/session.ts';
import { Scheduler, type ScheduleResult } from '../scheduler.ts';
import type { StepContext } from '../steps/context.ts';
import { StorageRun } from '../supabase/storage/run.ts';
import type { Scope } from '../supabase/scope.ts';
import { createStackRun } from '../supabase/stack/stack-run.ts';
import type { Verification } from '../verify/verification.ts';
import { BuildBudget } from './build-budget.ts';
import type { RunControl } from './control.ts';
import { StepExecutor } from './executor.ts';
import { keepAwake } from './keep-awake.ts';
import { PhaseTracker } from './phases.ts';
import { SessionPool } from './pool.ts';
import type { Snapshot } from './snapshot.ts';

export interface ScheduleRun {
  readonly config: EngineConfig;
  readonly options: RunOptions;
  readonly runId: string;
  readonly steps: readonly Step[];
  /** The steps as the plan has them; `steps` may be a part of it, or wait for less. */
  readonly planned: readonly Step[];
  readonly done: ReadonlySet<string>;
  readonly snapshot: Snapshot;
  readonly source: Inventory;
  readonly own?: Inventory | undefined;
  readonly scope: Scope;
  /** The target's session that holds the lock; failures are written down on it. */
  readonly ledger: Session;
  /** False for a verification by itself: it says nothing to the ledger. */
  readonly recorded: boolean;
  readonly control: RunControl;
  readonly verification: Verification;
  readonly emit: Emit;
}

/** Runs the steps that are left, on as many sessions as there are jobs, and lets go of the sessions. */
export async function runSchedule(run: ScheduleRun): Promise<ScheduleResult> {
  const { emit, ledger, runId, recorded } = run;
  const left = run.steps.filter((step) => !run.done.has(step.id));
  const capacity = await readCapacity(ledger);
  const budget = new BuildBudget(capacity, run.options.jobs, left);
  const pool = new SessionPool(run.config, run.snapshot, recorded ? ledger : undefined);
  const context: StepContext = {
    config: run.config,
    pool,
    emit,
    source: run.source,
    own: run.own,
    scope: run.scope,
    tables: new Map(run.source.tables.map((table) => [table.key, table])),
    counters: run.snapshot.counters,
    schemas: run.source.schemas.map((schema) => schema.name),
    keysUnseen: run.planned.some(
      ({ action }) => action.type === 'copy' && action.replica === true && !isOfServices(run, action.schema),
    ),
    notValidated: keysLeftUnvalidated(run.planned, run.own ?? run.source),
    production: run.config.profile.environment === 'production',
    storage: new StorageRun({
      config: run.config,
      options: run.options,
      runId,
      tallies: run.verification.files,
    }),
    stack:
      run.config.stack && run.scope.auth === 'stack'
        ? createStackRun(run.config.stack, runId, runFolder(run.config.stateDir, runId))
        : undefined,
    buildGrant: (step) => budget.grant(step, scheduler.active),
    finishSql: (outcomes) => {
      if (!recorded || outcomes.length === 0) return '';
      return finishStepsSql(
        runId,
        outcomes.map(({ step, rows, bytes }) => {
          const { attempt, iso } = executor.begun(step);
          return { id: step.id, rows, bytes, attempt, startedAt: iso };
        }),
      );
    },
    undoSql: (stepId, statements) => (recorded ? stepUndoSql(runId, stepId, statements) : ''),
    verification: run.verification,
    verified: (result) => run.verification.add(result),
  };
  const executor = new StepExecutor({
    context,
    finishedSteps: async (ids) =>
      recorded ? await pool.withTarget((target) => finishedSteps(target, runId, ids)) : new Map(),
    phases: new PhaseTracker(emit, run.steps, run.done),
    recordFailure: (step, error, attempt, startedAt) => {
      if (!recorded || ledger.broken) return;
      failStep(ledger, runId, step.id, { attempt, startedAt, code: error.code, message: error.message }).catch(
        (second: unknown) => {
          const reason = second instanceof Error ? second.message : String(second);
          emit({ type: 'log', level: 'warn', message: `the failure of ${step.id} was not written down: ${reason}` });
        },
      );
    },
  });
  const scheduler = new Scheduler({
    steps: run.steps,
    done: run.done,
    jobs: run.options.jobs,
    cores: capacity.cores,
    runner: {
      execute: (steps, attempt, signal) => executor.execute(steps, attempt, signal),
      started: (step) => {
        budget.started(step);
        executor.started(step);
      },
      finished: (step) => {
        budget.ended(step);
        executor.finished(step);
        run.control.stepEnded();
      },
      failed: (step, error, attempt, willRetry) => {
        budget.ended(step);
        executor.failed(step, error, attempt, willRetry);
      },
    },
  });
  // A cancelled client alone would let an index build go on in its backend, with its locks.
  scheduler.signal.addEventListener('abort', () => {
    void pool.abort(ledger);
  });
  const onLockLost = (): void => scheduler.lose('target');
  if (recorded) ledger.socket.once('close', onLockLost);
  if (recorded && ledger.broken) onLockLost();
  const letSleep = keepAwake([ledger, run.snapshot.session]);
  run.control.attach(scheduler);
  try {
    return await scheduler.run();
  } finally {
    letSleep();
    ledger.socket.off('close', onLockLost);
    await pool.close();
  }
}

/** Rows of a platform's services always come past their keys. */
function isOfServices({ scope }: ScheduleRun, schema: string): boolean {
  return scope.rowSchemas.includes(schema);
}
