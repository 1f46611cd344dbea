import type { CommandResult, PhaseState, State, TableState } from '../../core/index.ts';
import { durationText } from '../text/durations.ts';
import { rateText } from '../text/sizes.ts';

/** A table or a run is called stalled after this many seconds without a row. */
export const stallSeconds = 20;

export type Pane = 'tables' | 'storage' | 'steps' | 'log';

export interface MigrateView {
  readonly pane: Pane;
  readonly selected: number;
  readonly guard: 'nothing' | 'interrupt';
}

export type MigrateAction =
  | { readonly type: 'select'; readonly index: number }
  /** `storage` where files are moved: without any, that pane is passed over. */
  | { readonly type: 'next-pane'; readonly storage: boolean }
  | { readonly type: 'log' }
  | { readonly type: 'guard'; readonly guard: MigrateView['guard'] };

export const initialMigrateView: MigrateView = { pane: 'tables', selected: 0, guard: 'nothing' };

export function reduceMigrate(view: MigrateView, action: MigrateAction): MigrateView {
  switch (action.type) {
    case 'select':
      return { ...view, selected: action.index };
    case 'next-pane':
      return { ...view, pane: paneAfter(view.pane, action.storage), selected: 0 };
    case 'log':
      return { ...view, pane: view.pane === 'log' ? 'tables' : 'log', selected: 0 };
    case 'guard':
      return { ...view, guard: action.guard };
  }
}

/** Tables, files, steps, and tables again. */
export function paneAfter(pane: Pane, storage: boolean): Pane {
  if (pane === 'tables') return storage ? 'storage' : 'steps';
  return pane === 'storage' ? 'steps' : 'tables';
}

const order = { failed: 0, running: 1, waiting: 2, done: 3 } as const;

/** Failed tables first, then running, waiting and done ones; each group in the plan's order. One pass, no sort. */
export function orderTables(tables: readonly TableState[]): readonly TableState[] {
  const groups: [TableState[], TableState[], TableState[], TableState[]] = [[], [], [], []];
  for (const table of tables) groups[order[table.state]].push(table);
  return groups.flat();
}

/** 0 to 1. By rows where their number was known before, else by bytes; all of it only when the table is done. */
export function tableShare(table: TableState): number {
  if (table.state === 'done') return 1;
  const share =
    table.expectedRows > 0
      ? table.rows / table.expectedRows
      : table.expectedBytes > 0
        ? table.bytes / table.expectedBytes
        : 0;
  return Math.min(0.999, share);
}

/** 0 to 1: the weight that is done, verification included. */
export function totalShare(state: State): number {
  const { weight, weightDone } = state.totals;
  return weight > 0 ? Math.min(1, weightDone / weight) : 0;
}

/** Whole seconds since an ISO time; 0 where there is none. */
export function secondsSince(iso: string | undefined, now: number): number {
  return iso === undefined ? 0 : Math.max(0, Math.floor((now - Date.parse(iso)) / 1000));
}

/** Places in the table list of those that are being copied now. */
export function copying(state: State): ReadonlySet<string> {
  const tables = new Set<string>();
  for (const step of state.steps.values()) {
    if (step.kind === 'copy' && step.state === 'running' && step.table !== undefined) tables.add(step.table);
  }
  return tables;
}

/** What a table's last column says: its rate, `no rows for 20 s`, the step that works on it, or its state. */
export function tableNow(table: TableState, isCopying: boolean, paused: boolean, now: number): string {
  if (table.state === 'failed') return 'FAILED';
  if (table.state !== 'running') return table.state;
  if (!isCopying) {
    const { activity = 'running' } = table;
    // The table's own name stands in the same line already.
    return activity.endsWith(` ${table.table}`) ? activity.slice(0, -table.table.length - 1) : activity;
  }
  if (paused) return 'pausing';
  const silent = secondsSince(table.lastProgressAt, now);
  return silent >= stallSeconds ? `no rows for ${durationText(silent)}` : rateText(table.bytesPerSecond);
}

/** The warning that nothing moves, undefined while something does, or nothing should or could. */
export function stallText(state: State, stage: Stage, now: number): string | undefined {
  if (stage !== 'running' || state.away !== undefined) return undefined;
  const silent = secondsSince(state.totals.lastProgressAt, now);
  if (state.totals.lastProgressAt === undefined || silent < stallSeconds) return undefined;
  if (copying(state).size > 0) return `no rows for ${durationText(silent)}`;
  const [step] = [...state.steps.values()].filter((candidate) => candidate.state === 'running');
  return step === undefined
    ? `nothing has moved for ${durationText(silent)}`
    : `${step.label}: under way for ${durationText(silent)}`;
}

export type Stage = 'starting' | 'running' | 'pausing' | 'paused' | 'stopping' | 'stopped' | 'failed' | 'finished';

/** Where the run is, for the state's word and for the keys that make sense. */
export function stageOf(state: State, busy: boolean, result: CommandResult | undefined): Stage {
  if (!busy && result !== undefined) {
    if (result.outcome === 'paused') return 'stopped';
    return result.outcome === 'failed' || result.outcome === 'no-go' ? 'failed' : 'finished';
  }
  if (state.control === 'pausing' || state.control === 'paused' || state.control === 'stopping') return state.control;
  return state.planned.size === 0 ? 'starting' : 'running';
}

const stageWords: Record<Stage, string> = {
  starting: 'STARTING',
  running: 'RUNNING',
  pausing: 'PAUSING: what runs is being finished',
  paused: 'PAUSED: p goes on',
  stopping: 'STOPPING at a safe point',
  stopped: 'STOPPED: everything is kept',
  failed: 'FAILED: everything that is done is kept',
  finished: 'FINISHED',
};

/** The stage in a word or two. Nothing runs while a server is away. */
export function stageText(state: State, stage: Stage): string {
  return stage === 'running' && state.away !== undefined
    ? `WAITING: the ${state.away} is away, and tried again`
    : stageWords[stage];
}

/** The phases' line, of those that have steps: `✔ prepare schema ▸ copy 12/23 · index verify`. */
export function phasesText(phases: readonly PhaseState[]): string {
  const planned = phases.filter((phase) => phase.steps > 0);
  const done = planned.filter((phase) => phase.stepsDone >= phase.steps);
  const waiting = planned.filter((phase) => phase.stepsDone === 0 && phase.state === 'waiting');
  const running = planned.filter((phase) => !done.includes(phase) && !waiting.includes(phase));
  const names = (sign: string, some: readonly PhaseState[]): readonly string[] =>
    some.length === 0 ? [] : [`${sign} ${some.map(({ phase }) => phase).join(' ')}`];
  return [
    ...names('✔', done),
    ...running.map(({ phase, stepsDone, steps }) => `▸ ${phase} ${stepsDone}/${steps}`),
    ...names('·', waiting),
  ].join(' ');
}
