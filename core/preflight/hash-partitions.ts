import { displayName } from '../postgres/identifiers.ts';
import type { Check } from './types.ts';
import { listed } from './words.ts';

/**
 * The hash of an enum's value is that of its OID, which is another one on each server. A type leads to an enum through
 * domains, arrays, ranges and composites. [PostgreSQL source, utils/adt/enum.c; pg_dump.c, forcePartitionRootLoad]
 */
const enumKeysSql = `
  WITH RECURSIVE part AS (
    SELECT p.partrelid AS root, a.atttypid AS type
    FROM pg_catalog.pg_partitioned_table p
    JOIN pg_catalog.pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = ANY (p.partattrs::smallint[])
    WHERE p.partstrat = 'h' AND p.partrelid = ANY ($1::pg_catalog.oid[])
    UNION
    SELECT part.root, next.oid
    FROM part JOIN pg_catalog.pg_type t ON t.oid = part.type
    LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid OR r.rngmultitypid = t.oid
    LEFT JOIN pg_catalog.pg_attribute c ON c.attrelid = t.typrelid AND c.attnum > 0 AND NOT c.attisdropped
    CROSS JOIN LATERAL (VALUES (t.typelem), (t.typbasetype), (r.rngsubtype), (c.atttypid)) AS next(oid)
    WHERE next.oid <> 0
  )
  SELECT n.nspname AS schema, c.relname AS name, pg_catalog.min(pg_catalog.format_type(t.oid, NULL)) AS type
  FROM part
  JOIN pg_catalog.pg_type t ON t.oid = part.type AND t.typtype = 'e'
  JOIN pg_catalog.pg_class c ON c.oid = part.root
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  GROUP BY n.nspname, c.relname
  ORDER BY 1, 2`;

export const hashPartitionsCheck: Check = {
  id: 'hash-partitions',
  title: 'Rows have the same partitions on the target',
  severity: 'blocker',
  asks: 'source',
  looksAt: 'tables that are partitioned by the hash of an enum',
  async run(context) {
    const { tables } = await context.inventory('source');
    const partitioned = tables.filter(({ kind }) => kind === 'partitioned').map(({ oid }) => oid);
    const session = await context.session('source');
    const found = await session.query<{ schema: string; name: string; type: string }>(enumKeysSql, [partitioned]);
    if (found.length === 0)
      return { verdict: 'pass', detail: 'No table is partitioned by the hash of an enum.', fix: '' };
    const names = found.map(({ schema, name, type }) => `${displayName(schema, name)} (${type})`);
    return {
      verdict: 'fail',
      detail: `Partitioned by the hash of an enum, which is another one on each server: ${listed(names)}. Rows would be refused by the partitions that they are in now.`,
      fix: 'Partition by LIST, or by the hash of the value as text, on the source before the run; or leave the rows out with --exclude-table, and load them through the partitioned table by hand.',
    };
  },
};
