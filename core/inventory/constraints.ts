import { displayName } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { Constraint, ConstraintKind } from './types.ts';

const constraintsSql = `
  SELECT n.nspname AS schema, c.conname AS name, t.relname AS table_name, c.contype AS kind,
    c.convalidated AS validated, c.condeferrable AS deferrable,
    pg_catalog.pg_get_constraintdef(c.oid) AS definition,
    ARRAY(
      SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k(number, position)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number ORDER BY k.position
    ) AS columns,
    fn.nspname AS other_schema, f.relname AS other_name,
    ARRAY(
      SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY AS k(number, position)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number ORDER BY k.position
    ) AS other_columns,
    c.conparentid <> 0 OR (c.coninhcount > 0 AND NOT c.conislocal) AS inherited
  FROM unnest($1::oid[]) AS o(oid)
  JOIN pg_catalog.pg_constraint c ON c.conrelid = o.oid
  JOIN pg_catalog.pg_class t ON t.oid = c.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
  LEFT JOIN pg_catalog.pg_class f ON f.oid = c.confrelid
  LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
  ORDER BY n.nspname, t.relname, c.conname`;

const kinds: ReadonlyMap<string, ConstraintKind> = new Map([
  ['p', 'primary-key'],
  ['u', 'unique'],
  ['f', 'foreign-key'],
  ['c', 'check'],
  ['x', 'exclusion'],
  ['n', 'not-null'],
  ['t', 'trigger'],
]);

/** Constraints of tables by the tables' oids. NOT NULL is among them from PostgreSQL 18 on, and only there. */
export async function readConstraints(session: Session, tables: readonly number[]): Promise<Constraint[]> {
  const rows = await session.query<{
    schema: string;
    name: string;
    table_name: string;
    kind: string;
    validated: boolean;
    deferrable: boolean;
    definition: string | null;
    columns: string[];
    other_schema: string | null;
    other_name: string | null;
    other_columns: string[];
    inherited: boolean;
  }>(constraintsSql, [tables]);
  return rows.map((row) => ({
    schema: row.schema,
    name: row.name,
    table: displayName(row.schema, row.table_name),
    kind: kinds.get(row.kind) ?? 'check',
    validated: row.validated,
    deferrable: row.deferrable,
    definition: row.definition ?? '',
    columns: row.columns,
    references:
      row.kind === 'f' && row.other_schema !== null && row.other_name !== null
        ? { table: displayName(row.other_schema, row.other_name), columns: row.other_columns }
        : undefined,
    inherited: row.inherited,
  }));
}
