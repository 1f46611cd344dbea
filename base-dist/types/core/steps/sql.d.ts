import type { Action } from '../plan/types.ts';
import { type StepContext, type StepOf, type StepOutcome } from './context.ts';
/** Statements of schema objects, indexes, renames: all of them, with the ledger rows, or none. */
export declare function runSql(context: StepContext, steps: readonly StepOf<Extract<Action, {
    type: 'sql';
}>>[]): Promise<StepOutcome[]>;
