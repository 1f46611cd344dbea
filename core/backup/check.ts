import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CutoverError } from '../errors.ts';
import { displayName } from '../postgres/identifiers.ts';
import { type BackedUpTable, type BackupMetadata, readMetadata } from './metadata.ts';
import { readRows } from './rows-file.ts';

/** Rows that are sent to the server at once: enough to hide the round trip, and little enough for any memory. */
export const batch = { bytes: 2 * 1024 * 1024, rows: 2000 } as const;

/**
 * Reads a backup from its first to its last byte: every file is there, of the size, digest and number of rows that
 * metadata.json has. Throws `backup.damaged` with the file that is not.
 */
export async function checkBackup(
  folder: string,
  onTable: (table: string) => void = () => undefined,
): Promise<BackupMetadata> {
  const metadata = await readMetadata(folder);
  for (const table of metadata.files) {
    onTable(displayName(table.schema, table.name));
    const path = join(folder, table.file);
    const size = await sizeOf(path);
    if (size === undefined) throw damaged(folder, table, 'it is not there');
    if (size !== table.bytes) throw damaged(folder, table, `it has ${size} bytes instead of ${table.bytes}`);
    for await (const _ of fileRows(folder, table));
  }
  return metadata;
}

/** The rows of a file in batches. Throws `backup.damaged` at the end where they are not those that were written. */
export async function* fileRows(folder: string, table: BackedUpTable): AsyncGenerator<readonly string[]> {
  const seen = { sha256: '', bytes: 0, rows: 0 };
  try {
    yield* readRows(join(folder, table.file), batch, seen);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && 'syscall' in cause)) throw cause;
    throw damaged(folder, table, `it cannot be read (${cause.message})`);
  }
  if (seen.sha256 !== table.sha256) throw damaged(folder, table, 'its SHA-256 is not that of metadata.json');
  if (seen.rows !== table.rows) throw damaged(folder, table, `it has ${seen.rows} rows instead of ${table.rows}`);
}

function damaged(folder: string, { schema, name, file }: BackedUpTable, reason: string): CutoverError {
  const table = displayName(schema, name);
  return new CutoverError('backup.damaged', `the backup is damaged: ${file} of ${table} in ${folder}: ${reason}`, {
    hint: 'Take the folder from another copy of the backup. Nothing was changed on the target.',
  });
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
