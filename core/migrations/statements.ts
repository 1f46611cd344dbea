import { performance } from 'node:perf_hooks';
import type { RangeVar } from 'libpg-query';
import { CutoverError, toCutoverError } from '../errors.ts';
import type { Session } from '../postgres/session.ts';
import type { Tell } from './events.ts';
import type { Statement } from './parse.ts';
import { tableKey, visit } from './syntax.ts';

/**
 * A migration runs under the settings that the database and its role have, as it would in psql or Supabase's CLI, and
 * not under those of our own sessions: above all with their search_path. No timeout ends it but the one for locks.
 */
const settingsSql = `
  RESET ROLE; RESET SESSION AUTHORIZATION; RESET ALL;
  SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET client_min_messages = 'warning';
  SELECT pg_catalog.set_config('transaction_timeout', '0', false)
  WHERE pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL;
  SELECT pg_catalog.set_config('client_connection_check_interval', '10s', false)
  WHERE pg_catalog.version() ~ 'linux'`;

/** Undoes what files set, and what an earlier file left behind. Throws CutoverError. */
export async function useProjectSettings(session: Session, lockTimeoutMs: number): Promise<void> {
  await session.execute(`${settingsSql}; SET lock_timeout = ${Math.max(1, Math.round(lockTimeoutMs))}`);
}

const locksSql = `
  SELECT n.nspname || '.' || c.relname AS name, l.mode
  FROM pg_catalog.pg_locks l
  JOIN pg_catalog.pg_class c ON c.oid = l.relation
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND c.relkind IN ('r', 'p', 'm')
    AND n.nspname <> ALL (ARRAY['pg_catalog', 'pg_toast', 'supabase_migrations'])
  ORDER BY 1, 2`;

/** `AccessExclusiveLock` as people call it: `ACCESS EXCLUSIVE`. */
function lockWords(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
}

/** Runs statements one after the other, and tells of each: how long it took, and which locks it added. */
export async function runStatements(
  session: Session,
  statements: readonly Statement[],
  about: {
    readonly name: string;
    readonly path: string;
    readonly tell: Tell;
    /** Statements in front of these, and all there are, for the numbers that are told. */
    readonly before: number;
    readonly of: number;
    /** False outside of a transaction, where every lock is gone with its statement. */
    readonly inTransaction: boolean;
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  const held = new Set<string>();
  for (const [at, statement] of statements.entries()) {
    if (about.signal?.aborted) throw stopped();
    const begun = performance.now();
    try {
      await session.execute(statement.text);
    } catch (thrown) {
      if (about.signal?.aborted) throw stopped();
      throw failedStatement(toCutoverError(thrown), statement, about.path);
    }
    const seconds = (performance.now() - begun) / 1000;
    const locks = about.inTransaction ? await newLocks(session, held) : [];
    const { line, text } = statement;
    const [index, of] = [about.before + at + 1, about.of];
    about.tell({
      type: 'migrations.statement',
      name: about.name,
      index,
      of,
      line,
      sql: firstWords(text),
      seconds,
      locks,
    });
  }
}

async function newLocks(session: Session, held: Set<string>): Promise<string[]> {
  const rows = await session.query<{ name: string; mode: string }>(locksSql);
  const locks = rows.map(({ name, mode }) => `${lockWords(mode)} on ${name}`).filter((lock) => !held.has(lock));
  for (const lock of locks) held.add(lock);
  return locks;
}

const longestWords = 72;

/** The beginning of a statement on one line. */
export function firstWords(sql: string): string {
  const line = sql.replaceAll(/\s+/g, ' ').trim();
  return line.length > longestWords ? `${line.slice(0, longestWords - 1)}…` : line;
}

/** The place of the error in front of what the server says; a lost connection stays what it is. */
function failedStatement(error: CutoverError, statement: Statement, path: string): CutoverError {
  if (error.code === 'connection.lost') return error;
  const said = error.message.replace(/^(?:source|target): /, '');
  return new CutoverError('migrations.failed', `${path}, line ${statement.line}: ${said}`, {
    hint: 'Mend the file, test it, and apply it again.',
    cause: error,
    ...(error.sqlState === undefined ? {} : { sqlState: error.sqlState }),
    transient: error.transient,
  });
}

export function stopped(): CutoverError {
  return new CutoverError('stopped', 'stopped before it was done', {
    hint: 'What ran in a transaction was taken back. The same command begins again, or goes on.',
  });
}

const holdersSql = `
  SELECT DISTINCT a.pid, a.usename AS "user", a.application_name AS program, a.state,
    pg_catalog.round(EXTRACT(EPOCH FROM pg_catalog.clock_timestamp() - a.xact_start)) AS seconds,
    n.nspname || '.' || c.relname AS name
  FROM pg_catalog.pg_locks l
  JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
  JOIN pg_catalog.pg_class c ON c.oid = l.relation
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE l.granted AND l.locktype = 'relation' AND l.pid <> pg_catalog.pg_backend_pid()
    AND n.nspname || '.' || c.relname = ANY ($1::pg_catalog.text[])
  ORDER BY a.pid LIMIT 5`;

/** Sessions that hold a lock on a table that the statements name, in the operator's words. Throws CutoverError. */
export async function lockHolders(session: Session, statements: readonly Statement[]): Promise<string[]> {
  const names = new Set<string>();
  for (const { node } of statements) {
    visit(node, (_, below) => {
      if (typeof below['relname'] === 'string') names.add(tableKey(below as RangeVar));
    });
  }
  const rows = await session.query<{
    pid: number;
    user: string | null;
    program: string;
    state: string | null;
    seconds: string | null;
    name: string;
  }>(holdersSql, [[...names]]);
  return rows.map(({ pid, user, program, state, seconds, name }) => {
    const who = [user ?? '', program].filter((word) => word !== '').join(', ');
    const since = seconds === null ? '' : `, for ${seconds} s`;
    return `session ${pid} (${who}; ${state ?? 'at work'}${since}) has a lock on ${name}`;
  });
}
