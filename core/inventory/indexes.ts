import { displayName } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { Index, Inventory } from './types.ts';

const indexesSql = `
  SELECT n.nspname AS schema, i.relname AS name, tn.nspname AS table_schema, t.relname AS table_name,
    x.indisunique AS unique, x.indisprimary AS primary, x.indisvalid AS valid, am.amname AS method,
    x.indexprs IS NOT NULL AS expressions,
    CASE WHEN i.relkind = 'i' THEN pg_catalog.pg_relation_size(i.oid) END AS bytes,
    pg_catalog.pg_get_indexdef(i.oid) AS definition, c.conname AS constraint
  FROM unnest($1::oid[]) AS o(oid)
  JOIN pg_catalog.pg_index x ON x.indrelid = o.oid
  JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
  JOIN pg_catalog.pg_class t ON t.oid = x.indrelid
  JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
  JOIN pg_catalog.pg_am am ON am.oid = i.relam
  LEFT JOIN pg_catalog.pg_constraint c
    ON c.conindid = x.indexrelid AND c.conrelid = x.indrelid AND c.contype IN ('p', 'u', 'x')
  ORDER BY n.nspname, i.relname`;

/** Indexes of tables by the tables' oids, those behind constraints and those of partitioned tables included. */
export async function readIndexes(session: Session, tables: readonly number[]): Promise<Index[]> {
  const rows = await session.query<{
    schema: string;
    name: string;
    table_schema: string;
    table_name: string;
    unique: boolean;
    primary: boolean;
    valid: boolean;
    method: string;
    expressions: boolean;
    bytes: string | null;
    definition: string | null;
    constraint: string | null;
  }>(indexesSql, [tables]);
  return rows.map((row) => ({
    schema: row.schema,
    name: row.name,
    table: displayName(row.table_schema, row.table_name),
    unique: row.unique,
    primary: row.primary,
    valid: row.valid,
    method: row.method,
    expressions: row.expressions,
    bytes: Number(row.bytes ?? 0),
    definition: row.definition ?? '',
    constraint: row.constraint ?? undefined,
  }));
}

/**
 * What CREATE INDEX CONCURRENTLY leaves behind when it fails, as `schema.name`: pg_dump leaves them out. On a
 * partitioned table an index may rightly be invalid. [pg_dump.c, getIndexes]
 */
export function invalidIndexes(source: Pick<Inventory, 'tables' | 'indexes'>): string[] {
  const partitioned = new Set(source.tables.filter(({ kind }) => kind === 'partitioned').map(({ key }) => key));
  return source.indexes
    .filter((index) => !index.valid && !partitioned.has(index.table))
    .map((index) => displayName(index.schema, index.name));
}
