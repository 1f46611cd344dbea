import type { Action } from '../plan/types.ts';
import { type StepContext, type StepOf, type StepOutcome } from './context.ts';
/**
 * Sequences' positions. Sequences are outside of any snapshot: what is read is the present value, which is never
 * behind what the snapshot's rows have used.
 */
export declare function runSequences(context: StepContext, steps: readonly StepOf<Extract<Action, {
    type: 'sequence';
}>>[]): Promise<StepOutcome[]>;
