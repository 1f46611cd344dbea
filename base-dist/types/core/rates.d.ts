import type { Control } from './events.ts';
import type { Owned } from './owned.ts';
import type { PlannedStep, State } from './state.ts';
/** A rate is taken over at least this long, in ms: shorter samples jump about. */
export declare const sampleMs = 1000;
/** The part of a step's weight that is done while it runs. Never all of it: the last part is the commit. */
export declare function progressOf(step: PlannedStep & {
    readonly state: string;
    readonly bytes: number;
}): number;
/** The clock of the rates begins with the first step that starts. */
export declare function startMeter(state: State, now: number): State;
/** A pause is no work: it moves the clock's begin on by its length, and no rate is shown meanwhile. */
export declare function resumeMeter(state: State, control: Control, now: number): State;
/** Brings the rates of the run and of one table up to date; `tableIndex` is -1 for a step that works on none. */
export declare function markRates(state: State, tableIndex: number, now: number, owned: Owned): State;
/** A rate with its newest sample. */
export declare function blend(before: number, sample: number): number;
