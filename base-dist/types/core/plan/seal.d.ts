import type { RunOptions } from '../config.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import type { Scope } from '../supabase/scope.ts';
import type { Rewriting } from './data-steps.ts';
import type { Plan, Step } from './types.ts';
/** The step behind everything that is made. */
export declare const finishedId = "barrier:finished";
/**
 * The end that all plans have: what is made, one step behind all of it, what follows that, and the comparison. Throws
 * `internal` where the steps are no graph. Pure.
 */
export declare function sealPlan(input: {
    readonly runId: string;
    readonly source: Inventory;
    readonly scope: Scope;
    readonly options: RunOptions;
    readonly made: readonly Step[];
    /** What needs {@link finishedId} by itself. */
    readonly services: readonly Step[];
    /** What comes back when everything is made. */
    readonly returns: readonly Step[];
    readonly verify: readonly Step[];
}): Pick<Plan, 'steps' | 'hash'>;
/** Rows of objects name their owners, so users come first where both are moved. */
export declare function storageNeeds(after: string | undefined, copies: ReadonlyMap<string, readonly Step[]>): string[];
/** What is compared: each table as soon as its rows are there, the whole at the end. None with `--verify none`. Pure. */
export declare function verifySteps(plan: {
    readonly source: Inventory;
    readonly tables: readonly Table[];
    readonly copies: ReadonlyMap<string, readonly Step[]>;
    readonly rewriting: Rewriting;
    readonly options: RunOptions;
    readonly scope: Scope;
}): Step[];
