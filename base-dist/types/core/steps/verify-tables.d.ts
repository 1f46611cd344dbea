import type { VerifyPartAction, VerifyTableAction } from '../plan/types.ts';
import { type StepContext, type StepOf, type StepOutcome } from './context.ts';
/**
 * Rows and checksums of tables, computed on both servers at once: the source's under the run's snapshot. Where they
 * differ, the rows that do are looked for.
 */
export declare function verifyTables(context: StepContext, steps: readonly StepOf<VerifyTableAction>[]): Promise<StepOutcome[]>;
/** The sums of some pages of tables, for the step that adds them up. */
export declare function verifyParts(context: StepContext, steps: readonly StepOf<VerifyPartAction>[]): Promise<StepOutcome[]>;
