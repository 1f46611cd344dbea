import pg from 'pg';
import { CutoverError } from '../errors.ts';
import { type MigrationFile, readMigrationFolder, schemaFiles } from '../migrations/folder.ts';
import { SqlScanner } from '../plan/sql-scanner.ts';
import { topLevelPieces } from '../plan/sql-pieces.ts';
import { connect } from '../postgres/session.ts';
import { createScratch, type Scratch } from '../scratch/scratch.ts';
import type { HistoryEntry, SchemaModel } from './model.ts';
import { readDatabase } from './read/database.ts';
import { hashStatements } from './read/history.ts';

export interface MigrationsReading {
  /** The folder. */
  readonly root: string;
  readonly label: string;
  /** `server_version_num` of the database that it is compared with. */
  readonly serverVersion?: number | undefined;
  readonly schemas?: readonly string[] | undefined;
}

/** What a statement says that must not stand in a transaction with others. */
const needsNoTransaction = '25001';
const extensionMissing = '0A000';

/**
 * The schema that the migration folder makes: its plain and applied files, in their order, on a scratch server as a
 * hosted project is on its first day; on one of the caller's where it is given. Throws `migrations.folder`, `config.invalid` for a file that does not apply.
 */
export async function readMigrations(reading: MigrationsReading, shared?: Scratch): Promise<SchemaModel> {
  const files = schemaFiles(await readMigrationFolder(reading.root));
  const major = reading.serverVersion === undefined ? undefined : Math.floor(reading.serverVersion / 10_000);
  const scratch = shared ?? (await createScratch({ major }));
  try {
    const database = await scratch.database();
    const empty = await applyFiles(files, database.url, scratch);
    const model = await readScratch(database.url, files.length, reading);
    await database.drop();
    return {
      ...withoutVersions(model),
      history: files.map(historyEntry),
      notes: notesOf(model, empty, scratch, major),
    };
  } finally {
    if (shared === undefined) await scratch.stop();
  }
}

async function readScratch(url: string, files: number, { label, schemas }: MigrationsReading): Promise<SchemaModel> {
  const session = await connect({ end: 'source', url, purpose: 'drift' });
  try {
    return await readDatabase(session, { truth: 'migrations', label: `${label} (${files} files)`, schemas });
  } finally {
    await session.close();
  }
}

/** A folder says that an extension is there, and not of which version. */
function withoutVersions(model: SchemaModel): SchemaModel {
  const items = model.items.map((item) => {
    if (item.kind !== 'extension') return item;
    const { version: _, ...facts } = item.facts;
    return { ...item, facts };
  });
  return { ...model, items };
}

function notesOf(
  model: SchemaModel,
  empty: ReadonlySet<string>,
  scratch: Scratch,
  major: number | undefined,
): string[] {
  return [
    ...model.notes,
    ...[...empty].map((name) => `extension ${name} is not packaged here: the folder was read as if it held nothing`),
    ...(major !== undefined && scratch.major !== major
      ? [`the folder was read on PostgreSQL ${scratch.major}, the databases run ${major}`]
      : []),
  ];
}

function historyEntry({ version, description, text }: MigrationFile): HistoryEntry {
  return { version, name: description, hash: hashStatements(text), names: namesIn(text) };
}

/** Words and quoted names, as the catalogs have them. */
function namesIn(text: string): string[] {
  const names = new Set<string>();
  const scanner = new SqlScanner(text);
  while (scanner.next()) {
    if (scanner.kind === 'word') names.add(scanner.token.toLowerCase());
    if (scanner.kind === 'quoted-identifier') names.add(scanner.token.slice(1, -1).replaceAll('""', '"'));
  }
  return [...names];
}

/** Gives the extensions that stood in empty. */
async function applyFiles(
  files: readonly MigrationFile[],
  url: string,
  scratch: Scratch,
): Promise<ReadonlySet<string>> {
  const standIns = new Set<string>();
  const client = new pg.Client({ connectionString: url, application_name: 'cutover drift' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (const file of files) {
      // What an earlier file set for its session is gone with it, as under Supabase's own tool.
      await client.query('RESET ALL; RESET ROLE');
      await applyFile(file, client, scratch, standIns);
    }
    return standIns;
  } finally {
    await client.end();
  }
}

interface ServerComplaint {
  readonly code?: string;
  readonly message: string;
  readonly position?: string;
}

async function applyFile(
  file: MigrationFile,
  client: pg.Client,
  scratch: Scratch,
  standIns: Set<string>,
): Promise<void> {
  for (;;) {
    try {
      await client.query(file.text);
      return;
    } catch (thrown) {
      const complaint = thrown as ServerComplaint;
      const extension =
        complaint.code === extensionMissing ? /extension "([^"]+)"/.exec(complaint.message)?.[1] : undefined;
      if (extension !== undefined && !standIns.has(extension) && (await scratch.standIn(extension))) {
        standIns.add(extension);
      } else if (complaint.code === needsNoTransaction) {
        await client.query('ROLLBACK');
        return await applyOneByOne(file, client);
      } else {
        throw doesNotApply(file, complaint);
      }
      await client.query('ROLLBACK');
    }
  }
}

async function applyOneByOne(file: MigrationFile, client: pg.Client): Promise<void> {
  for (const { kind, text } of topLevelPieces(file.text)) {
    if (kind !== 'statement') continue;
    try {
      await client.query(text);
    } catch (thrown) {
      throw doesNotApply(file, {
        message: `${(thrown as Error).message}, in ${text.slice(0, 60).replaceAll(/\s+/g, ' ')}`,
      });
    }
  }
}

function doesNotApply(file: MigrationFile, { message, position }: ServerComplaint): CutoverError {
  const line = position === undefined ? '' : `:${file.text.slice(0, Number(position)).split('\n').length}`;
  return new CutoverError('config.invalid', `the migration ${file.path}${line} does not apply: ${message}`, {
    hint: 'It is applied after the files before it, to a project without rows. Mend the file, or leave the folder out with --compare.',
  });
}
