import { takeLock } from '../advisory-lock.ts';
import type { Session } from '../postgres/session.ts';
import type { Tell } from './events.ts';
import { logChange, moveFile } from './files.ts';
import { type MigrationFile, type MigrationFolder, readMigrationFolder } from './folder.ts';
import { type Change, type History, readHistory } from './history.ts';
import { monthOf } from './names.ts';

/** A file that is not where the target's history says it belongs. */
export interface Move {
  readonly file: MigrationFile;
  readonly to: string;
  readonly because: string;
  readonly change: Change;
}

/**
 * The moves that a command did not come to, by what the history says. Only files that cutover applied or took back, as
 * they were then: what somebody else did, or changed since, is for people to decide. Pure.
 */
export function pendingMoves(folder: MigrationFolder, history: History): Move[] {
  return folder.files.flatMap((file): Move[] => {
    const change = history.changes.get(file.version);
    if (change === undefined || change.hash !== file.hash || change.name !== file.name) return [];
    const isApplied = history.applied.has(file.version);
    const isWaiting = file.stage === 'planned' || file.stage === 'testing';
    if (change.state === 'applied' && isApplied && isWaiting) {
      const because = 'it was applied, and its move was not come to';
      return [{ file, to: appliedPath(file, change), because, change }];
    }
    if (change.state === 'rolled-back' && !isApplied && file.stage === 'applied') {
      return [{ file, to: plannedPath(file), because: 'it was taken back, and its move was not come to', change }];
    }
    return [];
  });
}

/** Where a file goes once it is applied: the month is that of its history, whenever it is moved. */
export function appliedPath(file: Pick<MigrationFile, 'name'>, { finishedAt, startedAt }: Change): string {
  return `applied/${monthOf(finishedAt ?? startedAt)}/${file.name}.sql`;
}

export function plannedPath(file: Pick<MigrationFile, 'name'>): string {
  return `planned/${file.name}.sql`;
}

/** The line of the change log about a change that is finished. Its beginning tells it from every other. */
export async function writeChangeLog(root: string, change: Change, database: string): Promise<void> {
  const { detail, name, state } = change;
  const at = (change.finishedAt ?? change.startedAt).toISOString();
  const facts = [
    ...(detail.seconds === undefined ? [] : [`${detail.seconds.toFixed(1)} s`]),
    ...(detail.risk === undefined ? [] : [`risk ${detail.risk}`]),
    ...(detail.tested === undefined ? [] : [detail.tested === 'passed' ? 'tested' : `untested: ${detail.tested}`]),
    ...(detail.backup === undefined ? [] : [`backup ${detail.backup}`]),
  ];
  const word = state === 'applied' ? 'applied to' : 'taken back from';
  await logChange(root, `${at} ${name} ${word} ${database}`, facts.length === 0 ? '' : ` (${facts.join(', ')})`);
}

/** Puts a file where it belongs and writes the change log. Both may be done twice: a crash in between costs nothing. */
export async function finishMove(root: string, { file, to, change }: Move, database: string): Promise<void> {
  await writeChangeLog(root, change, database);
  await moveFile(root, file.path, to);
}

export interface Reconciled {
  readonly folder: MigrationFolder;
  readonly history: History;
}

/**
 * Reads folder and history, and makes up for moves that a killed command did not come to; says so for each. Nothing is
 * moved while another command is at work on the target, or with `dryRun`. Throws CutoverError.
 */
export async function reconcile(
  root: string,
  session: Session,
  options: { readonly tell: Tell; readonly dryRun: boolean; readonly isLocked?: boolean },
): Promise<Reconciled> {
  const { tell, dryRun } = options;
  const read = async (): Promise<Reconciled> => ({
    folder: await readMigrationFolder(root),
    history: await readHistory(session),
  });
  const first = await read();
  const moves = pendingMoves(first.folder, first.history);
  if (moves.length === 0) return first;
  if (!dryRun && options.isLocked !== true && !(await takeLock(session))) {
    tell({
      type: 'migrations.notice',
      name: '',
      message: 'another command is at work on this target: files stay as they are',
    });
    return first;
  }
  const database = await databaseName(session);
  for (const move of moves) {
    if (!dryRun) await finishMove(root, move, database);
    const because = dryRun ? `${move.because}; a command without --dry-run makes up for it` : move.because;
    tell({ type: 'migrations.moved', name: move.file.name, from: move.file.path, to: move.to, because });
  }
  return dryRun ? first : await read();
}

export async function databaseName(session: Session): Promise<string> {
  const [row] = await session.query<{ name: string }>('SELECT pg_catalog.current_database() AS name');
  return row?.name ?? '';
}
