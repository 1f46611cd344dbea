import { type TableChecksum } from '../verify/checksum.ts';
import type { SequenceChange } from './sequences.ts';
import type { ReconciledTable } from './tables.ts';
/** A table that the script changes, with what it comes to before and after. */
export interface TouchedTable {
    readonly table: ReconciledTable;
    readonly before: TableChecksum;
    /** Undefined where it cannot be known: a row refers to somebody whom the source does not have. */
    readonly after: TableChecksum | undefined;
}
/** What the script is about; comes to stand in its first lines. */
export interface ScriptFacts {
    readonly runId: string;
    readonly source: string;
    readonly target: string;
    /** ISO time of the target's snapshot. */
    readonly takenAt: string;
}
/** The end of a script that is to be read before it is used. */
export type ScriptEnd = 'COMMIT' | 'ROLLBACK';
/**
 * What stands in front of the changes: one transaction, the settings that values were written in, triggers off where
 * the role may switch them off, a lock on each table, and a look at each: the script refuses a source that is not as it
 * was compared. Pure.
 */
export declare function scriptHead(facts: ScriptFacts, touched: readonly TouchedTable[], notes: readonly string[]): string;
/** What stands behind the changes: whether each table has come to what the target has, and the sequences. Pure. */
export declare function scriptTail(touched: readonly TouchedTable[], sequences: readonly SequenceChange[], end: ScriptEnd): string;
/** A comment line in front of a table's statements. Pure. */
export declare function tableComment({ key }: ReconciledTable, what: string): string;
