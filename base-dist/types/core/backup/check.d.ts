import { type BackedUpTable, type BackupMetadata } from './metadata.ts';
/** Rows that are sent to the server at once: enough to hide the round trip, and little enough for any memory. */
export declare const batch: {
    readonly bytes: number;
    readonly rows: 2000;
};
/**
 * Reads a backup from its first to its last byte: every file is there, of the size, digest and number of rows that
 * metadata.json has. Throws `backup.damaged` with the file that is not.
 */
export declare function checkBackup(folder: string, onTable?: (table: string) => void): Promise<BackupMetadata>;
/** The rows of a file in batches. Throws `backup.damaged` at the end where they are not those that were written. */
export declare function fileRows(folder: string, table: BackedUpTable): AsyncGenerator<readonly string[]>;
