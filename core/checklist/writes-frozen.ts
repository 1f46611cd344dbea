import { setTimeout } from 'node:timers/promises';
import { changedTables, readCounters } from '../inventory/counters.ts';
import type { Session } from '../postgres/session.ts';
import type { Check } from '../preflight/types.ts';
import { listed } from '../preflight/words.ts';

const namesShown = 5;

/** Where the server's log of changes stands, in bytes; null on a standby, which writes none. */
const walSql = `
  SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN NULL
    ELSE pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0')::text END AS position`;

/** Sessions that have written in their transaction, or whose last statement was a write. Ours cannot. */
const writersSql = `
  SELECT DISTINCT COALESCE(NULLIF(a.application_name, ''), 'a session') || ' (' || COALESCE(a.usename::text, 'unknown')
    || COALESCE(' from ' || pg_catalog.host(a.client_addr), '') || ', pid ' || a.pid || ')' AS name
    FROM pg_catalog.pg_stat_activity a
   WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()
     AND a.backend_type = 'client backend' AND a.application_name NOT LIKE 'cutover%'
     AND (a.backend_xid IS NOT NULL OR (a.state_change > pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => $1)
       AND a.query ~* '^\\s*(insert|update|delete|merge|copy|truncate|alter|create|drop)\\M'))
   ORDER BY 1`;

/**
 * Writes are frozen where nothing changes while somebody looks: the tables' change counters stand still, and no session
 * has a transaction that writes. A server publishes counters of an idle session after up to 10 s.
 * [PGSTAT_IDLE_INTERVAL, pgstat.c]
 */
export const writesFrozenCheck: Check = {
  id: 'writes-frozen',
  title: 'Nobody writes to the source any more',
  severity: 'blocker',
  asks: 'source',
  looksAt:
    "the change counters of every table, the position of the WAL and the sessions' transactions, for some seconds",
  concerns: ({ profile }) => profile.environment === 'production',
  // What a service's idle sessions have written is published when they are asked again: by checks that call the API.
  beginsFirst: ({ supabase }) => supabase?.source === undefined,
  async run(context) {
    const { freezeWatchSeconds: seconds } = context.config.profile;
    const source = await context.session('source');
    const before = { counters: await readCounters(source), wal: await readWal(source) };
    const writers = new Set<string>();
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      await setTimeout(Math.min(500, end - performance.now()), undefined, { signal: context.signal });
      const rows = await source.query<{ name: string }>(writersSql, [seconds]);
      for (const { name } of rows) writers.add(name);
    }
    const after = { counters: await readCounters(source), wal: await readWal(source) };
    const { changed, reason } = changedTables(before.counters, after.counters);
    const grown = before.wal === undefined || after.wal === undefined ? 0 : after.wal - before.wal;
    if (reason === 'epoch') {
      return {
        verdict: 'skip',
        detail: 'The change counters of the source do not count, or began anew while they were watched.',
        fix: 'Set track_counts on the source to on, then look again.',
      };
    }
    if (changed.length > 0 || writers.size > 0) {
      const tables = changed.length > 0 ? `${listed(changed, namesShown)} changed` : 'no table has changed yet';
      const who = writers.size > 0 ? `; writing: ${listed([...writers], namesShown)}` : '';
      return {
        verdict: 'fail',
        detail: `Within ${seconds} s ${tables}, and the WAL grew by ${grown} bytes${who}.`,
        fix: 'Stop the application, its workers and scheduled jobs, or put it into maintenance mode; end what is left with pg_terminate_backend(pid). Then look again.',
      };
    }
    const wal =
      grown === 0 ? 'the WAL stood still' : `the WAL grew by ${grown} bytes, which is the server's own upkeep`;
    return { verdict: 'pass', detail: `No table changed in ${seconds} s, no session writes, and ${wal}.`, fix: '' };
  },
};

async function readWal(source: Session): Promise<number | undefined> {
  const [row] = await source.query<{ position: string | null }>(walSql);
  return row?.position ? Number(row.position) : undefined;
}
