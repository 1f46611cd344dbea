import { lockHolder } from '../advisory-lock.ts';
import type { Check } from './types.ts';

const ledgerSchema = `
  SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = 'cutover') AS schema,
         EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  WHERE n.nspname = 'cutover' AND c.relname = 'run') AS ledger`;

const openRuns = `
  SELECT r.id::text AS id, r.state, r.created_at
    FROM cutover.run r
   WHERE r.state NOT IN ('rolled-back', 'finalized')
   ORDER BY r.created_at DESC`;

export const leftoverRunCheck: Check = {
  id: 'leftover-run',
  title: 'No other run on the target',
  severity: 'blocker',
  asks: 'target',
  looksAt: 'the lock that a cutover at work holds, and the ledger of earlier runs',
  async run(context) {
    const session = await context.session('target');
    const holder = await lockHolder(session);
    if (holder) {
      const from = holder.address === '' ? '' : ` from ${holder.address}`;
      const since = holder.since ? `, since ${holder.since.toISOString().slice(0, 16)}Z` : '';
      return {
        verdict: 'fail',
        detail: `Another cutover is at work on the target (process ${holder.pid}${from}${since}).`,
        fix: 'Let it end, or stop it with Ctrl-C at its terminal. Where nobody knows of it: SELECT pg_terminate_backend(PID); on the target, then cutover resume or rollback.',
      };
    }
    const [found] = await session.query<{ schema: boolean; ledger: boolean }>(ledgerSchema);
    if (!found?.schema) return { verdict: 'pass', detail: 'The target has no ledger of an earlier run.', fix: '' };
    if (!found.ledger) {
      return {
        verdict: 'fail',
        detail: 'The target has a schema named cutover without a ledger in it; the ledger needs that name.',
        fix: 'Rename the schema: ALTER SCHEMA cutover RENAME TO …;',
      };
    }
    const runs = await session.query<{ id: string; state: string; created_at: Date }>(openRuns);
    const [newest] = runs;
    if (!newest) return { verdict: 'pass', detail: 'Every earlier run was finalized or rolled back.', fix: '' };
    const names = runs.map(
      ({ id, state, created_at }) => `run ${id} of ${created_at.toISOString().slice(0, 16)}Z is ${state}`,
    );
    const goOn = newest.state === 'held' ? 'Keep what it moved: cutover finalize' : 'Go on with it: cutover resume';
    return {
      verdict: 'fail',
      detail: `On the target, ${names.join('; ')}.`,
      fix: `${goOn} ${newest.id}. Or put the target back as it was: cutover rollback ${newest.id}.`,
    };
  },
};
