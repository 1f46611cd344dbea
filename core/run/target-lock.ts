import { CutoverError } from '../errors.ts';
import { takeLock } from '../ledger.ts';
import { connect, type Session } from '../postgres/session.ts';
import { workerPurpose } from './pool.ts';

const leftoversSql = `
  SELECT pg_catalog.pg_terminate_backend(pid)
  FROM pg_catalog.pg_stat_activity
  WHERE datname = pg_catalog.current_database() AND application_name = $1 AND usename = current_user`;

/**
 * Opens the session that holds the target for one cutover at a time. Throws `ledger.busy` where another has it.
 * Whoever has the lock is alone, so workers that are still there belong to a process that died: they are ended, with
 * the locks that a half-built index would hold on to.
 */
export async function lockTarget(targetUrl: string): Promise<Session> {
  const session = await connect({ end: 'target', url: targetUrl, purpose: 'control' });
  try {
    if (!(await takeLock(session))) {
      throw new CutoverError('ledger.busy', 'another cutover is at work on this target', {
        hint: 'Wait for it or stop it; if its machine died, the server lets go of it when TCP gives up (tcp_keepalives_idle).',
      });
    }
    await session.query(leftoversSql, [`cutover ${workerPurpose}`]);
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
