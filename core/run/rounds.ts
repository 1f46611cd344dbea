import type { EngineConfig, RunOptions } from '../config.ts';
import { type CutoverError, toCutoverError } from '../errors.ts';
import type { Emit } from '../events.ts';
import type { Counters, Inventory } from '../inventory/types.ts';
import {
  type LaterCopy,
  type LedgerRun,
  type LedgerStep,
  type RunDetail,
  readSteps,
  setRunState,
  keepVerification,
} from '../ledger.ts';
import { patiently } from '../patience.ts';
import type { Session } from '../postgres/session.ts';
import type { ScheduleResult } from '../scheduler.ts';
import { mergedRecord, recordOf } from '../verify/since.ts';
import { judge, unverified } from '../verify/verdict.ts';
import { Verification } from '../verify/verification.ts';
import type { RunControl } from './control.ts';
import { holdRun, holdWith } from '../rollback/hold.ts';
import { failureVerdict } from './failure-verdict.ts';
import { findRun, refuseFinished } from './found-run.ts';
import { bridgeNeeds } from './invalidate.ts';
import { tablesOf, waysOn } from './later-ending.ts';
import { runSchedule } from './schedule.ts';
import { takeUpAgain } from './since-stop.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import { lockTarget } from './target-lock.ts';

export interface MigrateContext {
  readonly config: EngineConfig;
  readonly emit: Emit;
  readonly control: RunControl;
}

/** How a migration ended, before anything is decided about a rollback. */
export interface MigrateEnd {
  readonly outcome: 'verified' | 'verification-failed' | 'failed' | 'paused';
  readonly verdict: string;
  readonly runId: string;
  readonly leftOut: RunDetail['leftOut'];
  /** Set where tables followed into a run that was held: its failure takes nothing back of that run. */
  readonly later?: true;
  readonly error?: CutoverError;
}

/** A source that goes away this often within one run is not there to stay; the run pauses. */
const maximumSnapshots = 5;

/** Rounds on end that finish no step: whatever breaks them will break the next one too. */
const maximumVainRounds = 5;

/** What a run rests on from its beginning to its end. */
export interface Begun {
  readonly runId: string;
  /** When the run began, where an earlier process began it: ISO, by the target's clock. */
  readonly since?: string;
  readonly planHash: string;
  readonly detail: RunDetail;
  readonly source: Inventory;
  readonly options: RunOptions;
}

/**
 * From the ledger to a verdict, in rounds: each rests on one snapshot and one lock. Where the source loses the first or
 * the target the second, another is taken, and the ledger tells what is left: a server that crashed may have forgotten
 * commits that it confirmed. A new run begins with the `steps` that were written to the ledger just now; a resume with
 * what the ledger says, and the counters that its finished copies were made from.
 */
export async function goOn(
  context: MigrateContext,
  firstLedger: Session,
  begun: Begun,
  firstSnapshot: Snapshot,
  from: { readonly steps: readonly LedgerStep[] } | { readonly baseline: Counters },
): Promise<MigrateEnd> {
  const { control } = context;
  const verification = new Verification();
  let ledger = firstLedger;
  let snapshot = firstSnapshot;
  let baseline = 'baseline' in from ? from.baseline : snapshot.counters;
  let fresh = 'steps' in from ? from.steps : undefined;
  let snapshots = 1;
  let vainRounds = 0;
  try {
    for (;;) {
      let end: Round;
      try {
        if (baseline !== snapshot.counters) {
          await takeUpAgain(ledger, begun, baseline, snapshot, context.emit);
          verification.clear();
          baseline = snapshot.counters;
        }
        const steps = fresh ?? (await readSteps(ledger, begun.runId));
        fresh = undefined;
        end = await runRound(context, begun, steps, { ledger, snapshot, verification });
        if (end.result.outcome === 'done' && !ledger.broken)
          return await conclude(context, ledger, begun, end.result, verification);
      } catch (error) {
        // The lock's session may break between two steps, or with the last word to the ledger.
        if (!ledger.broken || control.stopping) throw error;
        end = { result: { outcome: 'target-lost', failures: [], blocked: [] }, progress: false };
      }
      const sourceLost = end.result.outcome === 'source-lost';
      const targetLost = end.result.outcome === 'target-lost' || ledger.broken;
      vainRounds = end.progress ? 0 : vainRounds + 1;
      const enough = snapshots >= maximumSnapshots || vainRounds >= maximumVainRounds;
      if (control.stopping || enough || (!sourceLost && !targetLost)) {
        return await conclude(context, ledger, begun, end.result, verification);
      }
      if (targetLost) {
        ledger = await lockAgain(context, ledger);
        const run = await findRun(ledger, begun.runId);
        // The last word had reached the ledger, and only its answer was lost.
        if (run.state === 'held') return heldEnd(run);
        refuseFinished(run);
      }
      if (sourceLost) {
        snapshot = await snapshotAgain(context, snapshot);
        snapshots += 1;
      }
    }
  } catch (error) {
    return await interrupted(ledger, begun, toCutoverError(error));
  } finally {
    await snapshot.close();
    if (ledger !== firstLedger) await ledger.close();
  }
}

interface Round {
  readonly result: ScheduleResult;
  /** True where a step was finished. */
  readonly progress: boolean;
}

/** What a round rests on, and what the rounds before it found. */
interface RoundBase {
  readonly ledger: Session;
  readonly snapshot: Snapshot;
  readonly verification: Verification;
}

async function runRound(
  context: MigrateContext,
  begun: Begun,
  steps: readonly LedgerStep[],
  { ledger, snapshot, verification }: RoundBase,
): Promise<Round> {
  const { config, control, emit } = context;
  const { runId, options } = begun;
  announce(context, begun, steps);
  const done = new Set(steps.filter((step) => step.state === 'done').map((step) => step.id));
  let progress = false;
  const result = await runSchedule({
    config,
    options,
    runId,
    steps: bridgeNeeds(steps, done),
    planned: steps,
    done,
    snapshot,
    source: begun.source,
    own: begun.detail.own,
    scope: begun.detail.scope,
    ledger,
    recorded: true,
    control,
    verification,
    emit: (event) => {
      progress ||= event.type === 'step.finished';
      emit(event);
    },
  });
  return { result, progress };
}

function heldEnd(run: LedgerRun): MigrateEnd {
  const { leftOut, verdict = 'verified' } = run.detail;
  return { runId: run.id, leftOut, outcome: 'verified', verdict };
}

/** The lock again, from a target that may still be starting. Another cutover may have taken it meanwhile. */
async function lockAgain({ config, control, emit }: MigrateContext, former: Session): Promise<Session> {
  emit({ type: 'log', level: 'warn', message: 'the target lost the session that holds the lock; it is taken again' });
  return await outlast({ control, emit, end: 'target' }, () => lockTarget(config.targetUrl, former));
}

async function snapshotAgain({ config, control, emit }: MigrateContext, former: Snapshot): Promise<Snapshot> {
  emit({ type: 'log', level: 'warn', message: 'the source lost the snapshot; a new one is taken' });
  await former.close();
  return await outlast({ control, emit, end: 'source' }, () => takeSnapshot(config.sourceUrl));
}

/** Tries again while a server is away, for as long as that may last; a stop ends it. */
async function outlast<T>(
  { control, emit, end }: { readonly control: RunControl; readonly emit: Emit; readonly end: 'source' | 'target' },
  work: () => Promise<T>,
): Promise<T> {
  let away = false;
  const stop = new AbortController();
  const offStop = control.onStop(() => stop.abort());
  if (control.stopping) stop.abort();
  try {
    return await patiently(work, {
      signal: stop.signal,
      onRetry: (error) => {
        if (!away) emit({ type: 'outage.changed', away: end });
        away = true;
        emit({ type: 'log', level: 'warn', message: `${error.message}; trying again` });
      },
    });
  } finally {
    if (away) emit({ type: 'outage.changed' });
    offStop();
  }
}

/** Tells the faces what there is to do, and what an earlier process did of it. */
function announce(context: MigrateContext, begun: Begun, steps: readonly LedgerStep[]): void {
  const { emit } = context;
  const { runId, since, planHash, detail } = begun;
  emit({
    type: 'run.started',
    runId,
    ...(since === undefined ? {} : { since }),
    source: detail.source,
    target: detail.target,
    tables: detail.tables.length,
    rows: detail.tables.reduce((sum, table) => sum + table.rows, 0),
    bytes: detail.tables.reduce((sum, table) => sum + table.bytes, 0),
  });
  emit({
    type: 'plan.ready',
    steps: steps
      .filter((step) => step.kind !== 'barrier')
      .map(({ id, kind, phase, label, weight, table, bucket, state, rows, bytes }) => ({
        id,
        kind,
        phase,
        label,
        weight,
        ...(table === undefined ? {} : { table }),
        ...(bucket === undefined ? {} : { bucket }),
        done: state === 'done',
        rows,
        bytes,
      })),
    tables: [...detail.tables],
    planHash,
    ...(detail.buckets ? { buckets: [...detail.buckets] } : {}),
  });
  emit({ type: 'by-hand.found', items: [...(detail.byHand ?? [])] });
  if (detail.later) {
    emit({
      type: 'verify.item',
      kind: 'later',
      name: tablesOf(detail.later.tables),
      verdict: 'note',
      detail: 'followed into a run that is held: what was moved with it before is not compared again',
    });
  }
}

async function conclude(
  { config, control }: MigrateContext,
  ledger: Session,
  begun: Begun,
  result: ScheduleResult,
  verification: Verification,
): Promise<MigrateEnd> {
  const base = baseOf(begun);
  const { later } = begun.detail;
  if (result.outcome === 'done') {
    const moved = begun.options.verify === 'none';
    const judgement = judge(verification.tables, verification.items);
    const found = moved ? unverified : judgement.verdict;
    const outcome = moved || judgement.ok ? 'verified' : 'verification-failed';
    const ways = outcome === 'verified' ? '' : waysOn(begun.runId, begun.detail);
    const verdict = `${later ? laterVerdict(later, found) : found}${ways}`;
    if (!moved) {
      const now = { at: new Date().toISOString(), toolVersion: config.toolVersion };
      const record = recordOf(verification.tables, verification.items, now);
      await keepVerification(ledger, begun.runId, later ? mergedRecord(begun.detail.verification, record) : record);
    }
    const { tables } = verification;
    if (outcome === 'verified' && later) {
      await holdWith(ledger, { id: begun.runId, detail: begun.detail, later }, { verdict, tables });
      return { ...base, leftOut: later.leftOut, outcome, verdict };
    }
    if (outcome === 'verified')
      await holdRun(ledger, begun.runId, { hours: config.profile.holdHours, verdict, tables });
    else await setRunState(ledger, begun.runId, 'failed', { verdict });
    return { ...base, outcome, verdict };
  }
  if (result.outcome === 'failed') {
    const [failure] = result.failures;
    const passing = result.failures.every(({ error }) => error.code.startsWith('connection.'));
    const verdict = `${failureVerdict(result, begun.options.keepGoing)}${waysOn(begun.runId, begun.detail)}`;
    await record(ledger, begun.runId, passing ? 'paused' : 'failed', verdict);
    return { ...base, outcome: passing ? 'paused' : 'failed', verdict, ...(failure ? { error: failure.error } : {}) };
  }
  const verdict =
    result.outcome === 'stopped' || control.stopping
      ? 'stopped at a safe point; resume goes on'
      : `the ${result.outcome === 'source-lost' ? 'source' : 'target'} went away again and again; resume goes on when it stays`;
  await record(ledger, begun.runId, 'paused', verdict);
  return { ...base, outcome: 'paused', verdict };
}

function baseOf({ runId, detail }: Begun): Pick<MigrateEnd, 'runId' | 'leftOut' | 'later'> {
  return { runId, leftOut: detail.leftOut, ...(detail.later ? { later: true } : {}) };
}

/** What was found of the run then, and of the tables that followed now: each was compared at its own time. */
function laterVerdict(later: LaterCopy, found: string): string {
  return `${later.verdict}; copied later, ${tablesOf(later.tables)}: ${found}`;
}

/** Something outside of any step failed: mostly a server that went away. What is done stays done. */
async function interrupted(ledger: Session, begun: Begun, error: CutoverError): Promise<MigrateEnd> {
  const passing = error.transient || error.code.startsWith('connection.') || error.code === 'stopped';
  const outcome = passing ? 'paused' : 'failed';
  const verdict = `${error.message}${waysOn(begun.runId, begun.detail)}`;
  await record(ledger, begun.runId, outcome, verdict);
  return { ...baseOf(begun), outcome, verdict, error };
}

/** The ledger's word on how it ended; without it the run still counts as resumable, so a lost target costs nothing. */
async function record(ledger: Session, runId: string, state: 'paused' | 'failed', verdict: string): Promise<void> {
  if (ledger.broken) return;
  try {
    await setRunState(ledger, runId, state, { verdict });
  } catch (error) {
    if (toCutoverError(error).code !== 'connection.lost') throw error;
  }
}
