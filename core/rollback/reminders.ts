import type { LedgerRun } from '../ledger.ts';

/**
 * What no rollback of a target can do: what the operator switched at the cutover must be switched back. On the source
 * there is nothing to undo. Pure.
 */
export function reminders({ detail }: LedgerRun): readonly string[] {
  const { source, scope, buckets } = detail;
  const supabase = 'scope' in detail && scope.auth !== undefined;
  return [
    `Applications: the connection strings point to ${source} again`,
    'DNS names, poolers and load balancers that were switched: back to the source',
    ...(supabase ? ['API URL and keys (anon, service_role, JWT secret): those of the Supabase project again'] : []),
    ...(supabase && scope.auth === 'stack'
      ? ['Sign-in through Supabase Auth again: passwords and users of Stack Auth that are newer are not there']
      : []),
    ...(buckets !== undefined && buckets.length > 0
      ? ['Files that were uploaded since the cutover are in the target’s Storage alone: copy them back']
      : []),
    'Writes to the source may begin again once all of this is switched: it was never changed',
  ];
}
