import type { Control } from './events.ts';
import type { Owned } from './owned.ts';
import type { PlannedStep, State } from './state.ts';

/** A rate is taken over at least this long, in ms: shorter samples jump about. */
export const sampleMs = 1000;
/** Share of the newest sample in the rate that is shown. */
const newest = 0.4;
/** No remaining time is named before this much work, in ms: a guess from nothing is worse than none. */
const firstEtaMs = 3000;

/** The part of a step's weight that is done while it runs. Never all of it: the last part is the commit. */
export function progressOf(step: PlannedStep & { readonly state: string; readonly bytes: number }): number {
  return step.state === 'running' ? Math.min(step.bytes, step.weight * 0.99) : 0;
}

/** The clock of the rates begins with the first step that starts. */
export function startMeter(state: State, now: number): State {
  if (state.meter.startedAt !== undefined) return state;
  return {
    ...state,
    meter: {
      startedAt: now,
      startWeight: state.totals.weightDone,
      pausedAt: undefined,
      sampleAt: now,
      sampleRows: state.totals.rows,
      sampleBytes: state.totals.bytes,
    },
  };
}

/** A pause is no work: it moves the clock's begin on by its length, and no rate is shown meanwhile. */
export function resumeMeter(state: State, control: Control, now: number): State {
  const { meter } = state;
  if (control === 'running') {
    if (meter.pausedAt === undefined || meter.startedAt === undefined) return state;
    return {
      ...state,
      meter: { ...meter, startedAt: meter.startedAt + now - meter.pausedAt, pausedAt: undefined, sampleAt: now },
    };
  }
  if (control === 'idle' || meter.pausedAt !== undefined || control === 'pausing' || control === 'stopping') {
    return state;
  }
  return {
    ...state,
    meter: { ...meter, pausedAt: now },
    totals: { ...state.totals, rowsPerSecond: 0, bytesPerSecond: 0 },
  };
}

/** Brings the rates of the run and of one table up to date; `tableIndex` is -1 for a step that works on none. */
export function markRates(state: State, tableIndex: number, now: number, owned: Owned): State {
  const { totals, meter } = state;
  let next = state;
  const table = state.tables[tableIndex];
  if (table !== undefined && table.running > 0) {
    if (table.sampleAt === 0 || now < table.sampleAt) {
      const tables = owned.replace(next.tables, tableIndex, { ...table, sampleAt: now, sampleBytes: table.bytes });
      next = { ...next, tables };
    } else if (now - table.sampleAt >= sampleMs) {
      const rate = Math.max(0, ((table.bytes - table.sampleBytes) * 1000) / (now - table.sampleAt));
      const bytesPerSecond = blend(table.bytesPerSecond, rate);
      const after = { ...table, bytesPerSecond, sampleAt: now, sampleBytes: table.bytes };
      next = { ...next, tables: owned.replace(next.tables, tableIndex, after) };
    }
  }
  if (meter.startedAt === undefined) return next;
  const elapsed = now - meter.startedAt;
  const gained = totals.weightDone - meter.startWeight;
  const etaSeconds =
    elapsed >= firstEtaMs && gained > 0
      ? Math.max(0, ((totals.weight - totals.weightDone) * elapsed) / gained / 1000)
      : totals.etaSeconds;
  const since = now - meter.sampleAt;
  if (since < sampleMs) return etaSeconds === totals.etaSeconds ? next : { ...next, totals: { ...totals, etaSeconds } };
  return {
    ...next,
    totals: {
      ...totals,
      etaSeconds,
      rowsPerSecond: blend(totals.rowsPerSecond, Math.max(0, ((totals.rows - meter.sampleRows) * 1000) / since)),
      bytesPerSecond: blend(totals.bytesPerSecond, Math.max(0, ((totals.bytes - meter.sampleBytes) * 1000) / since)),
    },
    meter: { ...meter, sampleAt: now, sampleRows: totals.rows, sampleBytes: totals.bytes },
  };
}

/** A rate with its newest sample. */
export function blend(before: number, sample: number): number {
  return before === 0 ? sample : before * (1 - newest) + sample * newest;
}
