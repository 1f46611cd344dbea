import { type Document, readDocument } from '../document.ts';
import type { FolderProblem, MigrationFile, MigrationFolder } from '../folder.ts';
import { loadParser, type Parser } from '../parse.ts';
import { createdTables } from '../syntax.ts';
import { rules } from './rules.ts';
import type { Catalog, Finding } from './types.ts';

export interface LintReport {
  /** By file, then by line. */
  readonly findings: readonly Finding[];
  /** Files that were looked at. */
  readonly files: number;
}

export interface LintRequest {
  readonly folder: MigrationFolder;
  /** The files to look at, in their order; tables that earlier ones create hold no rows for later ones. */
  readonly files: readonly MigrationFile[];
  /** What is known of the target; undefined without a connection. */
  readonly catalog: Catalog | undefined;
}

/** Looks at migrations by PostgreSQL's own parser. Needs no server. */
export async function lintMigrations(request: LintRequest): Promise<LintReport> {
  const parse = await loadParser();
  const { folder, files } = request;
  const paths = new Set(files.map(({ path }) => path));
  const twins = new Set(files.map(({ version }) => folder.rollbacks.get(version)?.path));
  const findings: Finding[] = folder.problems
    .filter(({ path, kind }) => paths.has(path) || twins.has(path) || kind === 'name' || kind === 'lone-rollback')
    .map(fromProblem);
  const unreadable = new Set(folder.problems.filter(({ kind }) => kind === 'encoding').map(({ path }) => path));
  const fresh = new Set<string>();
  for (const file of files) {
    if (unreadable.has(file.path)) continue;
    findings.push(...lintFile(file, parse, { ...request, fresh }));
  }
  return { findings: findings.toSorted((a, b) => compare(a.path, b.path) || a.line - b.line), files: files.length };
}

function lintFile(
  file: MigrationFile,
  parse: Parser,
  { folder, catalog, fresh }: LintRequest & { readonly fresh: Set<string> },
): Finding[] {
  const document = readDocument(file.text, parse);
  for (const table of createdTables(document.change)) if (catalog?.tables.has(table) !== true) fresh.add(table);
  const twinFile = folder.rollbacks.get(file.version);
  const twin: Document | undefined = twinFile === undefined ? undefined : readDocument(twinFile.text, parse);
  const context = { file, document, twin, fresh, catalog };
  return rules.flatMap((rule) =>
    [...rule.check(context)].map((hit): Finding => {
      const { id, reason, safer } = rule;
      // What is no SQL cannot be allowed: nothing could be done with it.
      const allowed = id === 'syntax' ? undefined : document.header.allowed.get(id);
      return { path: file.path, rule: id, reason, safer, allowed, ...hit };
    }),
  );
}

const folderRules: Readonly<Record<FolderProblem['kind'], Pick<Finding, 'severity' | 'reason' | 'safer'>>> = {
  name: {
    severity: 'error',
    reason: 'Order and history are by version: a file that has none in form is applied never, or at the wrong time.',
    safer: 'YYYYMMDDHHMMSS_description.sql, in UTC, with a-z, 0-9 and underscores.',
  },
  encoding: {
    severity: 'error',
    reason: 'The server would take other letters than the author meant, or none.',
    safer: 'UTF-8; line ends may be either.',
  },
  duplicate: {
    severity: 'error',
    reason: 'The history has one row for a version: the second file would never be applied.',
    safer: 'Give one of the two another version.',
  },
  'lone-rollback': {
    severity: 'error',
    reason: 'A way back is found by the name of its migration.',
    safer: 'Give it the name of its migration, or remove it.',
  },
};

function fromProblem({ kind, path, detail }: FolderProblem): Finding {
  return { path, line: 1, rule: kind, message: detail, allowed: undefined, ...folderRules[kind] };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
