import type { Session } from '../postgres/session.ts';
import type { Check } from './types.ts';
import { counted } from './words.ts';

/** reset_val is what the role and the database start a session with; setting is what holds in ours. */
const timeouts = `
  SELECT s.name, s.setting, s.reset_val
    FROM pg_catalog.pg_settings s
   WHERE s.name IN ('statement_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout',
                    'transaction_timeout')
   ORDER BY s.name`;

interface Timeout extends Record<string, unknown> {
  readonly name: string;
  readonly setting: string;
  readonly reset_val: string;
}

export const timeoutsCheck: Check = {
  id: 'timeouts',
  title: 'No timeout ends a long copy',
  severity: 'info',
  asks: 'both',
  looksAt: 'the timeouts that hold in sessions of cutover, and those that the role would have had',
  async run(context) {
    const sessions = await Promise.all([context.session('source'), context.session('target')]);
    const found = await Promise.all(sessions.map((session) => readTimeouts(session)));
    const on = found.flatMap(({ stillOn }) => stillOn);
    if (on.length > 0) {
      return {
        verdict: 'fail',
        detail: `Still on in sessions of cutover: ${on.join(', ')}.`,
        fix: 'Connect directly or through the session pooler, which keeps what a session sets.',
      };
    }
    const lifted = found.flatMap(({ lifted }) => lifted);
    const known = found.reduce((sum, { known }) => sum + known, 0);
    return {
      verdict: 'pass',
      detail: `All of ${counted(known, 'timeout')} are 0 in sessions of cutover${lifted.length > 0 ? `; the role's own were ${lifted.join(', ')}` : ''}.`,
      fix: '',
    };
  },
};

async function readTimeouts(session: Session): Promise<{ stillOn: string[]; lifted: string[]; known: number }> {
  const rows = await session.query<Timeout>(timeouts);
  const named = (value: (row: Timeout) => string): string[] =>
    rows.filter((row) => value(row) !== '0').map((row) => `${row.name} = ${value(row)} ms on the ${session.end}`);
  return { stillOn: named((row) => row.setting), lifted: named((row) => row.reset_val), known: rows.length };
}
