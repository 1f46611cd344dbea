import type { EngineConfig, RunOptions } from '../config.ts';
import { runOptionsSchema } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Emit } from '../events.ts';
import { proveDifferent } from '../inventory/identity.ts';
import { keepVerification, type LedgerRun, type LedgerStep, readRun, readSteps } from '../ledger.ts';
import { refuseAmbiguousNames } from '../plan/ambiguous-names.ts';
import { inBatch } from '../plan/batches.ts';
import { leftOutTables } from '../plan/data-steps.ts';
import type { Step } from '../plan/types.ts';
import {
  comparedTogether,
  verifyForeignKeysSteps,
  verifyLargeObjectsStep,
  verifyTableSteps,
  verifyUsersSteps,
  verifyWholeStep,
} from '../plan/verify-steps.ts';
import { formatAddress } from '../postgres/address.ts';
import { connect, type Session } from '../postgres/session.ts';
import { resolveScope } from '../supabase/scope.ts';
import { wantsApi } from '../supabase/storage/settings.ts';
import { changedSince, recordOf, type Since } from '../verify/since.ts';
import { judge } from '../verify/verdict.ts';
import { Verification } from '../verify/verification.ts';
import type { RunControl } from './control.ts';
import { readCarriedSource } from './prepare.ts';
import { runSchedule } from './schedule.ts';
import { takeSnapshot } from './snapshot.ts';

export interface VerifyEnd {
  readonly outcome: 'verified' | 'failed' | 'paused';
  readonly verdict: string;
  readonly runId: string | undefined;
  readonly error?: CutoverError;
}

/**
 * Verification by itself, at any time: every table that the run moved, under a new snapshot of the source. Without a
 * ledger on the target all tables that both ends have are compared; with one, it also says what has changed since the
 * verification before, and keeps its own findings there. Writes nothing else. Throws CutoverError.
 */
export async function verifyAgain(request: {
  readonly config: EngineConfig;
  readonly emit: Emit;
  readonly control: RunControl;
  readonly runId: string | undefined;
}): Promise<VerifyEnd> {
  const { config, emit, control } = request;
  const ledger = await connect({ end: 'target', url: config.targetUrl, purpose: 'verify' });
  try {
    const run = await readRun(ledger);
    if (request.runId !== undefined && run?.id !== request.runId) {
      throw new CutoverError('ledger.missing', `there is no run ${request.runId} on this target`, {
        hint: run ? `The run on this target is ${run.id}.` : 'Leave the run out to compare what is there.',
      });
    }
    const recorded = run ? runOptionsSchema.parse(run.detail.options) : config.options;
    const options: RunOptions = {
      ...recorded,
      verify: config.options.verify,
      jobs: config.options.jobs,
      storageJobs: config.options.storageJobs,
      verifyStorage: config.options.verifyStorage,
    };
    const mode = options.verify === 'none' ? 'checksums' : options.verify;
    const snapshot = await takeSnapshot(config.sourceUrl);
    try {
      const proof = await proveDifferent(snapshot.session, ledger);
      if (proof.verdict === 'same') {
        throw new CutoverError('same-database', `source and target are one database: ${proof.detail}`, {
          hint: 'Correct the connection string of the source or of the target.',
        });
      }
      const scope =
        run?.detail.scope ??
        (await resolveScope(snapshot.session, ledger, {
          options,
          carrySessions: config.profile.carrySessions,
          files: wantsApi(config),
        }));
      const { source, own } = await readCarriedSource(snapshot, ledger, scope, run?.detail.own);
      refuseAmbiguousNames(source);
      const recordedSteps: readonly LedgerStep[] = run ? await readSteps(ledger, run.id) : [];
      const rewritten = new Map(
        recordedSteps.flatMap(({ action, table }) =>
          action.type === 'copy' && action.rewrite && table !== undefined ? [[table, action.rewrite] as const] : [],
        ),
      );
      const left = new Set([
        ...(run?.detail.leftOut ?? []).map(({ table }) => table),
        // What a run left out may have followed since; its own word counts.
        ...leftOutTables(source, run ? everything(options) : options).keys(),
      ]);
      const tables = source.tables.filter((table) => table.kind === 'table' && !left.has(table.key));
      const compared = comparedTogether(tables)
        .flatMap((group) => {
          const rewrite = rewritten.get(group[0].key);
          return verifyTableSteps({ group, mode, jobs: options.jobs, needs: [], rewrite });
        })
        .map(inBatch);
      const steps: Step[] = [
        ...compared,
        ...verifyForeignKeysSteps(source, compared, []),
        ...(scope.auth === 'supabase' || scope.auth === 'plain' ? verifyUsersSteps(compared, []) : []),
        // Also where the run had none to move: the source may have got some since.
        verifyLargeObjectsStep(mode, source.largeObjectBytes ?? 0, []),
        ...(recordedSteps.some((step) => step.action.type === 'stack-mapping')
          ? [verifyWholeStep('verify-stack-users', [])]
          : []),
        verifyWholeStep('verify-schema', []),
        verifyWholeStep('verify-plans', []),
        verifyWholeStep('verify-sequences', []),
        ...filesAgain(recordedSteps, mode === 'counts' ? 0 : options.verifyStorage),
      ];
      emit({
        type: 'run.started',
        runId: run?.id ?? '',
        source: formatAddress(snapshot.session.address),
        target: formatAddress(ledger.address),
        tables: tables.length,
        rows: tables.reduce((sum, table) => sum + table.estimatedRows, 0),
        bytes: tables.reduce((sum, table) => sum + table.bytes, 0),
      });
      emit({
        type: 'plan.ready',
        steps: steps.map(({ id, kind, phase, label, weight, table }) => ({
          id,
          kind,
          phase,
          label,
          weight,
          ...(table === undefined ? {} : { table }),
          done: false,
          rows: 0,
          bytes: 0,
        })),
        tables: tables.map((table) => ({ table: table.key, rows: table.estimatedRows, bytes: table.bytes })),
      });
      const verification = new Verification();
      const result = await runSchedule({
        config,
        options,
        runId: run?.id ?? '',
        steps: [...steps],
        // The ledger's foreign key steps tell which constraints were left NOT VALID on purpose.
        planned: recordedSteps,
        done: new Set(),
        snapshot,
        source,
        own,
        scope,
        ledger,
        recorded: false,
        control,
        verification,
        emit,
      });
      if (result.outcome === 'stopped') {
        return { outcome: 'paused', verdict: 'the verification was stopped', runId: run?.id };
      }
      const [failure] = result.failures;
      const since = failure || !run ? undefined : await compareWithBefore(config, ledger, run, verification);
      for (const item of since?.items ?? []) {
        verification.add({ item });
        emit({ type: 'verify.item', ...item });
      }
      const judgement = judge(verification.tables, verification.items);
      if (failure) {
        return {
          outcome: 'failed',
          verdict: `${failure.step.label} could not be carried out: ${failure.error.message}`,
          runId: run?.id,
          error: failure.error,
        };
      }
      const verdict = since ? `${judgement.verdict}; ${since.summary}` : judgement.verdict;
      return { outcome: judgement.ok ? 'verified' : 'failed', verdict, runId: run?.id };
    } finally {
      await snapshot.close();
    }
  } finally {
    await ledger.close();
  }
}

function everything({ skipLargeBytes: _, ...options }: RunOptions): RunOptions {
  return { ...options, excludeTables: [] };
}

/** What has changed since the verification before, whose place this one takes in the ledger. */
async function compareWithBefore(
  config: EngineConfig,
  ledger: Session,
  run: LedgerRun,
  { tables, items }: Verification,
): Promise<Since | undefined> {
  const now = recordOf(tables, items, { at: new Date().toISOString(), toolVersion: config.toolVersion });
  const before = run.detail.verification;
  // A run that is not at its end has its own word to say first.
  if (run.state !== 'running') await keepVerification(ledger, run.id, now);
  const production = config.profile.environment === 'production';
  return before && changedSince(before, now, { production });
}

/** The run's own comparisons of files, by themselves and with the sample that this verification asks for. */
function filesAgain(steps: readonly LedgerStep[], sample: number): Step[] {
  const files = steps.filter(({ action }) => action.type === 'verify-files');
  const whole = steps.filter(({ action }) => action.type === 'verify-storage' || action.type === 'storage-left');
  const again = (step: LedgerStep, needs: readonly string[]): Step => {
    const { id, kind, phase, label, weight, bucket, holds, action } = step;
    return {
      ...{ id, kind, phase, label, weight, needs },
      ...(bucket === undefined ? {} : { bucket }),
      ...(holds === undefined ? {} : { holds }),
      action: 'sample' in action ? { ...action, sample } : action,
    };
  };
  const ids = files.map(({ id }) => id);
  return [...files.map((step) => again(step, [])), ...whole.map((step) => again(step, ids))];
}
