import { join } from 'node:path';

/** Where the backups of this machine are: beside the records of runs. */
export function backupsFolder(stateDir: string): string {
  return join(stateDir, 'backups');
}

/** A folder that is not there yet: `backup_<project>_<time>`, with what it is for behind it. */
export function newBackupFolder(stateDir: string, project: string, purpose = ''): string {
  return join(backupsFolder(stateDir), backupName(project, new Date(), purpose));
}

/** `backup_abcdefgh_2026-11-21T02-03-04-567Z`: what a shell and every file system take as one word. Pure. */
export function backupName(project: string, at: Date, purpose = ''): string {
  const plain = project.replaceAll(/[^\w-]+/g, '-').slice(0, 63);
  return `backup_${plain === '' ? 'database' : plain}_${at.toISOString().replaceAll(/[:.]/g, '-')}${purpose}`;
}
