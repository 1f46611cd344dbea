import type { Column, Into } from '../inventory/types.ts';
import type { RewrittenColumn } from '../plan/types.ts';
import type { Session } from '../postgres/session.ts';
/** A table, and which of its rows and columns are compared, in one order on both ends. */
export interface ComparedTable {
    readonly schema: string;
    readonly name: string;
    /** The columns to read; none for a table without columns. */
    readonly columns: readonly string[];
    /** What is known of columns that both ends have in the same type; all others are compared as text. */
    readonly typed?: readonly Column[] | undefined;
    /** A condition without WHERE, for the configuration tables of extensions. */
    readonly where?: string | undefined;
    /** Column -> what counts on the source instead of its value: the target should have it as its value. */
    readonly expressions?: Readonly<Record<string, string>> | undefined;
    /** The source's tables whose rows the target has together, where they are several. */
    readonly together?: readonly {
        readonly schema: string;
        readonly name: string;
    }[] | undefined;
    /** Where the target has the rows, if not in the table of this name. */
    readonly into?: Into | undefined;
    /** Columns of users' ids that were rewritten: compared as they are on the source. */
    readonly rewrite?: readonly RewrittenColumn[] | undefined;
}
/** Pages of a table's main fork: from the first to before the second; to the end where there is no second. */
export interface PageRange {
    readonly from: number;
    readonly to: number | undefined;
}
/** SQL over the rows of one table on one end, under the name `t`: where equal rows give equal values on both ends. */
export interface ComparedRows {
    /** A 64-bit hash of these columns together; a constant where there are none. */
    hash(columns: readonly string[]): string;
    /** A column as it is compared. */
    value(column: string): string;
    /** What stands behind FROM. Only the table itself: its partitions and children are tables of their own, unless rows met in one. */
    readonly from: string;
    /** WHERE with what stands behind it, or nothing. */
    where(...more: readonly string[]): string;
}
/** How rows of a table are read on one end. Pure. */
export declare function comparedRows(table: ComparedTable, end: Session['end']): ComparedRows;
/** Conditions for the rows on some pages of a table: each row is in one of the ranges that divide it. */
export declare function onPages(range: PageRange | undefined): string[];
