import { quoteIdentifier } from './identifiers.ts';
import type { Session } from './session.ts';

const enabledTriggersSql = `
  SELECT t.evtname AS name,
         CASE t.evtenabled WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END AS mode
  FROM pg_catalog.pg_event_trigger t, pg_catalog.pg_roles r
  WHERE t.evtenabled <> 'D' AND r.rolname = current_user AND r.rolsuper`;

/**
 * The ledger is no object of the project's: the target's event triggers, which may log or refuse schema changes, do not
 * see it come or go. Inside the caller's transaction, so they are never off for anybody else. Only a superuser may.
 */
export async function withoutEventTriggers(session: Session, work: () => Promise<void>): Promise<void> {
  const triggers = await session.query<{ name: string; mode: string }>(enabledTriggersSql);
  for (const { name } of triggers) await session.execute(`ALTER EVENT TRIGGER ${quoteIdentifier(name)} DISABLE`);
  await work();
  for (const { name, mode } of triggers) await session.execute(`ALTER EVENT TRIGGER ${quoteIdentifier(name)} ${mode}`);
}
