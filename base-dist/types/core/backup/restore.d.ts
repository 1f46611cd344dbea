import type { BackupMetadata } from './metadata.ts';
export interface RestoreRequest {
    /** The backup's folder. */
    readonly folder: string;
    readonly targetUrl: string;
    /** The name of the target's database, as the operator gave it. */
    readonly confirm: string;
    readonly stateDir: string;
    readonly toolVersion: string;
    /** Goes on although the target has rows that the backup does not have. */
    readonly overwriteNewer: boolean;
    readonly signal?: AbortSignal;
    readonly onTable?: (progress: RestoreProgress) => void;
    /** What the operator should know, in one line. */
    readonly onNote?: (note: string) => void;
}
export interface RestoreProgress {
    /** `schema.name` */
    readonly table: string;
    readonly state: 'checked' | 'begun' | 'running' | 'done';
    readonly rows: number;
}
export interface RestoreEnd {
    readonly metadata: BackupMetadata;
    readonly rows: number;
    /** Where the rows are that the target had before; undefined where it had none. */
    readonly kept: string | undefined;
}
/**
 * Puts the rows of a backup in the place of those that the target has. The backup is read to its end first; then
 * everything happens in one transaction, whose last act is to compare the rows with those that were backed up: whatever
 * goes wrong, and whenever, the target is as it was. Its own rows are backed up into the state folder before they go.
 * Throws CutoverError: `backup.damaged`, `confirm.mismatch`, `restore.refused`, `restore.failed`.
 */
export declare function restoreBackup(request: RestoreRequest): Promise<RestoreEnd>;
