import type { Session } from '../postgres/session.ts';
import { type TableName } from './columns.ts';
import { type BackupMetadata } from './metadata.ts';
export interface WantedTable extends TableName {
    /** A condition without WHERE, for a part of the rows. */
    readonly where?: string | undefined;
}
export interface BackupOptions {
    readonly toolVersion: string;
    /** Reference of the hosted project; the database's name where it is left out. */
    readonly projectRef?: string | undefined;
    /** True where the session is in a transaction of the caller's, whose view of the rows counts. */
    readonly inTransaction?: boolean;
    readonly signal?: AbortSignal;
    /** A table begins, is under way, or is done. */
    readonly onTable?: (progress: TableProgress) => void;
}
export interface TableProgress {
    /** `schema.name` */
    readonly table: string;
    readonly state: 'begun' | 'running' | 'done';
    readonly rows: number;
    /** Of its file so far. */
    readonly bytes: number;
}
/**
 * Writes the rows of tables into a new folder: one JSON file for each, and metadata.json with counts and digests. All
 * tables are read at one moment. The folder has `.unfinished` behind its name until everything is on the disk, and is
 * taken away again where that does not come about. Partitioned tables have no rows of their own: name their partitions.
 * Gives what metadata.json says. Throws CutoverError: `backup.failed` for the disk, others for the database.
 */
export declare function backupTables(session: Session, tables: readonly WantedTable[], folder: string, options: BackupOptions): Promise<BackupMetadata>;
