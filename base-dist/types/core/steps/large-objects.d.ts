import type { LargeObjectsAction } from '../plan/types.ts';
import { type CallOptions, type StepContext, type StepOf, type StepOutcome } from './context.ts';
/**
 * Large objects with owners, grants and comments, under the OIDs that they have on the source. One that is gone in the
 * snapshot is left out; one that the target has already is an error. No more than a megabyte of contents is in memory.
 */
export declare function runLargeObjects(context: StepContext, steps: readonly StepOf<LargeObjectsAction>[], options: CallOptions): Promise<StepOutcome[]>;
