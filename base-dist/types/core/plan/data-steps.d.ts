import type { RunOptions } from '../config.ts';
import type { Index, Inventory, Table } from '../inventory/types.ts';
import type { RewrittenColumn, Step } from './types.ts';
/** Even an empty table costs a round trip or two. */
export declare const smallestWeight: number;
/** Reasons of tables that the operator left out of a run, and may let follow. */
export declare const reasonsToFollow: ReadonlySet<string>;
/** Tables whose rows are left out, with the reason; their definitions come along, so that what refers to them works. */
export declare function leftOutTables(source: Inventory, options: RunOptions): ReadonlyMap<string, string>;
/** A table, and behind it what it is a partition of, up to the root. */
export declare function lineage(table: Table, byKey: ReadonlyMap<string, Table>): Table[];
/** The tables that hold rows of their own, and whose rows are moved. */
export declare function tablesToCopy(source: Inventory, leftOut: ReadonlyMap<string, string>): Table[];
/** How a table is read and written: only columns that are stored, and only rows that are the project's. */
export declare function copiedColumns(table: Table): string[];
export interface CopyPlan {
    readonly tables: readonly Table[];
    readonly indexes: readonly Index[];
    readonly jobs: number;
    /** Of the target; undefined where it does not say. */
    readonly cores: number | undefined;
    /** Ids of the steps that every copy needs. */
    readonly after: readonly string[];
    readonly rewriting?: Rewriting;
}
/** Columns that are rewritten on the way, by table key, and the steps without which they cannot be. */
export interface Rewriting {
    readonly columns: ReadonlyMap<string, readonly RewrittenColumn[]>;
    readonly needs: readonly string[];
}
export declare const noRewriting: Rewriting;
/**
 * Copy steps, by table key. A table is split in ctid ranges only where it would be the last one to end: its rows and
 * the heaviest of its indexes are more than one worker's share of all the work. Splitting costs FREEZE, and time where
 * no core is idle.
 */
export declare function copySteps({ tables, indexes, jobs, cores, after, rewriting, }: CopyPlan): Map<string, Step[]>;
/**
 * What an index weighs against rows that are copied: its table is read, and its entries are sorted and written.
 * Measured: see decision 18.
 */
export declare function indexWeight(index: Index, table: Table | undefined): number;
