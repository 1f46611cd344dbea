import type { Pair } from './ends.ts';
import type { ReconciledTable } from './tables.ts';
/** Values of a row as the server writes them, in the order of the table's columns. */
export type RowTexts = readonly (string | null)[];
/** What happened to a row of the target since the cutover; values are those that the source should have. */
export interface Change {
    readonly op: 'insert' | 'update' | 'delete';
    /** The row as it is on the source; undefined for an insert. */
    readonly before: RowTexts | undefined;
    /** The row as the source should have it; undefined for a delete. */
    readonly after: RowTexts | undefined;
    /** Names of the columns that an update changes. */
    readonly columns: readonly string[];
    /** How often: more than once only where no key tells rows apart. */
    readonly times: number;
    /** Of the row on the source, for one without a key. */
    readonly hash: string;
    /** True where it refers to a user who is not of the run: somebody who came since. */
    readonly unknownUser: boolean;
}
/**
 * The changes of one table, in portions that fit into memory whatever the table's size. `rows` is about how many it has
 * on the larger side. Throws CutoverError.
 */
export declare function tableChanges(pair: Pair, table: ReconciledTable, rows: number): AsyncGenerator<Change[]>;
