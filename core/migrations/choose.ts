import { CutoverError } from '../errors.ts';
import type { Document } from './document.ts';
import type { Direction } from './events.ts';
import { findMigration, type MigrationFile, type MigrationFolder } from './folder.ts';
import type { Change, History } from './history.ts';
import { interruption } from './status.ts';
import { changesNothing, changesSomething, isCheck, withoutOwnTransaction } from './transactions.ts';
import { type TestRecord, testVerdict } from './test-record.ts';

/** What is to be carried out, and found fit for it. */
export interface Chosen {
  readonly name: string;
  readonly version: string;
  readonly direction: Direction;
  /** The migration's own file, which is moved afterwards; undefined where only its way back is left. */
  readonly file: MigrationFile | undefined;
  /** Of the file that is run. */
  readonly path: string;
  readonly document: Document;
  readonly wayBack: { readonly path: string; readonly document: Document } | undefined;
  readonly change: Change;
  /** What the operator should know and that refuses nothing. */
  readonly notices: readonly string[];
}

interface ChoiceRequest {
  readonly folder: MigrationFolder;
  readonly history: History;
  readonly tests: ReadonlyMap<string, TestRecord>;
  readonly request: {
    readonly direction: Direction;
    readonly word: string | undefined;
    readonly untested: string | undefined;
  };
  readonly read: (text: string) => Document;
}

/** The migration that is meant, with all that speaks against it. Pure. Throws `migrations.refused`, `config.invalid`. */
export function chooseJob(choice: ChoiceRequest): Chosen {
  return choice.request.direction === 'apply' ? chooseApply(choice) : chooseRollback(choice);
}

function refused(message: string, hint: string): CutoverError {
  return new CutoverError('migrations.refused', message, { hint });
}

function chooseApply({ folder, history, tests, request, read }: ChoiceRequest): Chosen {
  const file = request.word === undefined ? oldestWaiting(folder, history) : findMigration(folder.files, request.word);
  const { name, version, path } = file;
  const change = history.changes.get(version);
  const isResumed = change?.state === 'applying';
  refuseOthers(history, version);
  if (change?.state === 'rolling-back')
    throw refused(`${name}: ${interruption(change)}`, `'cutover migrations rollback ${name}' goes on.`);
  if (!isResumed && history.applied.has(version)) {
    const at = change?.finishedAt === undefined ? '' : `, on ${change.finishedAt.toISOString()}`;
    throw refused(
      `${name} has been applied to this target already${at}`,
      "'cutover migrations status' shows what waits.",
    );
  }
  if (isResumed && change.hash !== file.hash) {
    throw refused(
      `${path} has changed since it was begun`,
      `Bring back what it was, or go back: cutover migrations rollback ${name}.`,
    );
  }
  const document = fit(file, folder, read);
  const twin = folder.rollbacks.get(version);
  const tested = isResumed ? (change.detail.tested ?? '') : testedOr(request.untested, file, twin, tests);
  const newest = [...history.applied.keys()].toSorted().at(-1) ?? '';
  const notices: string[] = [];
  if (version < newest) notices.push(`out of order: ${newest} has been applied before it`);
  const wayBack = twin === undefined ? undefined : { path: twin.path, document: read(twin.text) };
  const unfit = wayBack === undefined ? `no rollbacks/${name}.sql` : complaintAbout(wayBack.document);
  if (unfit !== undefined) {
    const where = wayBack === undefined ? '' : `${wayBack.path}, `;
    notices.push(`there is no way back: ${where}${unfit}`);
  }
  if (isResumed) notices.push(`goes on: ${interruption(change)}`);
  const { risk } = document.header;
  const fresh: Change = {
    version,
    name,
    hash: file.hash,
    state: 'applying',
    segment: 0,
    startedAt: new Date(),
    finishedAt: undefined,
    detail: { tested, ...(risk === undefined ? {} : { risk }) },
  };
  return {
    name,
    version,
    direction: 'apply',
    file,
    path,
    document,
    wayBack: unfit === undefined ? wayBack : undefined,
    change: isResumed ? change : fresh,
    notices,
  };
}

/** Planned or in testing: plain files are applied by name only, since most targets have had them without a history. */
function oldestWaiting(folder: MigrationFolder, history: History): MigrationFile {
  const interrupted = folder.files.find(({ version }) => history.changes.get(version)?.state === 'applying');
  const waiting = folder.files.find(
    ({ stage, version }) => (stage === 'planned' || stage === 'testing') && !history.applied.has(version),
  );
  const file = interrupted ?? waiting;
  if (file !== undefined) return file;
  throw refused(
    'no migration waits: nothing in planned or testing is new to this target',
    "'cutover migrations status' shows all of them.",
  );
}

function chooseRollback({ folder, history, tests, request, read }: ChoiceRequest): Chosen {
  if (request.word === undefined) {
    throw new CutoverError('config.invalid', 'a rollback needs the name of the migration that is taken back', {
      hint: "'cutover migrations status' lists what has been applied.",
    });
  }
  const twins = [...folder.rollbacks.values()];
  const known = [
    ...folder.files,
    ...twins.filter(({ version }) => !folder.files.some((file) => file.version === version)),
  ];
  const found = findMigration(known, request.word);
  const file = found.stage === 'rollback' ? undefined : found;
  const { name, version } = found;
  const change = history.changes.get(version);
  refuseOthers(history, version);
  const isUnderWay = change?.state === 'applying' || change?.state === 'rolling-back';
  if (!isUnderWay && !history.applied.has(version)) {
    throw refused(`${name} is not applied to this target`, "'cutover migrations status' lists what has been applied.");
  }
  const twin = folder.rollbacks.get(version);
  if (twin === undefined) {
    throw refused(
      `${name} has no way back`,
      `Write rollbacks/${name}.sql, and test it: cutover migrations test ${name}.`,
    );
  }
  const document = fit(twin, folder, read);
  const tested = isUnderWay ? (change.detail.tested ?? '') : testedOr(request.untested, file, twin, tests);
  const notices: string[] = [];
  const later = [...history.applied.keys()].filter((each) => each > version).toSorted();
  if (later.length > 0) notices.push(`${later.length} newer migrations stay applied: ${later.join(', ')}`);
  if (file !== undefined && change?.state === 'applied' && change.hash !== file.hash) {
    notices.push(`${file.path} is not what was applied: see that its way back still fits`);
  }
  const isResumed = change?.state === 'rolling-back';
  if (isUnderWay) notices.push(`${isResumed ? 'goes on' : 'goes back'}: ${interruption(change)}`);
  const { risk } = document.header;
  const fresh: Change = {
    version,
    name,
    hash: file?.hash ?? change?.hash ?? '',
    state: 'rolling-back',
    segment: 0,
    startedAt: new Date(),
    finishedAt: undefined,
    detail: { tested, ...(risk === undefined ? {} : { risk }) },
  };
  const next = isResumed ? change : fresh;
  return {
    name,
    version,
    direction: 'rollback',
    file,
    path: twin.path,
    document,
    wayBack: undefined,
    change: next,
    notices,
  };
}

/** While one is half done, nothing else is begun: its locks and its objects are in an unknown state. */
function refuseOthers(history: History, version: string): void {
  const other = [...history.changes.values()].find(
    (change) => change.version !== version && (change.state === 'applying' || change.state === 'rolling-back'),
  );
  if (other === undefined) return;
  const word = other.state === 'applying' ? 'apply' : 'rollback';
  throw refused(
    `${other.name} is in the way: ${interruption(other)}`,
    `'cutover migrations ${word} ${other.name}' goes on; 'cutover migrations rollback ${other.name}' goes back.`,
  );
}

function testedOr(
  untested: string | undefined,
  file: MigrationFile | undefined,
  twin: MigrationFile | undefined,
  tests: ReadonlyMap<string, TestRecord>,
): string {
  const verdict = file === undefined ? 'no' : testVerdict(tests.get(file.version), file, twin);
  if (verdict === 'passed') return 'passed';
  if (untested !== undefined) return untested;
  const name = file?.name ?? twin?.name ?? '';
  const why = {
    no: 'has not been tested',
    failed: 'has failed its test',
    stale: 'has changed since its test, or its way back has',
  }[verdict];
  throw refused(
    `${name} ${why}`,
    `Run 'cutover migrations test ${name}', or give --untested REASON; the reason is kept.`,
  );
}

/** A file that can be run at all. Throws `migrations.refused` with what is in the way. */
function fit(file: MigrationFile, folder: MigrationFolder, read: (text: string) => Document): Document {
  const { path, version } = file;
  const problem = folder.problems.find(
    (each) => (each.kind === 'duplicate' || each.kind === 'encoding') && each.path === path,
  );
  const twice = folder.files.filter((each) => each.version === version);
  if (problem !== undefined) throw refused(`${path} ${problem.detail}`, "'cutover migrations lint' says more.");
  if (twice.length > 1)
    throw refused(`${twice.map((each) => each.path).join(' and ')} have one version`, 'Give one of them another.');
  const document = read(file.text);
  const complaint = complaintAbout(document);
  if (complaint !== undefined) throw refused(`${path}, ${complaint}`, "'cutover migrations lint' says more.");
  return document;
}

/** What makes a document unfit to be run; undefined where nothing does. */
export function complaintAbout(document: Document): string | undefined {
  const { complaint, change, header, preconditions, verification } = document;
  if (complaint !== undefined) return `line ${complaint.line}: ${complaint.message}`;
  const [wrong] = header.complaints;
  if (wrong !== undefined) return `in its header: ${wrong}`;
  const { statements, stray } = withoutOwnTransaction(change);
  if (!changesSomething(change)) return `it has ${changesNothing}`;
  if (stray !== undefined)
    return `line ${stray.line}: begins or ends a transaction in the middle, which is cutover's to do`;
  const copy = statements.find(({ node }) => 'CopyStmt' in node && node.CopyStmt.is_from && !node.CopyStmt.filename);
  if (copy !== undefined) return `line ${copy.line}: rows of COPY … FROM stdin cannot stand in a migration`;
  const other = [...preconditions, ...verification].find((each) => !isCheck(each));
  if (other !== undefined) return `line ${other.line}: preconditions and verification are SELECTs and DO blocks`;
  return undefined;
}
