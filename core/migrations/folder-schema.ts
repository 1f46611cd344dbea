import { type SchemaModel } from '../drift/model.ts';
import { readDatabase } from '../drift/read/database.ts';
import { CutoverError, toCutoverError } from '../errors.ts';
import { readInventory } from '../inventory/inventory.ts';
import { readSchemas } from '../inventory/schemas.ts';
import type { Inventory } from '../inventory/types.ts';
import { type DumpEntry, splitDump } from '../plan/entries.ts';
import { dumpSchema } from '../postgres/dump/dump.ts';
import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import { connect, type Session } from '../postgres/session.ts';
import { createScratch, type Scratch, scratchMajor } from '../scratch/scratch.ts';
import { isManaged } from '../supabase/managed.ts';
import { type ManagedObject, readManagedObjects } from '../supabase/objects.ts';
import { segmentsOfJob } from './carry-out.ts';
import { type Document, readDocument } from './document.ts';
import { type MigrationFile, readMigrationFolder, schemaFiles } from './folder.ts';
import { loadParser } from './parse.ts';
import { runStatements, useProjectSettings } from './statements.ts';

/** What a migration folder makes of a project on its first day, as catalogs and pg_dump tell it. */
export interface FolderSchema {
  /** Its own schemas, without those of the platform. */
  readonly inventory: Inventory;
  /** What the files put on tables of Supabase's services. */
  readonly managed: readonly ManagedObject[];
  /** pg_dump's entries of its own schemas. */
  readonly entries: readonly DumpEntry[];
  /** Extensions that the files made, beside those that the platform brings. */
  readonly extensions: readonly string[];
  /** Rows that the files put into their own tables. */
  readonly seeds: readonly Seed[];
  /** What the files made, in the form in which schemas are compared. */
  readonly model: SchemaModel;
  readonly files: readonly AppliedFile[];
}

/** Rows of a table, as JSON; small, since somebody wrote them into a file. */
export interface Seed {
  /** The table's key. */
  readonly table: string;
  readonly rows: number;
  /** An array with an object for each row. */
  readonly json: string;
}

export interface AppliedFile {
  readonly version: string;
  readonly description: string;
  readonly hash: string;
  readonly statements: readonly string[];
}

const availableSql = 'SELECT a.name::text AS name FROM pg_catalog.pg_available_extensions a';
const extensionsSql = 'SELECT e.extname::text AS name FROM pg_catalog.pg_extension e';

/**
 * Applies a migration folder to a scratch server of this major version (or the nearest that is packaged), with Supabase's
 * roles and schemas, and reads what came out. Nothing else is written anywhere. Throws `config.invalid` where there is no
 * folder or nothing in it, and `migrations.failed` where a file cannot be applied.
 */
export async function readFolderSchema(root: string, major: number): Promise<FolderSchema> {
  const folder = await readMigrationFolder(root);
  const files = schemaFiles(folder);
  if (files.length === 0) {
    throw new CutoverError('config.invalid', `${root} has no migrations to make a schema of`, {
      hint: 'Name the folder with --migrations, or leave --schema migrations out: the schema then comes from the source.',
    });
  }
  const parse = await loadParser();
  const documents = files.map((file) => ({ file, document: readDocument(file.text, parse) }));
  const scratch = await createScratch({ major: scratchMajor(major) });
  try {
    const database = await scratch.database();
    const session = await connect({ end: 'target', url: database.url, purpose: 'migrations' });
    try {
      const before = await extensionNames(session);
      for (const { file, document } of documents) await applyFile(session, scratch, file, document);
      return await readResult({ session, url: database.url, root, before, documents });
    } finally {
      await session.close();
    }
  } finally {
    await scratch.stop();
  }
}

async function applyFile(session: Session, scratch: Scratch, file: MigrationFile, document: Document): Promise<void> {
  if (document.complaint) {
    throw failed(`${file.path}, line ${document.complaint.line}: ${document.complaint.message}`);
  }
  await standInFor(session, scratch, document);
  await useProjectSettings(session, 60_000);
  const about = { name: file.name, path: file.path, tell: () => undefined, before: 0, of: 0, signal: undefined };
  for (const segment of segmentsOfJob(document)) {
    try {
      await runStatements(session, segment.statements, { ...about, inTransaction: false });
    } catch (thrown) {
      const error = toCutoverError(thrown);
      throw failed(error.message, error);
    }
  }
}

function failed(reason: string, cause?: unknown): CutoverError {
  return new CutoverError('migrations.failed', `the migrations cannot be applied to an empty project: ${reason}`, {
    hint: "See 'cutover migrations status' and mend the folder: its files, one after the other, must make the schema.",
    ...(cause === undefined ? {} : { cause }),
  });
}

/** An extension that is not packaged here is stood in for by an empty one of its name. */
async function standInFor(session: Session, scratch: Scratch, { change }: Document): Promise<void> {
  const wanted = change.flatMap(({ node }) =>
    'CreateExtensionStmt' in node && node.CreateExtensionStmt.extname !== undefined
      ? [node.CreateExtensionStmt.extname]
      : [],
  );
  if (wanted.length === 0) return;
  const available = new Set((await session.query<{ name: string }>(availableSql)).map(({ name }) => name));
  for (const name of wanted) if (!available.has(name)) await scratch.standIn(name);
}

async function extensionNames(session: Session): Promise<ReadonlySet<string>> {
  return new Set((await session.query<{ name: string }>(extensionsSql)).map(({ name }) => name));
}

async function readResult(made: {
  readonly session: Session;
  readonly url: string;
  readonly root: string;
  readonly before: ReadonlySet<string>;
  readonly documents: readonly { readonly file: MigrationFile; readonly document: Document }[];
}): Promise<FolderSchema> {
  const { url, root, before, documents } = made;
  // The files may have left any setting behind.
  const session = await connect({ end: 'target', url, purpose: 'migrations' });
  try {
    const names = (await readSchemas(session, undefined)).map(({ name }) => name).filter((name) => !isManaged(name));
    const inventory = await readInventory(session, { schemas: names, extensionTables: { only: [] } });
    const label = `${root} (${documents.length} ${documents.length === 1 ? 'file' : 'files'})`;
    const model = await readDatabase(session, { truth: 'migrations', label });
    const managed = await readManagedObjects(session);
    const seeds = await readSeeds(session, inventory);
    const now = await extensionNames(session);
    // pg_dump leaves its own settings behind: it comes last.
    const sql = await dumpSchema(session, { owners: true, schemas: names });
    return {
      inventory,
      managed,
      entries: splitDump(sql).entries,
      extensions: [...now].filter((name) => !before.has(name)),
      seeds,
      model,
      files: documents.map(({ file, document }) => ({
        version: file.version,
        description: file.description,
        hash: file.hash,
        statements: document.change.map(({ text }) => text),
      })),
    };
  } finally {
    await session.close();
  }
}

async function readSeeds(session: Session, { tables }: Inventory): Promise<Seed[]> {
  const seeds: Seed[] = [];
  for (const { key, kind, pages, schema, name, columns } of tables) {
    if (kind !== 'table' || pages === 0) continue;
    const stored = columns.filter(({ generated }) => generated === 'no').map((column) => quoteIdentifier(column.name));
    const [row] = await session.query<{ rows: number; json: string | null }>(
      `SELECT count(*)::int AS rows, pg_catalog.json_agg(pg_catalog.to_json(t))::text AS json
       FROM (SELECT ${stored.join(', ')} FROM ONLY ${quoteQualified(schema, name)}) AS t`,
    );
    if (row && row.rows > 0) seeds.push({ table: key, rows: row.rows, json: row.json ?? '[]' });
  }
  return seeds;
}
