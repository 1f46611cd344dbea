import type { Constraint, Table } from '../inventory/types.ts';
import type { Session } from '../postgres/session.ts';
import { type ComparedTable } from './compared.ts';
/** What a row is that is not alike on both ends. */
export interface RowDifference {
    /**
     * - `missing`: the target lacks it; `extra`: only the target has it;
     * - `differs`: both have a row of this key, with other values;
     * - `times`: both have it, but not as often.
     */
    readonly kind: 'missing' | 'extra' | 'differs' | 'times';
    /** Values of the key's columns as text, as they are on the source; undefined where the table has no key. */
    readonly key: readonly (string | null)[] | undefined;
    /** The hash of the key, or of the whole row where there is no key: a decimal number. */
    readonly hash: string;
    /** How often the row is there, and one place of it: valid for as long as the session's transaction lasts. */
    readonly source: RowPlace;
    readonly target: RowPlace;
}
export interface RowPlace {
    readonly times: number;
    /** `(page,item)`; undefined where the row is not there. */
    readonly ctid: string | undefined;
}
export interface RowsRequest {
    readonly table: ComparedTable;
    /** Columns that tell rows apart; undefined where none do, and whole rows are counted instead. */
    readonly key: readonly string[] | undefined;
    /** About how many rows there are on the larger side. */
    readonly rows: number;
}
/**
 * The columns that tell a table's rows apart: its primary key, or else a unique constraint without NULLs. Undefined
 * where it has neither. Pure.
 */
export declare function keyColumns(table: Table, constraints: readonly Constraint[]): readonly string[] | undefined;
/**
 * The rows of a table that are not alike on both ends, each once, in the order of their hashes. Divides the rows by a
 * hash of their key, which needs no index and no common sort order: counts and checksums of up to 65,536 parts tell
 * which of them differ, and of those alone are the keys and hashes read, sorted by the servers, and merged. Memory does
 * not grow with the table. Nothing comes out where the sums of all parts are equal.
 *
 * Both sessions must have pinned settings, and be in a transaction that sees one snapshot from beginning to end. Throws
 * CutoverError.
 */
export declare function rowDifferences(source: Session, target: Session, request: RowsRequest): AsyncGenerator<RowDifference>;
/**
 * The columns in which rows of one key differ, for differences of the kind `differs`, in the order asked for. The
 * sessions must still be in the transactions in which the differences were found. Throws CutoverError.
 */
export declare function differingColumns(source: Session, target: Session, table: ComparedTable, differences: readonly RowDifference[]): Promise<string[][]>;
/**
 * Runs work on the target in one read-only transaction, so that what it finds stays where it was found. The session
 * must be in no transaction.
 */
export declare function withTargetSnapshot<T>(target: Session, work: () => Promise<T>): Promise<T>;
/** A row for people: `id = 7`, or by its hash where the table has no key. Values of secret columns do not show. */
export declare function rowName(key: readonly string[] | undefined, { key: values, hash }: RowDifference): string;
