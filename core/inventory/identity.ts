import { randomInt } from 'node:crypto';
import type { Session } from '../postgres/session.ts';

/** Who a database is, by the server's own word. Serialisable. */
export interface ServerIdentity {
  /** Drawn at initdb; standbys and physical copies share it. Undefined where the role may not read it. */
  readonly systemIdentifier: string | undefined;
  readonly databaseOid: number;
  readonly databaseName: string;
  /** Seconds since 1970, to the microsecond. */
  readonly postmasterStart: string;
  /** As the server sees its own end of this connection; undefined over a Unix socket. */
  readonly serverAddress: string | undefined;
  readonly serverPort: number | undefined;
  /** True on a standby. */
  readonly inRecovery: boolean;
  readonly dataChecksums: boolean;
}

export type Sameness = 'same' | 'different' | 'unknown';

const identitySql = `
  SELECT d.oid, d.datname AS name, extract(epoch FROM pg_catalog.pg_postmaster_start_time())::text AS started,
    pg_catalog.host(pg_catalog.inet_server_addr()) AS address, pg_catalog.inet_server_port() AS port,
    pg_catalog.pg_is_in_recovery() AS in_recovery, pg_catalog.current_setting('data_checksums') AS checksums,
    coalesce(pg_catalog.has_function_privilege(
      pg_catalog.to_regprocedure('pg_catalog.pg_control_system()'), 'EXECUTE'), false) AS may_read_control
  FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`;

/** Open to every role from 14 to 18, unless the server's owner revoked it: a statement of its own, since even an unreached call is refused. */
const systemIdentifierSql = 'SELECT system_identifier::text AS id FROM pg_catalog.pg_control_system()';

/** Reads the identity of the session's database; works for any role. Throws CutoverError. */
export async function readIdentity(session: Session): Promise<ServerIdentity> {
  const [row] = await session.query<{
    oid: number;
    name: string;
    started: string;
    address: string | null;
    port: number | null;
    in_recovery: boolean;
    checksums: string;
    may_read_control: boolean;
  }>(identitySql);
  if (row === undefined) throw new Error('pg_database has no row for the current database');
  const [control] = row.may_read_control ? await session.query<{ id: string }>(systemIdentifierSql) : [];
  return {
    systemIdentifier: control?.id,
    databaseOid: row.oid,
    databaseName: row.name,
    postmasterStart: row.started,
    serverAddress: row.address ?? undefined,
    serverPort: row.port ?? undefined,
    inRecovery: row.in_recovery,
    dataChecksums: row.checksums === 'on',
  };
}

/**
 * Whether what is written to one may be seen in the other. A standby is the same database as its primary.
 * Two servers of one system identifier that both take writes are a physical copy and its original: different.
 */
export function sameDatabase(a: ServerIdentity, b: ServerIdentity): Sameness {
  const known = a.systemIdentifier !== undefined && b.systemIdentifier !== undefined;
  if (known && a.systemIdentifier !== b.systemIdentifier) return 'different';
  if (a.databaseOid !== b.databaseOid) {
    // Within one cluster and its standbys the OID decides; of strangers it says nothing, and nothing else is needed.
    return known || a.postmasterStart === b.postmasterStart || !(a.inRecovery || b.inRecovery)
      ? 'different'
      : 'unknown';
  }
  if (a.postmasterStart === b.postmasterStart) return 'same';
  if (!a.inRecovery && !b.inRecovery) return 'different';
  return known ? 'same' : 'unknown';
}

export interface Proof {
  readonly verdict: Sameness;
  /** How it was found, in the operator's words. */
  readonly detail: string;
  readonly source: ServerIdentity;
  readonly target: ServerIdentity;
}

const takeLockSql = 'SELECT pg_catalog.pg_try_advisory_lock($1::int, $2::int) AS taken';
const releaseLockSql = 'SELECT pg_catalog.pg_advisory_unlock($1::int, $2::int)';
/** An advisory lock with two keys has them in classid and objid, and objsubid 2. [PostgreSQL documentation, pg_locks] */
const seeLockSql = `
  SELECT EXISTS (
    SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_database d ON d.oid = l.database
    WHERE d.datname = pg_catalog.current_database() AND l.locktype = 'advisory' AND l.objsubid = 2
      AND l.classid = $1::int::oid AND l.objid = $2::int::oid AND l.granted
  ) AS seen`;

/**
 * Proves source and target to be different databases, or the same, whatever host names, poolers and tunnels lie
 * between: the target takes an advisory lock with a random key, and the source looks for it in pg_locks, which every
 * role may read in full. Nothing is written. The identities then tell a standby from a stranger, since locks do not
 * travel. Throws CutoverError.
 */
export async function proveDifferent(source: Session, target: Session): Promise<Proof> {
  const identities = { source: await readIdentity(source), target: await readIdentity(target) };
  const key = [randomInt(2 ** 31 - 1), randomInt(2 ** 31 - 1)];
  const [lock] = await target.query<{ taken: boolean }>(takeLockSql, key);
  let seen = false;
  if (lock?.taken === true) {
    try {
      const [row] = await source.query<{ seen: boolean }>(seeLockSql, key);
      seen = row?.seen === true;
    } finally {
      await target.query(releaseLockSql, key);
    }
  }
  if (seen) {
    return {
      verdict: 'same',
      detail: 'a lock taken on the target is seen on the source: both connections lead to one database',
      ...identities,
    };
  }
  const verdict = sameDatabase(identities.source, identities.target);
  return { verdict, detail: details[verdict], ...identities };
}

const details: Readonly<Record<Sameness, string>> = {
  same: 'the servers have one system identifier and database: one is a standby of the other',
  different: 'a lock taken on the target is not seen on the source, and the servers’ identities differ',
  unknown: 'one server is a standby and its system identifier cannot be read: grant EXECUTE on pg_control_system()',
};
