import type { CommandResult, PhaseState, State, TableState } from '../../core/index.ts';
/** A table or a run is called stalled after this many seconds without a row. */
export declare const stallSeconds = 20;
export type Pane = 'tables' | 'storage' | 'steps' | 'log';
export interface MigrateView {
    readonly pane: Pane;
    readonly selected: number;
    readonly guard: 'nothing' | 'interrupt';
}
export type MigrateAction = {
    readonly type: 'select';
    readonly index: number;
}
/** `storage` where files are moved: without any, that pane is passed over. */
 | {
    readonly type: 'next-pane';
    readonly storage: boolean;
} | {
    readonly type: 'log';
} | {
    readonly type: 'guard';
    readonly guard: MigrateView['guard'];
};
export declare const initialMigrateView: MigrateView;
export declare function reduceMigrate(view: MigrateView, action: MigrateAction): MigrateView;
/** Tables, files, steps, and tables again. */
export declare function paneAfter(pane: Pane, storage: boolean): Pane;
/** Failed tables first, then running, waiting and done ones; each group in the plan's order. One pass, no sort. */
export declare function orderTables(tables: readonly TableState[]): readonly TableState[];
/** 0 to 1. By rows where their number was known before, else by bytes; all of it only when the table is done. */
export declare function tableShare(table: TableState): number;
/** 0 to 1: the weight that is done, verification included. */
export declare function totalShare(state: State): number;
/** Whole seconds since an ISO time; 0 where there is none. */
export declare function secondsSince(iso: string | undefined, now: number): number;
/** Places in the table list of those that are being copied now. */
export declare function copying(state: State): ReadonlySet<string>;
/** What a table's last column says: its rate, `no rows for 20 s`, the step that works on it, or its state. */
export declare function tableNow(table: TableState, isCopying: boolean, paused: boolean, now: number): string;
/** The warning that nothing moves, undefined while something does or nothing should. */
export declare function stallText(state: State, stage: Stage, now: number): string | undefined;
export type Stage = 'starting' | 'running' | 'pausing' | 'paused' | 'stopping' | 'stopped' | 'failed' | 'finished';
/** Where the run is, for the state's word and for the keys that make sense. */
export declare function stageOf(state: State, busy: boolean, result: CommandResult | undefined): Stage;
export declare const stageWords: Record<Stage, string>;
/** The phases' line, of those that have steps: `✔ prepare schema ▸ copy 12/23 · index verify`. */
export declare function phasesText(phases: readonly PhaseState[]): string;
