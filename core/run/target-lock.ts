import { CutoverError } from '../errors.ts';
import { takeLock } from '../advisory-lock.ts';
import { connect, type Session } from '../postgres/session.ts';
import { workerPurpose } from './pool.ts';

const controlPurpose = 'control';

/** How long a backend may take to end when it is told to, in ms: one that just commits does that first. */
const terminateTimeoutMs = 10_000;

const endControlSql = `
  SELECT pg_catalog.pg_terminate_backend(pid, ${terminateTimeoutMs})
  FROM pg_catalog.pg_stat_activity
  WHERE pid = $1 AND application_name = $2 AND usename = current_user`;

const endWorkersSql = `
  SELECT pg_catalog.pg_terminate_backend(pid, ${terminateTimeoutMs})
  FROM pg_catalog.pg_stat_activity
  WHERE datname = pg_catalog.current_database() AND application_name = $1 AND usename = current_user`;

const leftWorkersSql = `
  SELECT pid FROM pg_catalog.pg_stat_activity
  WHERE datname = pg_catalog.current_database() AND application_name = $1`;

/**
 * Opens the session that holds the target for one cutover at a time. Throws `ledger.busy` where another has it.
 * Whoever has the lock is alone, so workers that are still there belong to a process that died: they are ended, with
 * the locks that a half-built index would hold on to. What they were about to commit is decided when this returns: the
 * ledger can be believed.
 *
 * `former` is a lost session of our own that had the lock: where its connection broke unheard, its backend still has.
 */
export async function lockTarget(targetUrl: string, former?: Session): Promise<Session> {
  const session = await connect({ end: 'target', url: targetUrl, purpose: controlPurpose });
  try {
    if (former) await session.query(endControlSql, [former.backendPid, `cutover ${controlPurpose}`]);
    if (!(await takeLock(session))) {
      throw new CutoverError('ledger.busy', 'another cutover is at work on this target', {
        hint: 'Wait for it or stop it; if its machine died, the server lets go of it within a minute or two.',
      });
    }
    await session.query(endWorkersSql, [`cutover ${workerPurpose}`]);
    const left = await session.query<{ pid: number }>(leftWorkersSql, [`cutover ${workerPurpose}`]);
    if (left.length > 0) {
      const pids = left.map(({ pid }) => pid).join(', ');
      throw new CutoverError('ledger.busy', `sessions of an earlier cutover are still at work on the target: ${pids}`, {
        hint: `Wait for them, or end them as their role or as a superuser: SELECT pg_terminate_backend(pid) for ${pids}.`,
      });
    }
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** The target database's name has to be repeated before anything is dropped. Throws `confirm.mismatch`. */
export async function confirmTarget(session: Session, confirm: string): Promise<string> {
  const [row] = await session.query<{ name: string }>('SELECT pg_catalog.current_database() AS name');
  const name = row?.name ?? '';
  if (name === confirm) return name;
  throw new CutoverError('confirm.mismatch', `the target database is called "${name}", not "${confirm}"`, {
    hint: `Repeat the command with --confirm and the name of the database that it is meant for.`,
  });
}
