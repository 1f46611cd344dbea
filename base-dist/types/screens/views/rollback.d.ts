import type { CommandResult, RollbackPlanState, State } from '../../core/index.ts';
/** How much there is to do, and how long it takes about. */
export declare function rollbackSize({ steps, seconds }: Pick<RollbackPlanState, 'steps' | 'seconds'>): string;
/** The plan of a rollback, a sentence a line: what goes, what comes back, what must be switched back by hand. */
export declare function rollbackLines(plan: RollbackPlanState): readonly string[];
/** True once everything was taken back, whether the target is then what it was or not. */
export declare function isTakenBack(state: State, result: CommandResult | undefined): boolean;
