import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import QueryStream from 'pg-query-stream';
import { CutoverError, toCutoverError } from '../errors.ts';
import { displayName, quoteQualified } from '../postgres/identifiers.ts';
import { statementError } from '../postgres/errors.ts';
import type { Session } from '../postgres/session.ts';
import { watchForStall } from '../postgres/stall.ts';
import { pinSettings, tableChecksum } from '../verify/checksum.ts';
import { readRowTables, type RowTable, selectRowsSql, type TableName, writtenColumns } from './columns.ts';
import {
  type BackedUpTable,
  type BackupMetadata,
  fileName,
  metadataFile,
  metadataSchema,
  type SequencePosition,
} from './metadata.ts';
import { writeRows } from './rows-file.ts';
import { makeFolder } from '../folders.ts';

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

/** Rows of one fetch take about so many bytes. */
const fetchBytes = 4 * 1024 * 1024;
const mostRowsAtOnce = 2000;
/** Values kept apart from their rows may be of any size, whatever the average says. */
const mostLargeRowsAtOnce = 100;

const databaseSql = `
  SELECT pg_catalog.current_database() AS name, pg_catalog.statement_timestamp() AS at`;

/** Sequences of serial and identity columns. */
const sequencesSql = `
  SELECT DISTINCT n.nspname AS schema, c.relname AS name
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_class c ON c.oid = d.objid AND c.relkind = 'S'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i')
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = $1 AND d.refobjsubid > 0
    AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
  ORDER BY 1, 2`;

/**
 * Writes the rows of tables into a new folder: one JSON file for each, and metadata.json with counts and digests. All
 * tables are read at one moment. The folder has `.unfinished` behind its name until everything is on the disk, and is
 * taken away again where that does not come about. Partitioned tables have no rows of their own: name their partitions.
 * Gives what metadata.json says. Throws CutoverError: `backup.failed` for the disk, others for the database.
 */
export async function backupTables(
  session: Session,
  tables: readonly WantedTable[],
  folder: string,
  options: BackupOptions,
): Promise<BackupMetadata> {
  const unfinished = `${folder}.unfinished`;
  await onDisk(folder, async () => {
    await makeFolder(dirname(folder), 0o700);
    await mkdir(unfinished, { mode: 0o700 });
  });
  try {
    const metadata = await inSnapshot(session, options.inTransaction === true, async () =>
      readAll(session, tables, folder, unfinished, options),
    );
    await onDisk(folder, async () => {
      const text = `${JSON.stringify(metadataSchema.parse(metadata), undefined, 2)}\n`;
      await writeFile(join(unfinished, metadataFile), text, { mode: 0o600, flush: true });
      await syncFolder(unfinished);
      await rename(unfinished, folder);
      await syncFolder(dirname(folder));
    });
    return metadata;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

async function readAll(
  session: Session,
  wanted: readonly WantedTable[],
  folder: string,
  unfinished: string,
  options: BackupOptions,
): Promise<BackupMetadata> {
  const [database] = await session.query<{ name: string; at: Date }>(databaseSql);
  const databaseName = database?.name ?? '';
  const found = await readRowTables(session, wanted);
  const taken = new Set([metadataFile]);
  const files: BackedUpTable[] = [];
  for (const [index, { schema, name, where }] of wanted.entries()) {
    const key = displayName(schema, name);
    const table = found[index];
    if (table === undefined || table.kind === 'p') {
      throw new CutoverError('backup.failed', `${session.end}: there is no table ${key} that could be backed up`, {
        hint: 'Name tables as schema.table; of a partitioned table, its partitions.',
      });
    }
    if (options.signal?.aborted) throw stopped();
    const file = fileName(schema, name, taken);
    const tell = (state: TableProgress['state'], rows: number, bytes: number): void =>
      options.onTable?.({ table: key, state, rows, bytes });
    tell('begun', 0, 0);
    const written = await onDisk(folder, () =>
      writeRows(join(unfinished, file), rowsOf(session, table, where, options.signal), (rows, bytes) =>
        tell('running', rows, bytes),
      ),
    );
    const columns = writtenColumns(table).map(({ name: column, type, form }) => ({ name: column, type, form }));
    const names = columns.map((column) => column.name);
    const { checksum } = await tableChecksum(session, { schema, name, columns: names, where, mode: 'checksums' });
    const sequences = await readSequences(session, table);
    files.push({ schema, name, file, ...written, checksum, columns, partial: where !== undefined, sequences });
    tell('done', written.rows, written.bytes);
  }
  const at = (database?.at ?? new Date()).toISOString();
  return {
    v: 1,
    backupId: folder.slice(dirname(folder).length + 1),
    projectRef: options.projectRef ?? databaseName,
    databaseName,
    timestamp: at,
    backupPath: folder,
    toolVersion: options.toolVersion,
    serverVersion: session.serverVersion,
    tables: files.map(({ schema, name }) => displayName(schema, name)),
    rowCounts: Object.fromEntries(files.map(({ schema, name, rows }) => [displayName(schema, name), rows])),
    files,
  };
}

async function* rowsOf(
  session: Session,
  table: RowTable,
  where: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const width = table.estimatedRows > 0 ? Math.max(1, table.bytes / table.estimatedRows) : fetchBytes / 100;
  const most = table.toastBytes > 0 ? mostLargeRowsAtOnce : mostRowsAtOnce;
  const batchSize = Math.min(most, Math.max(1, Math.floor(fetchBytes / width)));
  const stream = session.client.query(
    new QueryStream(selectRowsSql(table, where), [], { batchSize, rowMode: 'array' }),
  );
  const unwatch = watchForStall([session], (error) => session.destroy(error));
  try {
    for await (const row of stream) {
      if (signal?.aborted) throw stopped();
      yield (row as [string])[0];
    }
  } catch (error) {
    throw tooLarge(error, table, session.end) ?? statementError(error, session.end);
  } finally {
    unwatch();
  }
}

function stopped(): CutoverError {
  return new CutoverError('stopped', 'the backup was stopped', {
    hint: 'What was written of it is gone again; take it anew.',
  });
}

/** A value that PostgreSQL itself cannot put into a jsonb: more than 256 MB of text. */
function tooLarge(error: unknown, { schema, name }: RowTable, end: Session['end']): CutoverError | undefined {
  const state = error instanceof Error && 'code' in error ? error.code : '';
  if (state !== '54000') return undefined;
  const key = displayName(schema, name);
  return new CutoverError(
    'backup.failed',
    `${end}: a row of ${key} is too large for a backup as JSON: ${String(error)}`,
    {
      hint: `Back up ${key} with pg_dump, and leave it out here (--exclude-table).`,
      cause: error,
      sqlState: '54000',
    },
  );
}

async function readSequences(session: Session, table: RowTable): Promise<SequencePosition[]> {
  const sequences = await session.query<{ schema: string; name: string }>(sequencesSql, [table.oid]);
  const positions: SequencePosition[] = [];
  for (const { schema, name } of sequences) {
    const [at] = await session.query<{ last: string; called: boolean }>(
      `SELECT last_value::text AS last, is_called AS called FROM ${quoteQualified(schema, name)}`,
    );
    if (at) positions.push({ schema, name, lastValue: at.last, isCalled: at.called });
  }
  return positions;
}

/** All tables as they are at one moment, their text in one form. */
async function inSnapshot<T>(session: Session, inTransaction: boolean, work: () => Promise<T>): Promise<T> {
  await pinSettings(session);
  if (inTransaction) return await work();
  await session.execute('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  try {
    const result = await work();
    await session.execute('COMMIT');
    return result;
  } catch (error) {
    if (!session.broken) await session.execute('ROLLBACK').catch((second: Error) => session.destroy(second));
    throw error;
  }
}

/** Errors of the file system in the operator's words; those of the database go through. */
async function onDisk<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (cause instanceof CutoverError || !/^E[A-Z]+$/.test(code)) throw cause;
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    const reason = full
      ? 'its disk is full'
      : code === 'EEXIST'
        ? 'it is there already'
        : toCutoverError(cause).message;
    throw new CutoverError('backup.failed', `the backup cannot be written to ${folder}: ${reason}`, {
      hint: full
        ? 'Make room, or name a folder on another disk with --state-dir. What was written of it is gone again.'
        : 'Name a folder that can be written to with --state-dir.',
      cause,
    });
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
