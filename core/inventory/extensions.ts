import type { Session } from '../postgres/session.ts';
import type { Extension } from './types.ts';

const extensionsSql = `
  SELECT e.extname AS name, n.nspname AS schema, e.extversion AS version, e.extrelocatable AS relocatable
  FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
  ORDER BY e.extname`;

/** Every extension of the database: they belong to no schema, whatever schemas were selected. */
export async function readExtensions(session: Session): Promise<Extension[]> {
  return session.query<Extension & Record<string, unknown>>(extensionsSql);
}
