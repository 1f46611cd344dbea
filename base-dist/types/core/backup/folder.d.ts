/** Where the backups of this machine are: beside the records of runs. */
export declare function backupsFolder(stateDir: string): string;
/** A folder that is not there yet: `backup_<project>_<time>`, with what it is for behind it. */
export declare function newBackupFolder(stateDir: string, project: string, purpose?: string): string;
/** `backup_abcdefgh_2026-11-21T02-03-04-567Z`: what a shell and every file system take as one word. Pure. */
export declare function backupName(project: string, at: Date, purpose?: string): string;
