import { rm } from 'node:fs/promises';
import { CutoverError, toCutoverError } from '../errors.ts';
import { ledgerExists, readRun } from '../ledger.ts';
import { mayReplicate } from '../plan/target-state.ts';
import { displayName, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { confirmTarget, lockTarget } from '../run/target-lock.ts';
import { pinSettings, tableChecksum } from '../verify/checksum.ts';
import { checkBackup, fileRows } from './check.ts';
import { planClearing, refuseOrphans } from './clear.ts';
import { insertRowsSql, readRowTables, type RowTable, writtenColumns } from './columns.ts';
import { readGuards } from './guards.ts';
import type { BackedUpTable, BackupMetadata } from './metadata.ts';
import { newBackupFolder } from './folder.ts';
import { refuseNewer, rememberRows } from './newer.ts';
import { moveSequencesForward } from './sequences.ts';
import { backupTables } from './tables.ts';

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

/** A table of the backup with the one that it goes into. */
interface Pair {
  readonly file: BackedUpTable;
  readonly table: RowTable;
}

/**
 * Puts the rows of a backup in the place of those that the target has. The backup is read to its end first; then
 * everything happens in one transaction, whose last act is to compare the rows with those that were backed up: whatever
 * goes wrong, and whenever, the target is as it was. Its own rows are backed up into the state folder before they go.
 * Throws CutoverError: `backup.damaged`, `confirm.mismatch`, `restore.refused`, `restore.failed`.
 */
export async function restoreBackup(request: RestoreRequest): Promise<RestoreEnd> {
  const { folder, onTable, onNote } = request;
  const metadata = await checkBackup(folder, (table) => onTable?.({ table, state: 'checked', rows: 0 }));
  if (request.signal?.aborted) throw stopped();
  const session = await lockTarget(request.targetUrl);
  try {
    await confirmTarget(session, request.confirm);
    await noteRun(session, onNote);
    const pairs = pairUp(metadata, await readRowTables(session, metadata.files));
    noteNewColumns(pairs, onNote);
    const replica = await mayReplicate(session);
    return await inOneTransaction(session, async () => replaceRows(session, request, { metadata, pairs, replica }));
  } finally {
    await session.close();
  }
}

async function noteRun(session: Session, onNote: RestoreRequest['onNote']): Promise<void> {
  const run = (await ledgerExists(session)) ? await readRun(session) : undefined;
  if (run === undefined || run.state === 'held') return;
  onNote?.(`run ${run.id} on this target is not finished: verify it (cutover verify ${run.id}) before you rely on it`);
}

/** Throws `restore.refused` where the target lacks a table or a column. */
function pairUp(metadata: BackupMetadata, tables: readonly (RowTable | undefined)[]): Pair[] {
  const problems: string[] = [];
  const pairs = metadata.files.flatMap((file, index): Pair[] => {
    const key = displayName(file.schema, file.name);
    const table = tables[index];
    if (table === undefined || table.kind !== 'r') {
      problems.push(`there is no table ${key}`);
      return [];
    }
    const columns = new Set(writtenColumns(table).map(({ name }) => name));
    const missing = file.columns.filter(({ name }) => !columns.has(name)).map(({ name }) => name);
    if (missing.length > 0) problems.push(`${key} takes no values for ${missing.join(', ')}`);
    if (file.partial) problems.push(`of ${key} the backup has a part: the rows that are not its extension's own`);
    return [{ file, table }];
  });
  if (problems.length === 0) return pairs;
  throw new CutoverError('restore.refused', `the target does not fit the backup: ${problems.join('; ')}`, {
    hint: 'Make its tables as they were when the backup was taken; a service of Supabase makes its own when it starts. Nothing was changed.',
  });
}

function noteNewColumns(pairs: readonly Pair[], onNote: RestoreRequest['onNote']): void {
  for (const { file, table } of pairs) {
    const known = new Set(file.columns.map(({ name }) => name));
    const more = writtenColumns(table).filter(({ name }) => !known.has(name));
    if (more.length === 0) continue;
    const names = more.map(({ name }) => name).join(', ');
    onNote?.(`${displayName(table.schema, table.name)}: the backup is older than ${names}: their defaults are written`);
  }
}

async function inOneTransaction<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await pinSettings(session);
  let committing = false;
  try {
    await session.execute('BEGIN');
    const result = await work();
    committing = true;
    await session.execute('COMMIT');
    return result;
  } catch (thrown) {
    if (!session.broken) await session.execute('ROLLBACK').catch((second: Error) => session.destroy(second));
    const error = toCutoverError(thrown);
    if (error.code === 'stopped' || error.code.startsWith('restore.') || error.code.startsWith('backup.')) throw error;
    const doubtful = committing && session.broken;
    throw new CutoverError('restore.failed', `the backup was not restored: ${error.message}`, {
      hint: doubtful
        ? 'The connection was lost at the very end: the target is whole, either as it was or restored. Repeating the command is safe.'
        : `The target is as it was. ${error.code.startsWith('connection.') ? 'Repeat the command.' : 'Mend the cause that the server named, and repeat the command.'}`,
      cause: error,
    });
  }
}

async function replaceRows(
  session: Session,
  request: RestoreRequest,
  what: { readonly metadata: BackupMetadata; readonly pairs: readonly Pair[]; readonly replica: boolean },
): Promise<RestoreEnd> {
  const { metadata, pairs, replica } = what;
  const tables = pairs.map(({ table }) => table);
  for (const table of tables) await session.execute(lockSql(table));
  const guards = await readGuards(session, tables, replica);
  const clearing = await planClearing(session, tables, replica);
  const filled = await withRows(session, tables);
  const remembered = request.overwriteNewer ? [] : await rememberRows(session, filled);
  const kept = filled.length === 0 ? undefined : await keep(session, filled, request);
  try {
    for (const statement of guards.lift) await session.execute(statement);
    // Storage refuses DELETE otherwise. [facts 17]
    await session.execute("SELECT pg_catalog.set_config('storage.allow_delete_query', 'true', true)");
    if (replica) await session.execute("SET LOCAL session_replication_role = 'replica'");
    for (const statement of clearing.statements) await session.execute(statement);
    const files = new Map(pairs.map(({ file, table }) => [table, file]));
    for (const table of clearing.order) {
      const file = files.get(table);
      if (file !== undefined) await fill(session, request, { file, table });
    }
    await session.execute('SET CONSTRAINTS ALL IMMEDIATE');
    await refuseOrphans(session, clearing.keys);
    for (const { file, table } of pairs) await compare(session, file, table);
    await refuseNewer(session, remembered, metadata.timestamp);
    for (const statement of guards.putBack) await session.execute(statement);
    // Last, since a sequence does not go back with its transaction; it only ever moves forward.
    await moveSequencesForward(
      session,
      metadata.files.flatMap(({ sequences }) => sequences),
      request.onNote,
    );
    return { metadata, rows: pairs.reduce((sum, { file }) => sum + file.rows, 0), kept };
  } catch (error) {
    // The rows are where they were: a copy of them would only be taken for the backup.
    if (kept !== undefined) await rm(kept, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

/** Nobody may write to a table between the look at its rows and their end. */
function lockSql({ schema, name }: RowTable): string {
  return `LOCK TABLE ONLY ${quoteQualified(schema, name)} IN ACCESS EXCLUSIVE MODE`;
}

async function withRows(session: Session, tables: readonly RowTable[]): Promise<RowTable[]> {
  const found: RowTable[] = [];
  for (const table of tables) {
    const [row] = await session.query<{ filled: boolean }>(
      `SELECT EXISTS (SELECT FROM ONLY ${quoteQualified(table.schema, table.name)}) AS filled`,
    );
    if (row?.filled === true) found.push(table);
  }
  return found;
}

/** The target's rows, before they go. */
async function keep(session: Session, tables: readonly RowTable[], request: RestoreRequest): Promise<string> {
  const { stateDir, toolVersion, signal } = request;
  const folder = newBackupFolder(stateDir, session.address.database, '_before_restore');
  await backupTables(session, tables, folder, { toolVersion, inTransaction: true, ...(signal ? { signal } : {}) });
  return folder;
}

async function fill(session: Session, request: RestoreRequest, { file, table }: Pair): Promise<void> {
  const { onTable, signal } = request;
  const key = displayName(table.schema, table.name);
  const sql = insertRowsSql(table, file.columns);
  let rows = 0;
  onTable?.({ table: key, state: 'begun', rows });
  for await (const lines of fileRows(request.folder, file)) {
    if (signal?.aborted) throw stopped();
    try {
      await session.query(sql, [`[${lines.join(',')}]`]);
    } catch (thrown) {
      throw named(thrown, key);
    }
    rows += lines.length;
    onTable?.({ table: key, state: 'running', rows });
  }
  onTable?.({ table: key, state: 'done', rows });
}

function named(thrown: unknown, table: string): unknown {
  const error = toCutoverError(thrown);
  if (error.code.startsWith('connection.')) return thrown;
  return new CutoverError(error.code, `${table}: ${error.message}`, { hint: error.hint, cause: error });
}

/** The rows as the server has them now, against those that were backed up. */
async function compare(session: Session, file: BackedUpTable, { schema, name }: RowTable): Promise<void> {
  const columns = file.columns.map((column) => column.name);
  const { rows, checksum } = await tableChecksum(session, { schema, name, columns, mode: 'checksums' });
  if (rows === file.rows && checksum === file.checksum) return;
  const what = rows === file.rows ? 'other values' : `${rows} rows instead of ${file.rows}`;
  throw new CutoverError('restore.failed', `${displayName(schema, name)} would have ${what} after the restore`, {
    hint: 'Types of its columns, or something on the target that changes rows, are not as they were when the backup was taken. The target is as it was.',
  });
}

function stopped(): CutoverError {
  return new CutoverError('stopped', 'the restore was stopped', { hint: 'The target is as it was.' });
}
