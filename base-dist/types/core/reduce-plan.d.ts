import type { EngineEvent, Phase } from './events.ts';
import type { PhaseState, State, TableState } from './state.ts';
type PlanReady = Extract<EngineEvent, {
    type: 'plan.ready';
}>;
/** A table's rows and indexes are there when its steps of these phases are done. */
export declare const loadingPhases: ReadonlySet<Phase>;
/** The state with a plan that nothing is done of yet but what the ledger has. */
export declare function planReady(state: State, event: PlanReady): State;
/** A table's state, from what its steps are at. */
export declare function workState(table: Pick<TableState, 'failed' | 'running' | 'stepsLeft'>): TableState['state'];
/** The phases with a change to one of them; one that is new comes in at its place in a run. */
export declare function putPhase(phases: readonly PhaseState[], phase: Phase, change: Partial<Omit<PhaseState, 'phase'>>): readonly PhaseState[];
export {};
