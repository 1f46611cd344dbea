import type { Session } from '../postgres/session.ts';
import type { Check, CheckContext, CheckVerdict, End } from './types.ts';

export const sourcePoolerCheck: Check = poolerCheck('source', 'Source keeps one session per connection');
export const targetPoolerCheck: Check = poolerCheck('target', 'Target keeps one session per connection');

/** Where Supabase's pooler runs in transaction mode. [Supabase documentation, Connect to your database] */
const transactionModePort = 6543;

const rounds = 3;

const probe = `
  SELECT pg_catalog.pg_backend_pid() AS pid,
         pg_catalog.current_setting('row_security') AS row_security,
         pg_catalog.current_setting('TimeZone') AS time_zone`;

/**
 * A pooler in transaction mode hands a connection's backend to another client between two transactions. So while one
 * connection is idle, a transaction is opened on a second one: with a session of its own, the first keeps its backend
 * and its settings, and the second never has the same backend.
 */
function poolerCheck(end: End, title: string): Check {
  return {
    id: `${end}-pooler`,
    title,
    severity: 'blocker',
    asks: end,
    looksAt: 'whether a connection keeps its backend and its settings while another one is in a transaction',
    async run(context) {
      const first = await context.session(end);
      if (first.address.port === transactionModePort) {
        return transactionMode(`Port ${transactionModePort} is the pooler's transaction mode.`);
      }
      return prove(first, await context.session(end), context);
    },
  };
}

async function prove(first: Session, second: Session, context: CheckContext): Promise<CheckVerdict> {
  for (let round = 0; round < rounds; round += 1) {
    context.signal.throwIfAborted();
    const before = await look(first);
    await second.execute('BEGIN');
    const other = await look(second);
    if (other.pid === before.pid) {
      await second.execute('ROLLBACK');
      return transactionMode(`Two connections were given the same backend (process ${before.pid}) in turn.`);
    }
    const after = await look(first);
    await second.execute('ROLLBACK');
    if (after.pid !== before.pid) {
      return transactionMode(`One connection moved from backend ${before.pid} to backend ${after.pid}.`);
    }
    if (after.row_security !== 'off' || after.time_zone !== 'UTC') {
      return transactionMode('A setting made with SET was gone with the next statement.');
    }
  }
  return {
    verdict: 'pass',
    detail: 'A connection kept its backend and its settings while another one was in a transaction.',
    fix: '',
  };
}

async function look(session: Session): Promise<{ pid: number; row_security: string; time_zone: string }> {
  const [row] = await session.query<{ pid: number; row_security: string; time_zone: string }>(probe);
  return row ?? { pid: 0, row_security: '', time_zone: '' };
}

function transactionMode(evidence: string): CheckVerdict {
  return {
    verdict: 'fail',
    detail: `${evidence} A snapshot cannot be shared and no setting holds there.`,
    fix: 'Use the direct connection, or the session pooler: the same host and user on port 5432 (Supabase dashboard, Connect, Session pooler).',
  };
}
