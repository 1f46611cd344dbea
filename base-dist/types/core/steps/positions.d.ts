import type { KeepPositionsAction } from '../plan/types.ts';
import { type StepContext, type StepOf, type StepOutcome } from './context.ts';
/**
 * Where the target's own sequences stand before anything moves them: written down as what a rollback does, in the
 * transaction that says 'done'. Changes nothing else.
 */
export declare function runPositions(context: StepContext, steps: readonly StepOf<KeepPositionsAction>[]): Promise<StepOutcome[]>;
