import { findMigration, type MigrationFile, readMigrationFolder } from './folder.ts';
import { readHistory } from './history.ts';
import { readCatalog } from './lint/catalog.ts';
import { type LintReport, lintMigrations } from './lint/lint.ts';
import { loadParser } from './parse.ts';
import { databaseName, reconcile } from './reconcile.ts';
import { migrationStatus, type StatusReport } from './status.ts';
import { alterations } from './syntax.ts';
import { lookAtTarget, type MigrationsContext } from './target.ts';
import { readTestRecords } from './test-record.ts';

export interface FolderStatus extends StatusReport {
  /** Absolute. */
  readonly root: string;
  /** False where there is no such folder. */
  readonly exists: boolean;
  /** Undefined without a connection: nobody knows then what has been applied. */
  readonly database: string | undefined;
}

/**
 * The folder, against the target's history where a target is known. Makes up for moves that a killed command did not
 * come to, unless `dryRun`. Throws CutoverError.
 */
export async function folderStatus(
  context: MigrationsContext,
  options: { readonly dryRun: boolean },
): Promise<FolderStatus> {
  const { root, tell, targetUrl } = context;
  if (targetUrl === '') {
    const folder = await readMigrationFolder(root);
    const report = migrationStatus(folder, undefined, await readTestRecords(root));
    return { ...report, root, exists: folder.exists, database: undefined };
  }
  const session = await lookAtTarget(context);
  try {
    const { folder, history } = await reconcile(root, session, { tell, dryRun: options.dryRun });
    const report = migrationStatus(folder, history, await readTestRecords(root));
    return { ...report, root, exists: folder.exists, database: await databaseName(session) };
  } finally {
    await session.close();
  }
}

export interface FolderLint extends LintReport {
  readonly root: string;
  readonly exists: boolean;
  /** Whose sizes were asked for; undefined without a connection. */
  readonly database: string | undefined;
}

/**
 * Looks at the migrations that the words name; without any, at every file that is not applied: not in `applied/`, and
 * not in the target's history where a target is known. Throws CutoverError.
 */
export async function lintFolder(context: MigrationsContext, chosen: readonly string[]): Promise<FolderLint> {
  const { root, targetUrl } = context;
  const folder = await readMigrationFolder(root);
  const named = chosen.map((word) => findMigration(folder.files, word));
  const open = folder.files.filter(({ stage }) => stage !== 'applied');
  const about = { root, exists: folder.exists };
  if (targetUrl === '') {
    const files = chosen.length > 0 ? named : open;
    return { ...(await lintMigrations({ folder, files, catalog: undefined })), ...about, database: undefined };
  }
  const session = await lookAtTarget(context);
  try {
    const { applied } = await readHistory(session);
    const files = chosen.length > 0 ? named : open.filter(({ version }) => !applied.has(version));
    const catalog = await readCatalog(session, await alteredTables(files));
    const database = await databaseName(session);
    return { ...(await lintMigrations({ folder, files, catalog })), ...about, database };
  } finally {
    await session.close();
  }
}

/** Tables whose columns the files alter. */
async function alteredTables(files: readonly MigrationFile[]): Promise<string[]> {
  const parse = await loadParser();
  const keys = files.flatMap(({ text }) => (parse(text).statements ?? []).map((each) => alterations(each).table));
  return [...new Set(keys)].filter((key) => key !== '');
}
