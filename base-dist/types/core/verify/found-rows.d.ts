import type { Session } from '../postgres/session.ts';
import { type RowsRequest } from './rows.ts';
import { type VerifyItem } from './types.ts';
/** What the look at the rows of a table that differs has found. */
export interface FoundRows {
    /** Rows that are not alike; at most {@link mostCounted}. */
    readonly found: number;
    /** For the table's own line: `1 row differs, 2 are missing; the first is id = 7 (note)`. */
    readonly summary: string;
    /** Each row by name, as many as were asked for. */
    readonly items: readonly VerifyItem[];
}
/**
 * Finds the rows of a table that differ, and names the first `most` of them by key, with the columns that differ. The
 * sessions must be as {@link rowDifferences} wants them. Throws CutoverError.
 */
export declare function findRows(source: Session, target: Session, request: RowsRequest & {
    readonly most: number;
}): Promise<FoundRows>;
