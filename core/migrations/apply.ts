import { join } from 'node:path';
import { toCutoverError } from '../errors.ts';
import type { Session } from '../postgres/session.ts';
import { lockTarget } from '../run/target-lock.ts';
import { backupAffected, affectedTables, tablesWithRows } from './affected.ts';
import { counted } from '../preflight/words.ts';
import { carryOut, isOneTransaction, segmentsOfJob } from './carry-out.ts';
import { runChecks } from './checks.ts';
import { readDocument } from './document.ts';
import type { Direction } from './events.ts';
import { moveFile } from './files.ts';
import type { MigrationFile } from './folder.ts';
import { type Change, createHistory, readHistory } from './history.ts';
import { checksHold, type Job } from './job.ts';
import { loadParser } from './parse.ts';
import { appliedPath, databaseName, plannedPath, reconcile, writeChangeLog } from './reconcile.ts';
import { chooseJob, type Chosen } from './choose.ts';
import { firstWords, useProjectSettings } from './statements.ts';
import { cancelOnSignal, lookAtTarget, type MigrationsContext, takeTarget } from './target.ts';
import { readTestRecords } from './test-record.ts';

export interface ApplyRequest {
  readonly direction: Direction;
  /** Version, name, or a part of it; the oldest that waits where it is left out, for `apply` alone. */
  readonly word: string | undefined;
  /** The target database's name, typed. */
  readonly confirm: string;
  /** Why it goes without a test that it has passed. */
  readonly untested: string | undefined;
  readonly dryRun: boolean;
  /** How long one try waits for a lock, in ms. */
  readonly lockTimeoutMs: number;
  /** How many tries there are. */
  readonly attempts: number;
}

export const defaultLockTimeoutMs = 3_000;
export const defaultAttempts = 6;

export interface ApplyResult {
  readonly name: string;
  readonly direction: Direction;
  readonly database: string;
  /** Undefined in a dry run. */
  readonly seconds: number | undefined;
  /** Where the file is now, below the folder. */
  readonly path: string;
  readonly backup: string | undefined;
}

/**
 * Applies one migration to the target, or takes one back, while nobody else is at work on it. What fails leaves the
 * database and the folder as they were; what cannot run in a transaction leaves a note in the target of how far it is,
 * and goes on from there. Throws CutoverError.
 */
export async function applyMigration(context: MigrationsContext, request: ApplyRequest): Promise<ApplyResult> {
  const session = request.dryRun ? await lookAtTarget(context) : await takeTarget(context, request.confirm);
  const open = { session };
  try {
    return await onTarget(context, request, open);
  } finally {
    await open.session.close();
  }
}

async function onTarget(
  context: MigrationsContext,
  request: ApplyRequest,
  open: { session: Session },
): Promise<ApplyResult> {
  const { root, tell } = context;
  const { session } = open;
  const { folder, history } = await reconcile(root, session, {
    tell,
    dryRun: request.dryRun,
    isLocked: !request.dryRun,
  });
  const parse = await loadParser();
  const tests = await readTestRecords(root);
  const chosen = chooseJob({ folder, history, tests, request, read: (text) => readDocument(text, parse) });
  for (const message of chosen.notices) tell({ type: 'migrations.notice', name: chosen.name, message });
  const database = await databaseName(session);
  const result = { name: chosen.name, direction: request.direction, database, path: chosen.file?.path ?? chosen.path };
  if (request.dryRun) {
    await tellPlan(session, chosen, context, request);
    return { ...result, seconds: undefined, backup: undefined };
  }
  await createHistory(session);
  const signal = context.signal;
  const backup =
    chosen.change.detail.backup ??
    (await backupAffected(session, chosen.document, {
      name: chosen.name,
      folder: join(context.stateDir, 'backups'),
      toolVersion: context.toolVersion,
      tell,
      signal,
    }));
  const detail = {
    ...chosen.change.detail,
    toolVersion: context.toolVersion,
    ...(backup === undefined ? {} : { backup }),
  };
  const change: Change = { ...chosen.change, detail };
  const { lockTimeoutMs, attempts } = request;
  const job: Job = { ...chosen, change, lockTimeoutMs, attempts, tell, signal };
  const done = await carryOutToItsEnd(context, job, open);
  const seconds = done.detail.seconds ?? 0;
  tell({ type: 'migrations.step', name: job.name, step: 'history', detail: `written down by ${database}`, seconds });
  await writeChangeLog(root, done, database);
  const path = await moveToItsPlace(root, chosen.file, done);
  return { ...result, path: path ?? result.path, seconds: done.detail.seconds, backup };
}

/** A connection that is lost in the middle, the commit included, leaves the answer to the history. */
async function carryOutToItsEnd(context: MigrationsContext, job: Job, open: { session: Session }): Promise<Change> {
  const { session } = open;
  const forget = cancelOnSignal(context, session);
  try {
    return await carryOut(session, job);
  } catch (thrown) {
    const error = toCutoverError(thrown);
    if (!session.broken) throw error;
    // The server has decided once the lock can be had again: its backend is gone then.
    const next = await lockTarget(context.targetUrl, session);
    open.session = next;
    const change = (await readHistory(next)).changes.get(job.version);
    const isOurs = change?.startedAt.getTime() === job.change.startedAt.getTime();
    const wanted = job.direction === 'apply' ? 'applied' : 'rolled-back';
    if (isOurs && change.state === wanted) {
      const message = 'the connection was lost at the commit, which was made all the same, as the history says';
      job.tell({ type: 'migrations.notice', name: job.name, message });
      return change;
    }
    throw error;
  } finally {
    forget();
  }
}

/** Where the file goes; undefined where it stays. */
async function moveToItsPlace(
  root: string,
  file: MigrationFile | undefined,
  done: Change,
): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const isWaiting = file.stage === 'planned' || file.stage === 'testing';
  let to: string | undefined;
  if (done.state === 'applied' && isWaiting) to = appliedPath(file, done);
  if (done.state === 'rolled-back' && file.stage === 'applied') to = plannedPath(file);
  if (to === undefined) return undefined;
  await moveFile(root, file.path, to);
  return to;
}

/** What would be done, with the preconditions asked for in earnest: they only read. */
async function tellPlan(
  session: Session,
  chosen: Chosen,
  { tell }: MigrationsContext,
  { lockTimeoutMs }: ApplyRequest,
): Promise<void> {
  const { document, name, path } = chosen;
  const step = (word: string, detail: string): void => {
    tell({ type: 'migrations.step', name, step: word, detail, seconds: 0 });
  };
  await useProjectSettings(session, lockTimeoutMs);
  await runChecks(session, document.preconditions, { section: 'preconditions', path, inTransaction: false });
  step('preconditions', document.preconditions.length === 0 ? 'none' : checksHold(document.preconditions.length));
  const tables = await tablesWithRows(session, affectedTables(document));
  const keys = tables.map((table) => `${table.schema}.${table.name}`);
  const { withoutBackup } = document.header;
  step(
    'backup',
    keys.length > 0 ? `would back up ${keys.join(', ')}` : `none: ${withoutBackup ?? 'no table with rows is affected'}`,
  );
  const how = isOneTransaction(document)
    ? 'in one transaction'
    : `in ${segmentsOfJob(document).length} parts, not all in a transaction`;
  step('change', `would run ${counted(document.change.length, 'statement')} ${how}`);
  document.change.forEach(({ text, line }, at) => {
    const sql = firstWords(text);
    tell({
      type: 'migrations.statement',
      name,
      index: at + 1,
      of: document.change.length,
      line,
      sql,
      seconds: 0,
      locks: [],
    });
  });
  step(
    'verification',
    document.verification.length === 0 ? 'none' : `would run ${counted(document.verification.length, 'check')}`,
  );
}
