import type { Column, Inventory, Sequence, Table } from './types.ts';
/** A column whose values go into a column of another type. */
export interface Conversion {
    readonly table: Table;
    readonly column: Column;
    readonly target: Column;
    /** The target's table. */
    readonly targetTable: Table;
}
/** What of a source has no place on the target: a table, or a column of one. */
export interface Lacking {
    readonly table: Table;
    /** All of the table where it is left out. */
    readonly column?: Column;
}
/** A source's rows as they go into tables that a target has of its own. */
export interface Meeting {
    /** The source's tables that have a place, in the columns that both ends have; `into` says which place. */
    readonly tables: readonly Table[];
    /** The source's sequences that the target has too, under a name of its own or as the counter of the same column. */
    readonly sequences: readonly Sequence[];
    /** Sequences of the target that count a column which gets rows, and that no sequence of the source stands for. */
    readonly uncounted: readonly {
        readonly sequence: Sequence;
        readonly table: Table;
    }[];
    /** Tables and columns that the target has not: without data in them nothing is lost. */
    readonly lacking: readonly Lacking[];
    /** Columns of the target that must have a value and get none. */
    readonly unfilled: readonly string[];
    /** Columns of the source whose values the target computes itself. */
    readonly computed: readonly string[];
    readonly conversions: readonly Conversion[];
}
/** The columns that a table and the target's table for its rows have in common, by name. */
export interface MetColumns {
    readonly columns: readonly Column[];
    readonly expressions: Readonly<Record<string, string>>;
    readonly lacking: readonly Column[];
    readonly unfilled: readonly string[];
    readonly computed: readonly string[];
    readonly conversions: readonly {
        readonly column: Column;
        readonly target: Column;
    }[];
}
/**
 * Intersects the columns of two tables by name. What the target computes is not written, and what the source computes is
 * read like any value. `special` gives what is read instead of a column's value, where that is not the value. Pure.
 */
export declare function meetColumns(table: Table, other: Table, special?: (column: Column) => string | undefined): MetColumns;
/**
 * Where each row of the source goes in a schema that the target has of its own. Tables meet by name. The leaves of a
 * partitioned table meet leaf by leaf only where both ends divide the rows alike; else all of them go into the table that
 * the target has for the whole tree, whatever its kind. Pure. Tables that are met already (`rowsOnly`) are left alone.
 */
export declare function meetSchemas(source: Inventory, own: Inventory): Meeting;
/** Key of the target's table that the rows of a table go into. */
export declare function filledTable({ key, into }: Pick<Table, 'key' | 'into'>): string;
