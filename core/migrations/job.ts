import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { CutoverError, toCutoverError } from '../errors.ts';
import type { Session } from '../postgres/session.ts';
import { runChecks } from './checks.ts';
import type { Document } from './document.ts';
import type { Direction, Tell } from './events.ts';
import { addHistoryRow, type Change, noteChange, removeHistoryRow } from './history.ts';
import type { Statement } from './parse.ts';
import { lockHolders, stopped } from './statements.ts';

/** One migration, or its way back, ready to be carried out on a target that this session has the lock of. */
export interface Job {
  readonly name: string;
  readonly version: string;
  readonly direction: Direction;
  /** Of the file that is run, for messages. */
  readonly path: string;
  readonly document: Document;
  /** The way back that is taken where an application fails outside of a transaction. */
  readonly wayBack: { readonly path: string; readonly document: Document } | undefined;
  /** What is noted in the target: `state`, times and `segment` are set on the way. */
  readonly change: Change;
  readonly lockTimeoutMs: number;
  /** How often a lock that was not to be had is tried for. */
  readonly attempts: number;
  readonly tell: Tell;
  readonly signal: AbortSignal | undefined;
}

/** Longest pause between two tries for a lock, in ms; the first is {@link firstPauseMs}, and each the double of the last. */
const longestPauseMs = 30_000;
const firstPauseMs = 500;

/** Not to be had in time, a deadlock, a conflict with another transaction: gone once others are done. */
const passing: ReadonlySet<string> = new Set(['55P03', '40P01', '40001']);

export function checksHold(count: number): string {
  return count === 1 ? '1 check holds' : `${count} checks hold`;
}

/** Runs one section of checks, if there is anything in it, and tells how long it took. */
export async function checked(
  session: Session,
  { document, path, name, tell }: Pick<Job, 'document' | 'path' | 'name' | 'tell'>,
  section: 'preconditions' | 'verification',
  inTransaction: boolean,
): Promise<void> {
  const statements = document[section];
  if (statements.length === 0) return;
  const begun = performance.now();
  await runChecks(session, statements, { section, path, inTransaction });
  const seconds = (performance.now() - begun) / 1000;
  const detail = checksHold(statements.length);
  tell({ type: 'migrations.step', name, step: section, detail, seconds });
}

/** The history's row and the note about it, in the transaction that the session is in. */
export async function writeDone(session: Session, job: Job, seconds: number): Promise<Change> {
  const { change, direction, version, name, document } = job;
  // A file may have become another role, or have moved the search_path: names are in full, rights are the session's.
  await session.execute('RESET ROLE; RESET SESSION AUTHORIZATION');
  const { statement: _, ...detail } = change.detail;
  const done: Change = {
    ...change,
    state: direction === 'apply' ? 'applied' : 'rolled-back',
    segment: 0,
    finishedAt: new Date(),
    detail: { ...detail, seconds },
  };
  if (direction === 'apply') {
    const statements = document.change.map(({ text }) => text);
    await addHistoryRow(session, { version, name: name.slice(version.length + 1), statements });
  } else {
    await removeHistoryRow(session, version);
  }
  await noteChange(session, done);
  return done;
}

/**
 * Tries again what failed for a lock, with growing pauses, and says each time who is in the way: an operator who sees
 * that can end the other session. Between two tries nothing is held, so nobody waits behind us.
 */
export async function withPatience<T>(
  session: Session,
  job: Pick<Job, 'name' | 'tell' | 'attempts' | 'signal'>,
  statements: readonly Statement[],
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (thrown) {
      const error = toCutoverError(thrown);
      if (session.broken || !passing.has(error.sqlState ?? '')) throw error;
      const holders = await lockHolders(session, statements);
      if (attempt >= job.attempts) throw outOfPatience(error, attempt, holders);
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1));
      job.tell({
        type: 'migrations.waiting',
        name: job.name,
        attempt,
        of: job.attempts,
        pauseSeconds: pauseMs / 1000,
        holders,
      });
      await pause(pauseMs, undefined, job.signal === undefined ? {} : { signal: job.signal }).catch(() => undefined);
      if (job.signal?.aborted) throw stopped();
    }
  }
}

function outOfPatience(error: CutoverError, attempts: number, holders: readonly string[]): CutoverError {
  const who = holders.length === 0 ? '' : `; ${holders.join('; ')}`;
  return new CutoverError('migrations.failed', `${error.message}, ${attempts} times in a row${who}`, {
    hint: 'Nothing was changed. End the session that is in the way, or try again at a quieter time; --lock-timeout sets how long one try waits.',
    cause: error,
    ...(error.sqlState === undefined ? {} : { sqlState: error.sqlState }),
  });
}
