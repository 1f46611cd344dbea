import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eachAtOnce } from '../concurrency.ts';
import { CutoverError } from '../errors.ts';
import { nameComplaint, parseFileName } from './names.ts';
import { decodeText, hashOf } from './text.ts';

/** Where a project keeps its migrations, below its root. */
export const defaultMigrationsFolder = 'supabase/migrations';

/**
 * Where a file stands: `plain` beside Supabase's own, `planned` is written, `testing` has passed its test, `applied`
 * has been applied to a target by cutover.
 */
export type Stage = 'plain' | 'planned' | 'testing' | 'applied';

export interface MigrationFile {
  readonly version: string;
  readonly description: string;
  /** `version_description`: how it is named in commands, lists and the history. */
  readonly name: string;
  readonly stage: Stage | 'rollback';
  /** Below the folder, with slashes: `applied/2026-11/20261121140322_add_status.sql`. */
  readonly path: string;
  /** Without a byte order mark, lines ended by a line feed. Empty where the file could not be decoded. */
  readonly text: string;
  /** SHA-256 of `text`, in hex. */
  readonly hash: string;
}

export interface FolderProblem {
  readonly kind: 'name' | 'encoding' | 'duplicate' | 'lone-rollback';
  readonly path: string;
  /** A whole sentence, without the file's name. */
  readonly detail: string;
}

/** Everything in a migration folder. Plain data. */
export interface MigrationFolder {
  /** Absolute. */
  readonly root: string;
  /** False where there is no such folder: everything else is empty then. */
  readonly exists: boolean;
  /** Migrations of every stage, in the order in which they are applied. */
  readonly files: readonly MigrationFile[];
  /** The way back of a migration, by its version. */
  readonly rollbacks: ReadonlyMap<string, MigrationFile>;
  readonly problems: readonly FolderProblem[];
}

/** Files that may lie in the folder and are no migrations. */
export const templateNames = { migration: 'template.sql', rollback: 'template.rollback.sql' } as const;

const readersAtOnce = 64;
const monthFolder = /^\d{4}-(?:0[1-9]|1[0-2])$/;

interface Found {
  readonly stage: MigrationFile['stage'];
  readonly path: string;
  readonly file: string;
}

/**
 * Reads a migration folder: plain files of Supabase, and `planned`, `testing`, `applied/YYYY-MM` and `rollbacks` below
 * it. Other folders and files that are no `.sql` are passed over, as Supabase does. What is out of form is a problem in
 * the answer, not an error. Throws `migrations.folder` where the folder or a file cannot be read.
 */
export async function readMigrationFolder(root: string): Promise<MigrationFolder> {
  const found = await findFiles(root);
  if (found === undefined) return { root, exists: false, files: [], rollbacks: new Map(), problems: [] };
  const problems: FolderProblem[] = [];
  const read: MigrationFile[] = [];
  await eachAtOnce(found, readersAtOnce, async (each) => {
    const file = await readOne(root, each, problems);
    if (file !== undefined) read.push(file);
  });
  const all = read.toSorted(inOrder);
  const files = all.filter(({ stage }) => stage !== 'rollback');
  const twins = all.filter(({ stage }) => stage === 'rollback');
  problems.push(...duplicates(files), ...duplicates(twins), ...loneRollbacks(files, twins));
  return {
    root,
    exists: true,
    files,
    rollbacks: new Map(twins.toReversed().map((file) => [file.version, file])),
    problems: problems.toSorted((a, b) => compareText(a.path, b.path)),
  };
}

/**
 * What makes the schema as the folder knows it: plain and applied files, in their order. `planned` adds what is planned
 * or in testing. Of files with one version only the first is taken, and the folder's problems name the others.
 */
export function schemaFiles(folder: MigrationFolder, options: { readonly planned?: boolean } = {}): MigrationFile[] {
  const wanted = folder.files.filter(
    ({ stage }) => options.planned === true || stage === 'plain' || stage === 'applied',
  );
  const versions = new Set<string>();
  return wanted.filter(({ version }) => !versions.has(version) && versions.add(version));
}

/**
 * The one file that `word` names: a version, a whole name, or a part of a name that no other file has.
 * Throws `config.invalid`.
 */
export function findMigration(files: readonly MigrationFile[], word: string): MigrationFile {
  const wanted = word.replace(/^.*\//, '').replace(/\.sql$/, '');
  const exact = files.filter(({ name, version }) => name === wanted || version === wanted);
  const [only, another] = exact.length > 0 ? exact : files.filter(({ name }) => name.includes(wanted));
  if (only !== undefined && another === undefined) return only;
  if (only === undefined) {
    throw new CutoverError('config.invalid', `there is no migration '${word}' in the folder`, {
      hint: "'cutover migrations status' lists them; give a version, a name, or a part of one.",
    });
  }
  throw new CutoverError('config.invalid', `'${word}' names more than one migration: ${only.path}, ${another?.path}`, {
    hint: 'Give more of the name, or rename one of the files where they have one version.',
  });
}

/** By version, then by name: code unit by code unit, as Supabase sorts its files. */
function inOrder(a: MigrationFile, b: MigrationFile): number {
  return compareText(a.version, b.version) || compareText(a.path, b.path);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

async function findFiles(root: string): Promise<Found[] | undefined> {
  const top = await entriesOf(root);
  if (top === undefined) return undefined;
  const found: Found[] = sqlFiles(top, 'plain', '').filter(
    ({ file }) => file !== templateNames.migration && file !== templateNames.rollback,
  );
  for (const [folder, stage] of [
    ['planned', 'planned'],
    ['testing', 'testing'],
    ['rollbacks', 'rollback'],
  ] as const) {
    found.push(...sqlFiles((await entriesOf(join(root, folder))) ?? [], stage, `${folder}/`));
  }
  for (const { name, isFolder } of (await entriesOf(join(root, 'applied'))) ?? []) {
    if (!isFolder || !monthFolder.test(name)) continue;
    found.push(...sqlFiles((await entriesOf(join(root, 'applied', name))) ?? [], 'applied', `applied/${name}/`));
  }
  return found;
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Undefined where there is no such folder. */
async function entriesOf(path: string): Promise<Entry[] | undefined> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadable(path, error);
  }
}

function sqlFiles(entries: readonly Entry[], stage: Found['stage'], below: string): Found[] {
  return entries
    .filter(({ name, isFolder }) => !isFolder && name.endsWith('.sql') && !name.startsWith('.'))
    .map(({ name }) => ({ stage, path: `${below}${name}`, file: name }));
}

async function readOne(root: string, found: Found, problems: FolderProblem[]): Promise<MigrationFile | undefined> {
  const { stage, path, file } = found;
  const name = parseFileName(file);
  if (name === undefined) {
    problems.push({ kind: 'name', path, detail: 'is not called YYYYMMDDHHMMSS_description.sql, and is passed over' });
    return undefined;
  }
  const complaint = nameComplaint(name);
  // Supabase takes any number in front, and any words behind it: its own files are as they are.
  if (complaint !== undefined && stage !== 'plain') problems.push({ kind: 'name', path, detail: complaint });
  const decoded = await readFile(join(root, path)).then(decodeText, (error: unknown) => {
    // Another process may have moved it since the folder was listed.
    if (isMissing(error)) return undefined;
    throw unreadable(join(root, path), error);
  });
  if (decoded === undefined) return undefined;
  if (decoded.complaint !== undefined) problems.push({ kind: 'encoding', path, detail: decoded.complaint });
  return {
    ...name,
    name: `${name.version}_${name.description}`,
    stage,
    path,
    text: decoded.text,
    hash: hashOf(decoded.text),
  };
}

function duplicates(files: readonly MigrationFile[]): FolderProblem[] {
  const first = new Map<string, MigrationFile>();
  return files.flatMap((file): FolderProblem[] => {
    const earlier = first.get(file.version);
    if (earlier === undefined) {
      first.set(file.version, file);
      return [];
    }
    return [{ kind: 'duplicate', path: file.path, detail: `has the version of ${earlier.path}` }];
  });
}

function loneRollbacks(files: readonly MigrationFile[], twins: readonly MigrationFile[]): FolderProblem[] {
  const names = new Map(files.map(({ version, name }) => [version, name]));
  return twins.flatMap((twin): FolderProblem[] => {
    const name = names.get(twin.version);
    if (name === twin.name) return [];
    const detail =
      name === undefined ? 'is the way back of no migration in the folder' : `is called otherwise than ${name}`;
    return [{ kind: 'lone-rollback', path: twin.path, detail }];
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function unreadable(path: string, cause: unknown): CutoverError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CutoverError('migrations.folder', `${path} cannot be read: ${reason}`, {
    hint: 'Make the migration folder readable, or name another one with --migrations.',
    cause,
  });
}
