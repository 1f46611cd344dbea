import type { EngineEvent } from './events.ts';
import { Owned } from './owned.ts';
import { bucketsAfter } from './reduce-storage.ts';
import { loadingPhases, planReady, putPhase, workState } from './reduce-plan.ts';
import { type FailureState, logLimit, type PlannedStep, type State, type StepState, type TableState } from './state.ts';
import { markRates, progressOf, resumeMeter, startMeter } from './rates.ts';

type Of<T extends EngineEvent['type']> = Extract<EngineEvent, { type: T }>;

/**
 * The state after these events. Pure: time comes from the events, so the same events always give the same state.
 * An event costs as much as there are steps under way; the table list is copied once, however many events there are.
 */
export function reduceAll(state: State, events: readonly EngineEvent[]): State {
  const owned = new Owned();
  return events.reduce((current, event) => {
    // Before the rest: maps of the pass's own are changed in place.
    const buckets = event.type === 'plan.ready' ? undefined : bucketsAfter(current, event);
    const next = reduceInto(current, event, owned);
    return buckets === undefined || buckets === next.buckets ? next : { ...next, buckets };
  }, state);
}

/** The state after one event. See {@link reduceAll}. */
export function reduce(state: State, event: EngineEvent): State {
  return reduceAll(state, [event]);
}

function reduceInto(state: State, event: EngineEvent, owned: Owned): State {
  switch (event.type) {
    case 'endpoint.connected': {
      const { address, database, role, version, tls, latencyMs } = event;
      return { ...state, [event.end]: { address, database, role, version, tls, latencyMs } };
    }
    case 'check.started':
      return {
        ...state,
        checks: put(state.checks, event.id, {
          id: event.id,
          title: event.title,
          state: 'running',
          severity: 'info',
          detail: '',
          fix: '',
        }),
      };
    case 'check.finished':
      return {
        ...state,
        checks: put(state.checks, event.id, {
          id: event.id,
          title: event.title,
          state: event.verdict,
          severity: event.severity,
          detail: event.detail,
          fix: event.fix,
        }),
      };
    case 'estimate.finished': {
      const { v: _v, at: _at, type: _type, ...estimate } = event;
      return { ...state, estimate };
    }
    case 'run.started':
      return {
        ...state,
        run: {
          runId: event.runId,
          // A round after an outage goes on with the run, and its window has not begun anew.
          startedAt: event.since ?? (state.run?.runId === event.runId ? state.run.startedAt : event.at),
          source: event.source,
          target: event.target,
        },
        outcome: undefined,
        totals: { ...state.totals, expectedRows: event.rows, expectedBytes: event.bytes },
      };
    case 'plan.ready':
      return planReady(state, event);
    case 'drill.finished':
      return state;
    case 'storage.found':
      return { ...state, storage: event.buckets };
    case 'by-hand.found':
      return { ...state, byHand: event.items };
    case 'phase.started':
      return phaseStarted(state, event);
    case 'phase.finished':
      return {
        ...state,
        phases: putPhase(state.phases, event.phase, { state: 'done', seconds: event.seconds }),
      };
    case 'step.started':
      return stepStarted(state, event, owned);
    case 'step.progress':
      return stepProgress(state, event, owned);
    case 'step.finished':
      return stepFinished(state, event, owned);
    case 'step.failed':
      return stepFailed(state, event, owned);
    case 'verify.table': {
      const { v: _v, at: _at, type: _type, ...table } = event;
      const { tables, items } = state.verification;
      return { ...state, verification: { tables: owned.put(tables, table, (each) => each.table), items } };
    }
    case 'verify.item': {
      const { v: _v, at: _at, type: _type, ...item } = event;
      const { tables, items } = state.verification;
      return { ...state, verification: { tables, items: owned.put(items, item, itemKey) } };
    }
    case 'rollback.planned': {
      const { v: _v, at: _at, type: _type, ...rollbackPlan } = event;
      return { ...state, rollbackPlan };
    }
    case 'reconcile.table':
    case 'reconcile.finished':
      return state;
    case 'run.finished':
      return {
        ...state,
        outcome: {
          outcome: event.outcome,
          verdict: event.verdict,
          seconds: event.seconds,
          reportPath: event.reportPath,
        },
        totals: { ...state.totals, etaSeconds: undefined, rowsPerSecond: 0, bytesPerSecond: 0 },
      };
    case 'outage.changed':
      return { ...state, away: event.away };
    case 'control.changed':
      return resumeMeter({ ...state, control: event.control }, event.control, Date.parse(event.at));
    case 'log': {
      const { at, level, message } = event;
      return { ...state, log: [...state.log.slice(1 - logLimit), { at, level, message }] };
    }
  }
}

function itemKey({ kind, name }: State['verification']['items'][number]): string {
  return `${kind} ${name}`;
}

/** Replaces the item with this id in its place, or appends it. */
function put<T extends { readonly id: string }>(items: readonly T[], id: string, item: T): readonly T[] {
  const known = items.findIndex((other) => other.id === id);
  return known < 0 ? [...items, item] : items.with(known, item);
}

function phaseStarted(state: State, event: Of<'phase.started'>): State {
  const phases = putPhase(state.phases, event.phase, { state: 'running', startedAt: event.at, seconds: undefined });
  // A check or a verification that begins again is a new one: what an earlier one found must not be mixed into it.
  if (event.phase === 'check') return { ...state, phases, checks: [] };
  // What a resume kept is no finding of the verification, and stays.
  if (event.phase === 'verify') {
    const items = state.verification.items.filter((item) => item.kind === 'resume');
    return { ...state, phases, verification: { tables: [], items } };
  }
  return { ...state, phases };
}

/** The table with a change, and with the state that follows from it. */
function putTable(
  owned: Owned,
  tables: readonly TableState[],
  index: number,
  change: (table: TableState) => Partial<TableState>,
): readonly TableState[] {
  const before = tables[index];
  if (before === undefined) return tables;
  const after = { ...before, ...change(before) };
  return owned.replace(tables, index, { ...after, state: workState(after) });
}

/** Rollback and finalize work on steps that no plan lists: they belong to the phase that runs. */
function unplanned(state: State, id: string, label: string): PlannedStep {
  const phase = state.phases.findLast((candidate) => candidate.state === 'running')?.phase ?? 'finish';
  return { id, kind: 'step', phase, label, weight: 0, table: undefined, tableIndex: -1 };
}

function stepStarted(state: State, event: Of<'step.started'>, owned: Owned): State {
  const before = state.steps.get(event.id);
  const planned = state.planned.get(event.id) ?? {
    ...unplanned(state, event.id, event.label),
    kind: event.kind,
    weight: event.weight,
  };
  const steps = owned.map(state.steps);
  steps.delete(event.id);
  steps.set(event.id, { ...planned, state: 'running', rows: 0, bytes: 0 });
  return startMeter(
    {
      ...state,
      steps,
      failures: without(state.failures, event.id),
      tables: putTable(owned, state.tables, planned.tableIndex, (table) => ({
        running: table.running + (before?.state === 'running' ? 0 : 1),
        failed: table.failed - (before?.state === 'failed' ? 1 : 0),
        activity: planned.label,
        startedAt: table.startedAt ?? event.at,
        lastProgressAt: event.at,
      })),
      totals: { ...state.totals, lastProgressAt: event.at },
    },
    Date.parse(event.at),
  );
}

/** Rows and bytes count as moved only where the step moves any: a verification step counts rows too. */
function moved(step: StepState, rows: number, bytes: number): { readonly rows: number; readonly bytes: number } {
  return step.kind === 'copy' ? { rows: rows - step.rows, bytes: bytes - step.bytes } : { rows: 0, bytes: 0 };
}

function stepProgress(state: State, event: Of<'step.progress'>, owned: Owned): State {
  const step = state.steps.get(event.id);
  if (step === undefined || step.state !== 'running') return state;
  const gain = moved(step, event.rows, event.bytes);
  const steps = owned.map(state.steps);
  const after: StepState = { ...step, rows: event.rows, bytes: event.bytes };
  steps.set(event.id, after);
  const alive = event.rows > step.rows || event.bytes > step.bytes;
  const now = Date.parse(event.at);
  return markRates(
    {
      ...state,
      steps,
      tables: putTable(owned, state.tables, step.tableIndex, (table) => ({
        rows: table.rows + gain.rows,
        bytes: table.bytes + gain.bytes,
        lastProgressAt: alive ? event.at : table.lastProgressAt,
      })),
      totals: {
        ...state.totals,
        rows: state.totals.rows + gain.rows,
        bytes: state.totals.bytes + gain.bytes,
        weightDone: state.totals.weightDone + progressOf(after) - progressOf(step),
        lastProgressAt: alive ? event.at : state.totals.lastProgressAt,
      },
    },
    step.tableIndex,
    now,
    owned,
  );
}

function stepFinished(state: State, event: Of<'step.finished'>, owned: Owned): State {
  const planned = state.planned.get(event.id) ?? unplanned(state, event.id, event.id);
  const step: StepState = state.steps.get(event.id) ?? { ...planned, state: 'running', rows: 0, bytes: 0 };
  const gain = moved(step, event.rows, event.bytes);
  const steps = owned.map(state.steps);
  const wasThere = steps.delete(event.id);
  const next = lastOf(steps, step.tableIndex);
  const phase = state.phases.find((candidate) => candidate.phase === step.phase);
  const stepsDone = (phase?.stepsDone ?? 0) + 1;
  return markRates(
    {
      ...state,
      steps,
      failures: without(state.failures, event.id),
      phases: putPhase(state.phases, step.phase, { stepsDone, steps: Math.max(phase?.steps ?? 0, stepsDone) }),
      tables: putTable(owned, state.tables, step.tableIndex, (table) => ({
        running: table.running - (wasThere && step.state === 'running' ? 1 : 0),
        failed: table.failed - (step.state === 'failed' ? 1 : 0),
        stepsLeft: table.stepsLeft - (loadingPhases.has(step.phase) ? 1 : 0),
        rows: table.rows + gain.rows,
        bytes: table.bytes + gain.bytes,
        activity: next?.label,
        lastProgressAt: event.at,
        finishedAt: event.at,
        ...(next === undefined && { bytesPerSecond: 0 }),
      })),
      totals: {
        ...state.totals,
        rows: state.totals.rows + gain.rows,
        bytes: state.totals.bytes + gain.bytes,
        weightDone: state.totals.weightDone + step.weight - progressOf(step),
        lastProgressAt: event.at,
      },
    },
    step.tableIndex,
    Date.parse(event.at),
    owned,
  );
}

function stepFailed(state: State, event: Of<'step.failed'>, owned: Owned): State {
  const planned = state.planned.get(event.id) ?? unplanned(state, event.id, event.id);
  const step: StepState = state.steps.get(event.id) ?? { ...planned, state: 'failed', rows: 0, bytes: 0 };
  const wasRunning = state.steps.get(event.id)?.state === 'running';
  // The attempt's transaction is rolled back: its rows are not there any more.
  const loss = moved(step, 0, 0);
  const steps = owned.map(state.steps);
  steps.delete(event.id);
  if (!event.willRetry) steps.set(event.id, { ...step, state: 'failed', rows: 0, bytes: 0 });
  const { id, code, message, hint, attempt, willRetry } = event;
  const failure: FailureState = { id, label: step.label, code, message, hint, attempt, willRetry };
  const next = lastOf(steps, step.tableIndex);
  return {
    ...state,
    steps,
    failures: [...without(state.failures, event.id), failure],
    tables: putTable(owned, state.tables, step.tableIndex, (table) => ({
      running: table.running - (wasRunning ? 1 : 0),
      failed: table.failed + (willRetry ? 0 : 1),
      rows: table.rows + loss.rows,
      bytes: table.bytes + loss.bytes,
      activity: next?.label,
      bytesPerSecond: 0,
    })),
    totals: {
      ...state.totals,
      rows: state.totals.rows + loss.rows,
      bytes: state.totals.bytes + loss.bytes,
      weightDone: state.totals.weightDone - progressOf(step),
    },
  };
}

function without(failures: readonly FailureState[], id: string): readonly FailureState[] {
  return failures.some((failure) => failure.id === id) ? failures.filter((failure) => failure.id !== id) : failures;
}

/** The step that began last of those that run on a table. */
function lastOf(steps: ReadonlyMap<string, StepState>, tableIndex: number): StepState | undefined {
  if (tableIndex < 0) return undefined;
  let last: StepState | undefined;
  for (const step of steps.values()) {
    if (step.tableIndex === tableIndex && step.state === 'running') last = step;
  }
  return last;
}
