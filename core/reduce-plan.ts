import type { EngineEvent, Phase } from './events.ts';
import { phases as phaseOrder } from './events.ts';
import { bucketPlaces, bucketsReady, movesFiles } from './reduce-storage.ts';
import type { PhaseState, PlannedStep, State, TableState } from './state.ts';

type PlanReady = Extract<EngineEvent, { type: 'plan.ready' }>;

/** A table's rows and indexes are there when its steps of these phases are done. */
export const loadingPhases: ReadonlySet<Phase> = new Set<Phase>(['prepare', 'schema', 'copy', 'index']);

/** The plan of a rollback: what was moved stays on record, and taking a step back is no work that a rate counts. */
function rollbackReady(state: State, event: PlanReady): State {
  const planned = new Map(
    event.steps.map(({ id, phase, label, table }): [string, PlannedStep] => [
      id,
      { id, kind: 'undo', phase, label, weight: 0, table, tableIndex: -1 },
    ]),
  );
  const stepsDone = event.steps.filter((step) => step.done).length;
  const phases = putPhase(state.phases, 'rollback', { steps: event.steps.length, stepsDone });
  // What failed before is why it is taken back: it stays on record as well.
  return { ...state, planned, steps: new Map(), phases };
}

/** The state with a plan that nothing is done of yet but what the ledger has. */
export function planReady(state: State, event: PlanReady): State {
  if (event.steps.length > 0 && event.steps.every((step) => step.phase === 'rollback')) {
    return rollbackReady(state, event);
  }
  const tables: TableState[] = event.tables.map((table) => ({
    table: table.table,
    state: 'waiting',
    rows: 0,
    bytes: 0,
    expectedRows: table.rows,
    expectedBytes: table.bytes,
    bytesPerSecond: 0,
    lastProgressAt: undefined,
    startedAt: undefined,
    finishedAt: undefined,
    activity: undefined,
    running: 0,
    failed: 0,
    stepsLeft: 0,
    sampleAt: 0,
    sampleBytes: 0,
  }));
  const places = new Map(event.tables.map((table, index) => [table.table, index]));
  const bucketPlace = bucketPlaces(event);
  const planned = new Map<string, PlannedStep>();
  const counts = new Map<Phase, { steps: number; stepsDone: number }>();
  let weight = 0;
  let weightDone = 0;
  let rows = 0;
  let bytes = 0;
  for (const step of event.steps) {
    const tableIndex = step.table === undefined ? -1 : (places.get(step.table) ?? -1);
    const { id, kind, phase, label, table } = step;
    const bucketIndex = movesFiles(step) ? bucketPlace.get(step.bucket ?? '') : undefined;
    const place = bucketIndex === undefined ? {} : { bucketIndex };
    planned.set(id, { id, kind, phase, label, weight: step.weight, table, tableIndex, ...place });
    const count = counts.get(phase) ?? { steps: 0, stepsDone: 0 };
    counts.set(phase, { steps: count.steps + 1, stepsDone: count.stepsDone + (step.done ? 1 : 0) });
    weight += step.weight;
    if (step.done) weightDone += step.weight;
    const moved = kind === 'copy' && step.done;
    if (moved) {
      rows += step.rows;
      bytes += step.bytes;
    }
    const before = tables[tableIndex];
    if (before === undefined) continue;
    const left = before.stepsLeft + (!step.done && loadingPhases.has(phase) ? 1 : 0);
    tables[tableIndex] = {
      ...before,
      stepsLeft: left,
      rows: before.rows + (moved ? step.rows : 0),
      bytes: before.bytes + (moved ? step.bytes : 0),
    };
  }
  let phases = state.phases;
  for (const [phase, count] of counts) phases = putPhase(phases, phase, count);
  return {
    ...state,
    planned,
    steps: new Map(),
    failures: [],
    phases,
    tables: tables.map((table) => ({ ...table, state: workState(table) })),
    buckets: bucketsReady(event),
    totals: {
      ...state.totals,
      weight,
      weightDone,
      rows,
      bytes,
      expectedRows: event.tables.reduce((sum, table) => sum + table.rows, 0),
      expectedBytes: event.tables.reduce((sum, table) => sum + table.bytes, 0),
      etaSeconds: undefined,
    },
    meter: { ...state.meter, startedAt: undefined },
  };
}

/** A table's state, from what its steps are at. */
export function workState(table: Pick<TableState, 'failed' | 'running' | 'stepsLeft'>): TableState['state'] {
  if (table.failed > 0) return 'failed';
  if (table.running > 0) return 'running';
  return table.stepsLeft > 0 ? 'waiting' : 'done';
}

const freshPhase = { state: 'waiting', startedAt: undefined, seconds: undefined, stepsDone: 0, steps: 0 } as const;

/** The phases with a change to one of them; one that is new comes in at its place in a run. */
export function putPhase(
  phases: readonly PhaseState[],
  phase: Phase,
  change: Partial<Omit<PhaseState, 'phase'>>,
): readonly PhaseState[] {
  const known = phases.findIndex((other) => other.phase === phase);
  const before = phases[known];
  if (before !== undefined) return phases.with(known, { ...before, ...change });
  const added = [...phases, { phase, ...freshPhase, ...change }];
  return added.sort((a, b) => phaseOrder.indexOf(a.phase) - phaseOrder.indexOf(b.phase));
}
