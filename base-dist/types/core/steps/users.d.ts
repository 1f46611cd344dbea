import type { Action, StackUsersAction } from '../plan/types.ts';
import { type StackRun } from '../supabase/stack/stack-run.ts';
import { type CallOptions, type StepContext, type StepOf, type StepOutcome } from './context.ts';
/**
 * The users of a range in Stack Auth. The service knows nothing of our transactions: what was created is there before
 * the ledger says so, and is found again by its old id where the ledger could not say so any more. Users that a former
 * round has mapped stay; those that are gone from the source since are deleted.
 */
export declare function runStackUsers(context: StepContext, steps: readonly StepOf<StackUsersAction>[], options: CallOptions): Promise<StepOutcome[]>;
/** Every user is mapped: statistics for the comparisons, and the file for people. */
export declare function runStackMapping(context: StepContext, steps: readonly StepOf<Extract<Action, {
    type: 'stack-mapping';
}>>[]): Promise<StepOutcome[]>;
export declare function stackOf(context: StepContext): StackRun;
