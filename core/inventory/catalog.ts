import QueryStream from 'pg-query-stream';
import { statementError } from '../postgres/errors.ts';
import type { Session } from '../postgres/session.ts';

/** Schemas that are never the project's: the server's own, the ledger, and what earlier runs set aside. */
export const projectSchemaCondition = `(
  n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'cutover')
  AND n.nspname !~ '_before_[0-9a-f]{8}$'
)`;

/**
 * Extensions whose configuration tables are not carried as rows: jobs would start to run as soon as they are there, and
 * secrets are bound to the root key of their server. Both are made anew by calls; see `core/supabase/carried.ts`.
 */
export const servedExtensions = `ARRAY['pg_cron', 'supabase_vault', 'pgsodium']::text[]`;

/** A condition that is true for objects that no extension owns. `catalog` and `oid` are our own SQL, never input. */
export function notOfExtension(catalog: string, oid: string): string {
  return `NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend member
    WHERE member.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass
      AND member.objid = ${oid} AND member.deptype = 'e')`;
}

/** Rows fetched at once by {@link eachRow}. */
const batchSize = 5000;

/**
 * Hands each row of a large result to `onRow` as an array of values, with no more than a batch of rows in memory.
 * Throws CutoverError.
 */
export async function eachRow(
  session: Session,
  sql: string,
  values: readonly unknown[],
  onRow: (row: readonly unknown[]) => void,
): Promise<void> {
  const stream = session.client.query(new QueryStream(sql, [...values], { batchSize, rowMode: 'array' }));
  try {
    for await (const row of stream) onRow(row as readonly unknown[]);
  } catch (error) {
    throw statementError(error, session.end);
  }
}
