import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { backupsFolder } from './folder.ts';
import { type BackupMetadata, readMetadata } from './metadata.ts';

/** Finished backups of the state folder, newest first. What cannot be read is none. */
export async function readBackups(stateDir: string): Promise<readonly BackupMetadata[]> {
  const folder = backupsFolder(stateDir);
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(names.map((name) => readMetadata(join(folder, name)).catch(() => undefined)));
  return found.filter((metadata) => metadata !== undefined).toSorted((a, b) => b.timestamp.localeCompare(a.timestamp));
}
