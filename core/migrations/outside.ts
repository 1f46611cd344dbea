import { performance } from 'node:perf_hooks';
import { CutoverError, toCutoverError } from '../errors.ts';
import { quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { type Change, forgetChange, noteChange } from './history.ts';
import { checked, type Job, withPatience, writeDone } from './job.ts';
import type { Statement } from './parse.ts';
import { firstWords, runStatements, useProjectSettings } from './statements.ts';
import { type Segment, segmentsOf, withoutOwnTransaction } from './transactions.ts';

/**
 * Carries out what cannot be one transaction: statement by statement, where neighbours that can share one do. Before
 * each part the target notes which it is, and the note of a part that is a transaction commits with it: so a process
 * that dies leaves a record of where it was, and the same command goes on there. Only a single statement outside of a
 * transaction may have been done without its note, or by half.
 */
export async function carryOutOutside(session: Session, job: Job, segments: readonly Segment[]): Promise<Change> {
  const begun = performance.now();
  const state = job.direction === 'apply' ? 'applying' : 'rolling-back';
  const isResumed =
    job.change.state === state && job.change.segment + Number(job.change.detail.statement !== undefined) > 0;
  let change: Change = { ...job.change, state };
  await useProjectSettings(session, job.lockTimeoutMs);
  if (!isResumed) {
    await refuseInvalid(session, job);
    await checked(session, job, 'preconditions', false);
  }
  const of = segments.reduce((sum, { statements }) => sum + statements.length, 0);
  let before = segments.slice(0, change.segment).reduce((sum, { statements }) => sum + statements.length, 0);
  try {
    for (const [at, segment] of segments.entries()) {
      if (at < job.change.segment) continue;
      const sql = segment.statements.map(({ text }) => firstWords(text)).join('; ');
      change = { ...change, segment: at, detail: { ...change.detail, statement: sql } };
      await noteChange(session, change);
      const done: Change = { ...change, segment: at + 1 };
      const part = { segment, done, before, of, mayBeDone: isResumed && at === job.change.segment };
      await withPatience(session, job, segment.statements, () => runPart(session, job, part));
      change = done;
      before += segment.statements.length;
    }
    await checked(session, job, 'verification', false);
  } catch (thrown) {
    const error = toCutoverError(thrown);
    if (session.broken || error.code === 'stopped') throw interrupted(job, change, error);
    throw await takenBack(session, job, change, error);
  }
  await session.execute('BEGIN');
  const done = await writeDone(session, { ...job, change }, (performance.now() - begun) / 1000);
  await session.execute('COMMIT');
  return done;
}

interface Part {
  readonly segment: Segment;
  /** What is noted once it is done. */
  readonly done: Change;
  readonly before: number;
  readonly of: number;
  /** True where an earlier command died in it. */
  readonly mayBeDone: boolean;
}

async function runPart(session: Session, job: Job, part: Part): Promise<void> {
  const { segment, done, before, of } = part;
  const about = { name: job.name, path: job.path, tell: job.tell, before, of, signal: job.signal };
  if (!segment.transactional) {
    await runAlone(session, job, part, about);
    await noteChange(session, done);
    return;
  }
  await session.execute('BEGIN ISOLATION LEVEL READ COMMITTED');
  try {
    await runStatements(session, segment.statements, { ...about, inTransaction: true });
    await session.execute('RESET ROLE; RESET SESSION AUTHORIZATION');
    await noteChange(session, done);
    await session.execute('COMMIT');
  } catch (error) {
    if (!session.broken) await session.execute('ROLLBACK');
    throw error;
  }
}

/** Objects that are there already, or gone already: what a statement says that did its work before its process died. */
const alreadyDone: ReadonlySet<string> = new Set([
  '42P07',
  '42710',
  '42P06',
  '42P04',
  '42704',
  '42P01',
  '3D000',
  '55000',
]);

/** What DETACH PARTITION CONCURRENTLY says to one that was cut off between its two transactions. */
const pendingDetach = '55000';

async function runAlone(
  session: Session,
  job: Job,
  { segment, mayBeDone }: Part,
  about: Omit<Parameters<typeof runStatements>[2], 'inTransaction'>,
): Promise<void> {
  const [statement] = segment.statements;
  if (statement === undefined) return;
  if (mayBeDone) await dropInvalid(session, job, [statement]);
  try {
    await runStatements(session, segment.statements, { ...about, inTransaction: false });
  } catch (thrown) {
    const error = toCutoverError(thrown);
    if (!mayBeDone) throw error;
    if (error.sqlState === pendingDetach) {
      await session.execute(statement.text.replace(/concurrently\s*$/i, 'FINALIZE'));
      return;
    }
    if (!alreadyDone.has(error.sqlState ?? '')) throw error;
    const message = `${firstWords(statement.text)}: it had been done before the interruption (${error.message})`;
    job.tell({ type: 'migrations.notice', name: job.name, message });
  }
}

interface IndexName {
  readonly schema: string | undefined;
  readonly name: string;
}

/** The index that a CREATE INDEX CONCURRENTLY makes, where it has a name. */
function indexOf({ node }: Statement): IndexName | undefined {
  if (!('IndexStmt' in node) || !node.IndexStmt.concurrent || node.IndexStmt.idxname === undefined) return undefined;
  return { schema: node.IndexStmt.relation?.schemaname, name: node.IndexStmt.idxname };
}

/** Invalid indexes of a name; in the schemas that the session searches where none is given. */
const invalidSql = `
  SELECT n.nspname AS schema, c.relname AS name
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relname = $1 AND NOT i.indisvalid AND c.relkind = 'i'
    AND CASE WHEN $2::pg_catalog.text IS NULL THEN n.nspname = ANY (pg_catalog.current_schemas(false))
      ELSE n.nspname = $2 END`;

async function invalidIndexes(session: Session, statements: readonly Statement[]): Promise<IndexName[]> {
  const found: IndexName[] = [];
  for (const index of statements.map(indexOf)) {
    if (index === undefined) continue;
    found.push(
      ...(await session.query<{ schema: string; name: string }>(invalidSql, [index.name, index.schema ?? null])),
    );
  }
  return found;
}

/**
 * CREATE INDEX CONCURRENTLY that fails or is cut off leaves an index that is written to and never read, and IF NOT
 * EXISTS takes it for the one that is wanted. One that is not ours is named. Throws `migrations.failed`.
 */
async function refuseInvalid(session: Session, job: Job): Promise<void> {
  const [index] = await invalidIndexes(session, job.document.change);
  if (index === undefined) return;
  const key = quoteQualified(index.schema ?? '', index.name);
  throw new CutoverError(
    'migrations.failed',
    `the index ${index.schema}.${index.name} is there and invalid: an earlier build of it was cut off`,
    {
      hint: `Nothing was changed. Drop it and try again: DROP INDEX CONCURRENTLY ${key}.`,
    },
  );
}

/** Drops what a build of ours left behind. */
async function dropInvalid(session: Session, job: Job, statements: readonly Statement[]): Promise<void> {
  for (const { schema, name } of await invalidIndexes(session, statements)) {
    await session.execute(`DROP INDEX CONCURRENTLY IF EXISTS ${quoteQualified(schema ?? '', name)}`);
    const message = `the invalid index ${schema}.${name} of a build that was cut off was dropped`;
    job.tell({ type: 'migrations.notice', name: job.name, message });
  }
}

/** What is left of a change that failed in the middle: its way back is taken, so that the target is as it was. */
async function takenBack(session: Session, job: Job, change: Change, error: CutoverError): Promise<CutoverError> {
  const { wayBack, direction } = job;
  const nothingDone = change.segment === 0;
  try {
    await useProjectSettings(session, job.lockTimeoutMs);
    await dropInvalid(session, job, job.document.change);
    if (direction === 'rollback') return interrupted(job, change, error);
    if (!nothingDone && wayBack === undefined) return interrupted(job, change, error);
    if (!nothingDone && wayBack !== undefined) {
      const { statements } = withoutOwnTransaction(wayBack.document.change);
      const about = { name: job.name, path: wayBack.path, tell: job.tell, of: statements.length, signal: undefined };
      let before = 0;
      for (const segment of segmentsOf(statements)) {
        await withPatience(session, job, segment.statements, async () => {
          if (segment.transactional) await session.execute('BEGIN');
          await runStatements(session, segment.statements, { ...about, before, inTransaction: segment.transactional });
          if (segment.transactional) await session.execute('COMMIT');
        }).catch(async (failure: unknown) => {
          if (segment.transactional && !session.broken) await session.execute('ROLLBACK');
          throw failure;
        });
        before += segment.statements.length;
      }
    }
    await session.execute('RESET ROLE; RESET SESSION AUTHORIZATION');
    await forgetChange(session, change.version);
    const how = nothingDone ? 'nothing of it stays' : 'what was done of it was taken back by its way back';
    return new CutoverError('migrations.failed', `${error.message}; ${how}`, {
      hint: error.hint,
      cause: error,
      ...(error.sqlState === undefined ? {} : { sqlState: error.sqlState }),
    });
  } catch (second) {
    const message = `${error.message}; its way back failed, too: ${toCutoverError(second).message}`;
    return interrupted(job, change, new CutoverError('migrations.failed', message, { hint: error.hint, cause: error }));
  }
}

function interrupted(job: Job, change: Change, error: CutoverError): CutoverError {
  const code = error.code === 'stopped' ? 'stopped' : 'migrations.interrupted';
  const parts = change.segment === 1 ? '1 part of it is' : `${change.segment} parts of it are`;
  const word = job.direction === 'apply' ? 'apply' : 'rollback';
  return new CutoverError(code, `${error.message}; ${parts} done outside of a transaction, as the target notes`, {
    hint: `'cutover migrations ${word} ${job.name}' goes on from there; 'cutover migrations rollback ${job.name}' goes back.`,
    cause: error,
    ...(error.sqlState === undefined ? {} : { sqlState: error.sqlState }),
  });
}
