import { type BackupMetadata } from './metadata.ts';
/** Finished backups of the state folder, newest first. What cannot be read is none. */
export declare function readBackups(stateDir: string): Promise<readonly BackupMetadata[]>;
