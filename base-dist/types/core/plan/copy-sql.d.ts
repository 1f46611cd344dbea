import type { CopyAction } from './types.ts';
/** The COPY that reads a step's rows on the source. A plain COPY where it will do: the server skips the executor's SELECT. */
export declare function copyOutSql(action: CopyAction): string;
/** The COPY that writes them on the target; `freeze` where the same transaction truncated the table. */
export declare function copyInSql(action: CopyAction, freeze: boolean): string;
/** What clears the step's part of the table first, in the copy's own transaction. */
export declare function clearSql(action: CopyAction): string | undefined;
/** What empties the table that the rows go into, of all that copies have brought there. */
export declare function emptySql(action: CopyAction): string;
/** What a transaction that changes rows of a service's own table says first. Storage refuses DELETE otherwise. [facts 17] */
export declare function rowSettings(action: Pick<CopyAction, 'rowsOnly' | 'replica'>): string[];
/** The same back again, for statements that follow in one transaction. */
export declare function rowSettingsEnd(action: Pick<CopyAction, 'rowsOnly' | 'replica'>): string[];
