import type { Session } from './postgres/session.ts';

/** 'cutover' in ASCII: one lock a database, released by the server when its holder dies. */
const advisoryKey = BigInt(`0x${Buffer.from('cutover').toString('hex')}`).toString();

/** True where this session may work on the target: no other cutover does. Held until the session ends. */
export async function takeLock(session: Session): Promise<boolean> {
  const [row] = await session.query<{ taken: boolean }>('SELECT pg_catalog.pg_try_advisory_lock($1) AS taken', [
    advisoryKey,
  ]);
  return row?.taken === true;
}

const holdsLockSql = `
  SELECT EXISTS (
    SELECT FROM pg_catalog.pg_locks l
    WHERE l.locktype = 'advisory' AND l.granted AND l.pid = $1 AND l.objsubid = 1
      AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
      AND l.classid = ($2::bigint >> 32)::oid AND l.objid = ($2::bigint & 4294967295)::oid
  ) AS held`;

/** True while the backend `pid` has the lock. A server that crashed has forgotten it, and perhaps commits with it. */
export async function holdsLock(session: Session, pid: number): Promise<boolean> {
  const [row] = await session.query<{ held: boolean }>(holdsLockSql, [pid, advisoryKey]);
  return row?.held === true;
}

const lockHolderSql = `
  SELECT l.pid, COALESCE(pg_catalog.host(a.client_addr), '') AS address, a.backend_start AS since
    FROM pg_catalog.pg_locks l
    LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
   WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
     AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
     AND l.classid = ($1::bigint >> 32)::oid AND l.objid = ($1::bigint & 4294967295)::oid`;

/** A session that has the lock on a target. */
export interface LockHolder {
  readonly pid: number;
  /** Of its client; empty over a Unix socket, and where this role may not see it. */
  readonly address: string;
  readonly since: Date | null;
}

/** Whoever works on the target at this moment; undefined where nobody does. */
export async function lockHolder(session: Session): Promise<LockHolder | undefined> {
  const [row] = await session.query<LockHolder & Record<string, unknown>>(lockHolderSql, [advisoryKey]);
  return row;
}
