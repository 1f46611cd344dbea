import { performance } from 'node:perf_hooks';
import { CutoverError, toCutoverError } from '../errors.ts';
import type { Session } from '../postgres/session.ts';
import type { Document } from './document.ts';
import type { Change } from './history.ts';
import { checked, type Job, withPatience, writeDone } from './job.ts';
import { carryOutOutside } from './outside.ts';
import { runStatements, stopped, useProjectSettings } from './statements.ts';
import { type Segment, segmentsOf, withoutOwnTransaction } from './transactions.ts';

/** The statements of the change, cut into what may share a transaction. */
export function segmentsOfJob(document: Document): Segment[] {
  return segmentsOf(withoutOwnTransaction(document.change).statements);
}

/** True where all of it is one transaction: then it happens as a whole, with its verification and its row, or not at all. */
export function isOneTransaction(document: Document): boolean {
  const segments = segmentsOfJob(document);
  return segments.length === 0 || (segments.length === 1 && segments[0]?.transactional === true);
}

/**
 * Carries out one migration or its way back, and writes the history. Gives what was noted. Throws `migrations.failed`
 * where nothing has changed, `migrations.interrupted` where a part outside of a transaction stays done, `stopped`, and
 * `connection.lost`: then the history says which of the two it is.
 */
export async function carryOut(session: Session, job: Job): Promise<Change> {
  if (!isOneTransaction(job.document) || job.change.segment > 0)
    return await carryOutOutside(session, job, segmentsOfJob(job.document));
  return await withPatience(session, job, job.document.change, () => inOneTransaction(session, job));
}

async function inOneTransaction(session: Session, job: Job): Promise<Change> {
  const begun = performance.now();
  const { document, path } = job;
  const { statements } = withoutOwnTransaction(document.change);
  await useProjectSettings(session, job.lockTimeoutMs);
  await session.execute('BEGIN ISOLATION LEVEL READ COMMITTED');
  try {
    await checked(session, job, 'preconditions', true);
    const about = { name: job.name, path, tell: job.tell, before: 0, of: statements.length };
    await runStatements(session, statements, { ...about, inTransaction: true, signal: job.signal });
    // What is checked only at the commit would fail behind the verification.
    await atItsEnd(session, path, 'SET CONSTRAINTS ALL IMMEDIATE');
    await checked(session, job, 'verification', true);
    if (job.signal?.aborted) throw stopped();
    const done = await writeDone(session, job, (performance.now() - begun) / 1000);
    await atItsEnd(session, path, 'COMMIT');
    return done;
  } catch (error) {
    if (!session.broken) await session.execute('ROLLBACK');
    throw error;
  }
}

/** What no statement of the file is to blame for alone; a lost connection stays what it is. */
async function atItsEnd(session: Session, path: string, sql: string): Promise<void> {
  try {
    await session.execute(sql);
  } catch (thrown) {
    const error = toCutoverError(thrown);
    if (session.broken) throw error;
    const said = error.message.replace(/^target: /, '');
    throw new CutoverError('migrations.failed', `${path}, at the end of its transaction: ${said}`, {
      hint: 'Nothing was changed. A constraint or a trigger that is checked only then refuses what the file did.',
      cause: error,
      ...(error.sqlState === undefined ? {} : { sqlState: error.sqlState }),
    });
  }
}
