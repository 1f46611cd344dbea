import type { Session } from '../postgres/session.ts';
import type { Form } from './metadata.ts';
/** A table by its two names. */
export interface TableName {
    readonly schema: string;
    readonly name: string;
}
export interface RowColumn {
    readonly name: string;
    /** As `format_type` gives it, the schema in front. */
    readonly type: string;
    readonly form: Form;
    /** True where the type is a domain. */
    readonly domain: boolean;
    readonly generated: boolean;
}
/** What is known of a table that rows are read from or written to. */
export interface RowTable extends TableName {
    readonly oid: number;
    /** `pg_class.relkind` */
    readonly kind: string;
    /** Rows and their TOAST values in bytes, and how many rows they are about; 0 where it is not known. */
    readonly bytes: number;
    readonly toastBytes: number;
    readonly estimatedRows: number;
    readonly columns: readonly RowColumn[];
}
/** Tables with their columns, in the order asked for; undefined in the place of one that is not there. Throws CutoverError. */
export declare function readRowTables(session: Session, tables: readonly TableName[]): Promise<readonly (RowTable | undefined)[]>;
/** Columns that take a value: all but the generated ones. */
export declare function writtenColumns(table: RowTable): RowColumn[];
/**
 * One text of JSON for each row of the table itself, in the order in which they lie. `where` is our own SQL or the
 * extension's, about the table as `t`. Pure.
 */
export declare function selectRowsSql(table: RowTable, where?: string): string;
/**
 * Puts the rows of a JSON array, the one parameter, into these columns of a table. What {@link selectRowsSql} has written
 * comes back: the server's populate function gives each value to its type's input, but cannot tell the two NULLs of JSON
 * apart. Pure.
 */
export declare function insertRowsSql(table: RowTable, columns: readonly {
    readonly name: string;
    readonly form: Form;
}[]): string;
