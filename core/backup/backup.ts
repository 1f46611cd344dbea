import { join } from 'node:path';
import { CutoverError } from '../errors.ts';
import { readSchemas } from '../inventory/schemas.ts';
import { tableSelector } from '../inventory/select.ts';
import { readTables } from '../inventory/tables.ts';
import { connect, type Session } from '../postgres/session.ts';
import { refOfDatabase } from '../supabase/project.ts';
import { backupName, backupsFolder } from './folder.ts';
import type { BackupMetadata } from './metadata.ts';
import { backupTables, type TableProgress, type WantedTable } from './tables.ts';

/** What only a Supabase project has, and no dump of the application brings back: its users, and the records of files. */
const defaultSchemas: readonly string[] = ['auth', 'storage'];

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
export async function backupDatabase(request: BackupRequest): Promise<BackupMetadata> {
  const { sourceUrl, signal, onTable } = request;
  const session = await connect({ end: 'source', url: sourceUrl, purpose: 'backup' });
  try {
    const tables = await tablesToBackUp(session, request.schemas, request.excludeTables);
    const projectRef = refOfDatabase(sourceUrl) ?? session.address.database;
    const folder = join(backupsFolder(request.stateDir), backupName(projectRef, new Date()));
    request.onBegin?.(tables.length, folder);
    return await backupTables(session, tables, folder, {
      toolVersion: request.toolVersion,
      projectRef,
      ...(signal ? { signal } : {}),
      ...(onTable ? { onTable } : {}),
    });
  } finally {
    await session.close();
  }
}

/** Tables with rows of their own, of these schemas. Throws `config.invalid` where there is nothing to back up. */
async function tablesToBackUp(
  session: Session,
  wanted: readonly string[] | undefined,
  excludeTables: readonly string[],
): Promise<WantedTable[]> {
  const schemas = await readSchemas(session, wanted ?? defaultSchemas);
  const found = new Set(schemas.map(({ name }) => name));
  const missing = (wanted ?? []).filter((name) => !found.has(name));
  if (missing.length > 0) {
    throw new CutoverError('config.invalid', `the source has no schema ${missing.join(', ')}`, {
      hint: 'Correct --schemas.',
    });
  }
  const isExcluded = tableSelector(excludeTables);
  const oids = schemas.map(({ oid }) => oid);
  const tables = (await readTables(session, oids, { only: [...found] })).filter(
    (table) => table.kind === 'table' && !isExcluded(table),
  );
  if (tables.length > 0) return tables.map(({ schema, name, where }) => ({ schema, name, where }));
  const where = wanted === undefined ? 'auth and storage of Supabase' : wanted.join(', ');
  throw new CutoverError('config.invalid', `there is no table to back up: the source has none in ${where}`, {
    hint: 'Name the schemas with --schemas: cutover backup --schemas public.',
  });
}
