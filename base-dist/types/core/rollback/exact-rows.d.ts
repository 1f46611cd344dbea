import type { Session } from '../postgres/session.ts';
/** Rows of a table of the target, and the sum of a 64-bit hash over each. */
export interface TableRows {
    readonly schema: string;
    readonly name: string;
    readonly rows: string;
    readonly checksum: string;
}
type TableName = Pick<TableRows, 'schema' | 'name'>;
/** Of schemas that are set aside: every table whose rows are moved, and of renamed ones those small enough to be read. */
export declare function tablesWorthReading(session: Session, { renamed, emptied }: {
    readonly renamed: readonly string[];
    readonly emptied: readonly string[];
}): Promise<TableName[]>;
/** Those of the tables that are there and may be read. */
export declare function tablesPresent(session: Session, tables: readonly TableName[]): Promise<TableName[]>;
/**
 * Counts and check-sums tables of the target by themselves: whole rows as text, which means the same on one server
 * under one session's settings. Throws CutoverError.
 */
export declare function exactRows(session: Session, tables: readonly TableName[]): Promise<TableRows[]>;
export {};
