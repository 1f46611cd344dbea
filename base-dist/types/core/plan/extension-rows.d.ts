import type { Inventory, Table } from '../inventory/types.ts';
import type { Step } from './types.ts';
/** A configuration table that both ends have, as the target knows it. */
export interface ClearedTable {
    readonly extension: string;
    readonly table: Table;
    /** The source's condition: the rows that a copy deletes before it brings its own. All of them where there is none. */
    readonly where: string | undefined;
}
/**
 * The target's configuration tables of extensions whose rows copies of `tables` replace. The extension may lie in another
 * schema there, and be moved before its rows come. Pure.
 */
export declare function clearedTables(tables: readonly Table[], target: Inventory): ClearedTable[];
/**
 * Rows of extensions' configuration tables, and positions of their sequences, are copied aside and come back with a
 * rollback: the tables stay where they are, with the extension's own rows in them. While the target is as it was, so
 * that a rollback finds every table under its former name again. Pure.
 */
export declare function setAsideExtensionRows(input: {
    readonly runId: string;
    readonly source: Inventory;
    readonly target: Inventory;
    /** Those that are copied. */
    readonly tables: readonly Table[];
    /** Whether the role may keep triggers and foreign keys from looking at the rows. */
    readonly replica: boolean;
}): Step[];
