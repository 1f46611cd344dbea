import type { Action } from '../plan/types.ts';
import type { VerifyItem } from '../verify/types.ts';
import { type StepContext, type StepOf, type StepOutcome } from './context.ts';
/** A comparison of the databases as a whole: a single step each. */
type WholeSteps = readonly StepOf<Extract<Action, {
    type: 'verify-schema' | 'verify-foreign-keys' | 'verify-plans' | 'verify-sequences' | 'verify-source';
}>>[];
/** Every object of the schema, both sides read the same way. */
export declare function verifySchema(context: StepContext, steps: WholeSteps): Promise<StepOutcome[]>;
/** What is in no table: contents are read on both servers, and only digests leave them. */
export declare function verifyLargeObjects(context: StepContext, steps: readonly StepOf<Extract<Action, {
    type: 'verify-large-objects';
}>>[]): Promise<StepOutcome[]>;
/** Whether every row has its partner; after the tables, whose verdicts say where to look. */
export declare function verifyForeignKeys(context: StepContext, steps: WholeSteps): Promise<StepOutcome[]>;
/** Whether the target will be as quick: after ANALYZE, and nothing is carried out. */
export declare function verifyPlans(context: StepContext, steps: WholeSteps): Promise<StepOutcome[]>;
export declare function verifySequences(context: StepContext, steps: WholeSteps): Promise<StepOutcome[]>;
/**
 * Whether the source stood still since the snapshot. In production a change is a row that the target will never have;
 * a rehearsal runs beside a living source, and only says so.
 */
export declare function verifySource(context: StepContext, steps: WholeSteps): Promise<StepOutcome[]>;
export declare function tell(context: StepContext, items: readonly VerifyItem[]): void;
export {};
