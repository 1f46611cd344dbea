import { toCutoverError } from '../errors.ts';
import { quoteLiteral } from '../postgres/identifiers.ts';
import type { Check } from './types.ts';

const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** All readers of a run see one state of the source; that takes a snapshot which a second session can import. */
export const snapshotCheck: Check = {
  id: 'source-snapshot',
  title: 'Snapshot can be shared between sessions',
  severity: 'blocker',
  asks: 'source',
  looksAt: 'a snapshot that one session exports and a second one imports',
  async run(context) {
    const [first, second] = await Promise.all([context.session('source'), context.session('source')]);
    try {
      await first.execute(begin);
      const [exported] = await first.query<{ snapshot: string }>('SELECT pg_catalog.pg_export_snapshot() AS snapshot');
      const snapshot = exported?.snapshot ?? '';
      await second.execute(begin);
      await second.execute(`SET TRANSACTION SNAPSHOT ${quoteLiteral(snapshot)}`);
      await second.query('SELECT pg_catalog.pg_current_snapshot()::text AS seen');
      return {
        verdict: 'pass',
        detail: `Snapshot ${snapshot} was exported and imported in a second session.`,
        fix: '',
      };
    } catch (error) {
      const failure = toCutoverError(error);
      // Without a server's word there is no verdict about snapshots: the connection itself failed.
      if (failure.sqlState === undefined || failure.transient) throw error;
      return {
        verdict: 'fail',
        detail: `A snapshot could not be exported and imported: ${failure.message}.`,
        fix: 'Connect to the primary server directly or through the session pooler (port 5432), both sessions to the same server.',
      };
    }
  },
};
