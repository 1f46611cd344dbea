import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

const prepared = `
  SELECT p.gid, p.owner::text AS owner
    FROM pg_catalog.pg_prepared_xacts p
   WHERE p.database = pg_catalog.current_database()
   ORDER BY p.prepared`;

export const preparedTransactionsCheck: Check = {
  id: 'prepared-transactions',
  title: 'No prepared transactions on the source',
  severity: 'warning',
  asks: 'source',
  looksAt: 'transactions that are prepared and not ended',
  async run(context) {
    const session = await context.session('source');
    const rows = await session.query<{ gid: string; owner: string }>(prepared);
    if (rows.length === 0) return { verdict: 'pass', detail: 'There are none.', fix: '' };
    return {
      verdict: 'fail',
      detail: `${counted(rows.length, 'transaction')} ${rows.length === 1 ? 'is' : 'are'} prepared and neither committed nor rolled back: ${listed(rows.map(({ gid, owner }) => `'${gid}' of ${owner}`))}. Their rows are not in the snapshot, and their locks hold.`,
      fix: 'End each with COMMIT PREPARED or ROLLBACK PREPARED before the run.',
    };
  },
};
