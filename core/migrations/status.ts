import type { Change, History } from './history.ts';
import type { FolderProblem, MigrationFile, MigrationFolder } from './folder.ts';
import { saysTheSame } from './sameness.ts';
import { type TestRecord, type TestVerdict, testVerdict } from './test-record.ts';

/** Where a migration stands on the target: `unknown` without a connection. */
export type Here = 'applied' | 'waiting' | 'interrupted' | 'rolled-back' | 'unknown';

export interface StatusRow {
  readonly version: string;
  readonly name: string;
  /** Below the folder; undefined where only the history knows it. */
  readonly path: string | undefined;
  readonly stage: MigrationFile['stage'] | 'missing';
  readonly here: Here;
  /** ISO time, where cutover applied it. */
  readonly appliedAt: string | undefined;
  readonly tested: TestVerdict;
  readonly hasRollback: boolean;
  /** What is wrong with it, each a sentence. */
  readonly troubles: readonly string[];
}

export interface StatusReport {
  /** By version. */
  readonly rows: readonly StatusRow[];
  /** Of the folder as such. */
  readonly problems: readonly FolderProblem[];
}

/** The folder against a target's history. Pure. `history` is undefined without a connection. */
export function migrationStatus(
  folder: MigrationFolder,
  history: History | undefined,
  tests: ReadonlyMap<string, TestRecord>,
): StatusReport {
  const newest = [...(history?.applied.keys() ?? [])].toSorted().at(-1) ?? '';
  const rows = folder.files.map((file) => rowOf(file, { folder, history, newest, tests }));
  const versions = new Set(folder.files.map(({ version }) => version));
  const lost = [...(history?.applied.values() ?? [])].filter(({ version }) => !versions.has(version));
  const missing = lost.map(
    ({ version, name }): StatusRow => ({
      version,
      name: name === undefined ? version : `${version}_${name}`,
      path: undefined,
      stage: 'missing',
      here: 'applied',
      appliedAt: history?.changes.get(version)?.finishedAt?.toISOString(),
      tested: 'no',
      hasRollback: folder.rollbacks.has(version),
      troubles: ['it was applied, and the folder has no file of it'],
    }),
  );
  const all = [...rows, ...missing].toSorted((a, b) => (a.version < b.version ? -1 : a.version > b.version ? 1 : 0));
  return { rows: all, problems: folder.problems };
}

interface Known {
  readonly folder: MigrationFolder;
  readonly history: History | undefined;
  /** The newest version that was applied. */
  readonly newest: string;
  readonly tests: ReadonlyMap<string, TestRecord>;
}

function rowOf(file: MigrationFile, { folder, history, newest, tests }: Known): StatusRow {
  const { version, name, path, stage } = file;
  const change = history?.changes.get(version);
  const here = whereIs(version, history, change);
  const twin = folder.rollbacks.get(version);
  const troubles: string[] = [];
  if (here === 'applied' && hasChanged(file, history, change)) {
    troubles.push('the file is not what was applied: it has changed since');
  }
  if (here === 'interrupted') troubles.push(interruption(change));
  if ((here === 'waiting' || here === 'rolled-back') && version < newest) {
    troubles.push(`it is out of order: ${newest} has been applied before it`);
  }
  return {
    version,
    name,
    path,
    stage,
    here,
    appliedAt: here === 'applied' ? change?.finishedAt?.toISOString() : undefined,
    tested: testVerdict(tests.get(version), file, twin),
    hasRollback: twin !== undefined,
    troubles,
  };
}

function whereIs(version: string, history: History | undefined, change: Change | undefined): Here {
  if (history === undefined) return 'unknown';
  if (change?.state === 'applying' || change?.state === 'rolling-back') return 'interrupted';
  if (history.applied.has(version)) return 'applied';
  return change?.state === 'rolled-back' ? 'rolled-back' : 'waiting';
}

/** Of one that was applied by other means only the statements are known, and not always these. */
function hasChanged(file: MigrationFile, history: History | undefined, change: Change | undefined): boolean {
  if (change?.state === 'applied') return change.hash !== file.hash;
  const statements = history?.applied.get(file.version)?.statements;
  return statements !== undefined && statements.length > 0 && !saysTheSame(file.text, statements);
}

/** What an unfinished change says of itself. */
export function interruption(change: Change | undefined): string {
  const what = change?.state === 'rolling-back' ? 'its way back' : 'it';
  const statement = change?.detail.statement;
  const at = statement === undefined ? '' : `, at: ${statement}`;
  const done = change === undefined ? 0 : change.segment;
  return `${what} was interrupted outside of a transaction, after ${done} of its parts${at}`;
}
