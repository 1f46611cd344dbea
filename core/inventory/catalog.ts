import QueryStream from 'pg-query-stream';
import { lostError, statementError } from '../postgres/errors.ts';
import type { Session } from '../postgres/session.ts';
import { watchForStall } from '../postgres/stall.ts';

/**
 * Names that runs of ours give: the ledger's, and those of what was set aside. A run's id has a letter in it, so that the
 * project's own `orders_before_20240115` is none of them.
 */
export const reservedSchemaCondition = `(
  n.nspname = 'cutover' OR n.nspname ~ '_before_(?=[0-9]*[a-f])[0-9a-f]{8}$'
)`;

/** Schemas that are never the project's: the server's own, the ledger, and what earlier runs set aside. */
export const projectSchemaCondition = `(
  n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT ${reservedSchemaCondition}
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
  const unwatch = watchForStall([session], (error) => session.destroy(error));
  try {
    for await (const row of stream) onRow(row as readonly unknown[]);
  } catch (error) {
    throw session.broken ? lostError(error, session.end) : statementError(error, session.end);
  } finally {
    unwatch();
  }
}
