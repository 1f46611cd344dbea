import type { Session } from '../../postgres/session.ts';
import type { Catalog } from './types.ts';

/**
 * Rows and bytes by the server's own statistics, which cost nothing to read; a table that was never analysed is
 * measured. A partitioned table is as large as all of its partitions.
 */
const tablesSql = `
  WITH own AS (
    SELECT c.oid, c.relkind, n.nspname || '.' || c.relname AS key, size.bytes,
      CASE WHEN c.reltuples >= 0 THEN c.reltuples::pg_catalog.float8 ELSE size.bytes / 100.0 END AS rows
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL (
      SELECT CASE WHEN c.reltuples >= 0 THEN c.relpages::pg_catalog.int8 * pg_catalog.current_setting('block_size')::int
        ELSE coalesce(pg_catalog.pg_relation_size(c.oid), 0) END AS bytes
    ) AS size
    WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  )
  SELECT key, rows::pg_catalog.float8 AS rows, bytes::pg_catalog.float8 AS bytes, false AS partitioned
  FROM own WHERE relkind <> 'p'
  UNION ALL
  SELECT p.key, coalesce(sum(o.rows), 0)::pg_catalog.float8, coalesce(sum(o.bytes), 0)::pg_catalog.float8, true
  FROM own p
  LEFT JOIN LATERAL pg_catalog.pg_partition_tree(p.oid) t ON t.isleaf
  LEFT JOIN own o ON o.oid = t.relid AND o.relkind <> 'p'
  WHERE p.relkind = 'p' GROUP BY p.oid, p.key`;

const columnsSql = `
  SELECT n.nspname || '.' || c.relname || '.' || a.attname AS key, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
    AND n.nspname || '.' || c.relname = ANY ($1::pg_catalog.text[])`;

/** What the rules want to know of a target: every table's size, and the columns of the tables in `changed`. Throws CutoverError. */
export async function readCatalog(session: Session, changed: readonly string[]): Promise<Catalog> {
  const tables = await session.query<{ key: string; rows: number; bytes: number; partitioned: boolean }>(tablesSql);
  const columns = await session.query<{ key: string; type: string }>(columnsSql, [changed]);
  return {
    tables: new Map(tables.map(({ key, rows, bytes, partitioned }) => [key, { rows, bytes, partitioned }])),
    columns: new Map(columns.map(({ key, type }) => [key, { type }])),
  };
}
