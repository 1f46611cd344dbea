import type { Session } from '../postgres/session.ts';
import type { Check } from './types.ts';

/** What the checks take at most, with the snapshot and pg_dump that read ahead beside them. */
const readingAhead = 7;

/** Readers or writers and verification for each job, and a few for snapshot, ledger, pg_dump and watching. */
export function connectionsNeeded(jobs: number): number {
  return Math.max(jobs * 2 + 4, readingAhead);
}

/** reserved_connections is there from 16 on. -1 means no limit. Sessions of cutover itself are not in the way. */
const limits = `
  SELECT pg_catalog.current_setting('max_connections')::int
           - CASE WHEN r.rolsuper THEN 0
                  ELSE pg_catalog.current_setting('superuser_reserved_connections')::int
                     + COALESCE(pg_catalog.current_setting('reserved_connections', true)::int, 0) END AS server,
         CASE WHEN r.rolsuper THEN -1 ELSE d.datconnlimit END AS database,
         CASE WHEN r.rolsuper THEN -1 ELSE r.rolconnlimit END AS role,
         a.server::int AS "serverUsed", a.database::int AS "databaseUsed", a.role::int AS "roleUsed"
    FROM pg_catalog.pg_roles r
    CROSS JOIN pg_catalog.pg_database d
    CROSS JOIN (SELECT pg_catalog.count(*) AS server,
                       pg_catalog.count(*) FILTER (WHERE s.datname = pg_catalog.current_database()) AS database,
                       pg_catalog.count(*) FILTER (WHERE s.usename = CURRENT_USER) AS role
                  FROM pg_catalog.pg_stat_activity s
                 WHERE s.datid IS NOT NULL AND COALESCE(s.application_name, '') NOT LIKE 'cutover%') a
   WHERE r.rolname = CURRENT_USER AND d.datname = pg_catalog.current_database()`;

interface Limits extends Record<string, unknown> {
  readonly server: number;
  readonly database: number;
  readonly role: number;
  readonly serverUsed: number;
  readonly databaseUsed: number;
  readonly roleUsed: number;
}

export const connectionsCheck: Check = {
  id: 'connections',
  title: 'Enough connections for the jobs',
  severity: 'blocker',
  asks: 'both',
  looksAt: 'the limits of server, database and role against what the jobs need, and what is in use',
  async run(context) {
    const { jobs } = context.config.options;
    const needed = connectionsNeeded(jobs);
    const sessions = await Promise.all([context.session('source'), context.session('target')]);
    const found = (await Promise.all(sessions.map((session) => readLimits(session)))).flat();
    const words = ({ name, limit, used }: Limit): string => `${name} allows ${limit}, ${used} are in use`;
    const most = (room: number): string =>
      room >= connectionsNeeded(1) ? `Run with --jobs ${Math.floor((room - 4) / 2)}, or raise` : 'Raise';

    const impossible = found.filter(({ limit }) => limit < needed);
    if (impossible.length > 0) {
      const room = Math.min(...impossible.map(({ limit }) => limit));
      return {
        verdict: 'fail',
        detail: `${jobs} jobs need ${needed} connections on each end: ${impossible.map(words).join('; ')}.`,
        fix: `${most(room)} the limit.`,
      };
    }
    const tight = found.filter(({ limit, used }) => limit - used < needed);
    if (tight.length > 0) {
      const room = Math.min(...tight.map(({ limit, used }) => limit - used));
      return {
        verdict: 'fail',
        severity: 'warning',
        detail: `${jobs} jobs need ${needed} connections on each end: ${tight.map(words).join('; ')}.`,
        fix: `${most(room)} the limit, or end sessions that are not needed.`,
      };
    }
    const closest = found.toSorted((a, b) => a.limit - a.used - (b.limit - b.used))[0];
    return {
      verdict: 'pass',
      detail: `${jobs} jobs need ${needed} connections on each end${closest ? `; ${words(closest)}` : ''}.`,
      fix: '',
    };
  },
};

interface Limit {
  readonly name: string;
  readonly limit: number;
  readonly used: number;
}

async function readLimits(session: Session): Promise<readonly Limit[]> {
  const [row] = await session.query<Limits>(limits);
  if (!row) return [];
  const all = [
    { name: `the ${session.end}'s server`, limit: row.server, used: row.serverUsed },
    { name: `the ${session.end}'s database`, limit: row.database, used: row.databaseUsed },
    { name: `the role on the ${session.end}`, limit: row.role, used: row.roleUsed },
  ];
  return all.filter(({ limit }) => limit >= 0);
}
