import type { RunOptions } from '../config.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import type { LedgerStep } from '../ledger.ts';
import { type Rewriting } from './data-steps.ts';
import type { Plan, Step } from './types.ts';
/** The tables that an operator left out of a run, and that can follow: with rows of their own, in schemas that it made. */
export declare function tablesToFollow(source: Inventory, leftOut: Plan['leftOut']): Table[];
/** Of these tables, those that patterns name, by themselves or by what they are partitions of. */
export declare function namedTables(tables: readonly Table[], source: Inventory, patterns: readonly string[]): Table[];
/** What is still left out when these tables are there; a partitioned table is, as long as a partition of it is. */
export declare function stillLeftOut(leftOut: Plan['leftOut'], source: Inventory, come: ReadonlySet<string>): Plan['leftOut'];
export interface LaterPlan {
    readonly source: Inventory;
    /** What the run has done, as its ledger tells. */
    readonly done: readonly LedgerStep[];
    /** The tables whose rows come now. */
    readonly tables: readonly Table[];
    /** What is left out all the same. */
    readonly leftOut: Plan['leftOut'];
    readonly options: RunOptions;
    readonly cores: number | undefined;
    readonly rewriting: Rewriting;
    /** Which later copy of the run it is, from 1 on: steps of several have ids of their own. */
    readonly round: number;
}
/**
 * Tables that follow into a run that is held, as further steps of it. The target may be in use: nothing is taken off and
 * nothing is cleared. Rows come past triggers and foreign keys, under the indexes; keys that waited for them are then
 * validated, which locks no writer out. Sequences only ever go forward. Pure.
 */
export declare function laterSteps(plan: LaterPlan): Step[];
