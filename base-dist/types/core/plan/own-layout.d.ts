import type { Inventory, Sequence, Table } from '../inventory/types.ts';
import type { Step } from './types.ts';
/**
 * The target's schema as it will be when rows are in it: sizes are those of the rows that come, since the tables are
 * empty now. Tables that get none are not looked at again.
 */
export declare function layoutOf(own: Inventory, source: Inventory, tables: readonly Table[], touched?: ReadonlySet<string>): Inventory;
/** The copies by the table of the target that they fill, where that is another one than the source's. */
export declare function intoTables(copies: ReadonlyMap<string, readonly Step[]>, tables: readonly Table[]): Map<string, readonly Step[]>;
/** Reasons for which rows stay behind, by the target's tables that lack them. */
export declare function byPlace(leftOut: ReadonlyMap<string, string>, { tables }: Inventory): ReadonlyMap<string, string>;
/** Counters of filled columns that no sequence of the source stands for, once the rows are there. */
export declare function countedSteps(uncounted: readonly {
    readonly sequence: Sequence;
    readonly table: Table;
}[], copies: ReadonlyMap<string, readonly Step[]>): Step[];
