import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

/** Other roles' sessions are shown without their times to a role that is not in pg_read_all_stats. */
const openTransactions = `
  SELECT a.pid, COALESCE(a.usename::text, '') AS role, COALESCE(a.application_name, '') AS application,
         EXTRACT(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::float8 AS seconds
    FROM pg_catalog.pg_stat_activity a
   WHERE a.datname = pg_catalog.current_database()
     AND a.pid <> pg_catalog.pg_backend_pid()
     AND a.application_name NOT LIKE 'cutover%'
     AND a.xact_start < pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => $1)
   ORDER BY a.xact_start`;

const sightedRole = "SELECT pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE') AS sighted";

export const longTransactionsCheck: Check = longTransactions(300);

/** Transactions that have been open for longer than `seconds`: what they write later is not in the snapshot. */
export function longTransactions(seconds: number): Check {
  return {
    id: 'long-transactions',
    title: 'No long-running transactions on the source',
    severity: 'warning',
    asks: 'source',
    looksAt: 'transactions that have been open for more than five minutes',
    async run(context) {
      const session = await context.session('source');
      const rows = await session.query<{ pid: number; role: string; application: string; seconds: number }>(
        openTransactions,
        [seconds],
      );
      if (rows.length > 0) {
        const names = rows.map(
          (row) =>
            `process ${row.pid} of ${row.role}${row.application === '' ? '' : ` (${row.application})`}, ${Math.round(row.seconds)} s`,
        );
        return {
          verdict: 'fail',
          detail: `${counted(rows.length, 'transaction')} open for more than ${seconds} s: ${listed(names)}. What they commit later is not in the snapshot.`,
          fix: 'Let them end, or end them: SELECT pg_terminate_backend(PID);',
        };
      }
      const [role] = await session.query<{ sighted: boolean }>(sightedRole);
      if (!role?.sighted) {
        return {
          verdict: 'skip',
          detail: "The role's own sessions have none; those of other roles it may not see.",
          fix: `GRANT pg_read_all_stats to the role, or look into pg_stat_activity as a superuser.`,
        };
      }
      return { verdict: 'pass', detail: `None has been open for more than ${seconds} s.`, fix: '' };
    },
  };
}
