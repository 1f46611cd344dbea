import type { Action } from '../plan/types.ts';
import { type StepContext, type StepOf, type StepOutcome } from './context.ts';
/** Statistics for the planner: without them the first minutes after the switch are the slowest of all. */
export declare function runAnalyze(context: StepContext, steps: readonly StepOf<Extract<Action, {
    type: 'analyze';
}>>[]): Promise<StepOutcome[]>;
