import type { BackupMetadata } from './metadata.ts';
import { type TableProgress } from './tables.ts';
export interface BackupRequest {
    readonly sourceUrl: string;
    /** `auth` and `storage`, as far as they are there, where it is left out. */
    readonly schemas?: readonly string[] | undefined;
    /** Patterns as psql's `\dt` takes them. */
    readonly excludeTables: readonly string[];
    readonly stateDir: string;
    readonly toolVersion: string;
    readonly signal?: AbortSignal;
    /** The tables are known. */
    readonly onBegin?: (tables: number, folder: string) => void;
    readonly onTable?: (progress: TableProgress) => void;
}
/**
 * Backs up the source's tables into `backups/backup_<project>_<time>/` of the state folder, all of one moment. The
 * source is only read. Throws CutoverError; then nothing of the backup is left.
 */
export declare function backupDatabase(request: BackupRequest): Promise<BackupMetadata>;
