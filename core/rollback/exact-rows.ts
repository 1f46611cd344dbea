import { quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';

/** Rows of a table of the target, and the sum of a 64-bit hash over each. */
export interface TableRows {
  readonly schema: string;
  readonly name: string;
  readonly rows: string;
  readonly checksum: string;
}

/** What is read of schemas that are only renamed: the smallest tables, up to so many bytes in all. */
const smallBytes = 64 * 1024 * 1024;

/** Tables that one statement reads. */
const batch = 50;

/** Tables that the role may read as a whole. */
const readable = `c.relkind = 'r' AND c.relpersistence <> 't'
    AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
    AND NOT pg_catalog.row_security_active(c.oid)`;

const tablesSql = `
  SELECT n.nspname AS schema, c.relname AS name, n.nspname = ANY ($2::text[]) AS emptied,
    pg_catalog.pg_table_size(c.oid)::float8 AS bytes
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY ($1::text[] || $2::text[]) AND ${readable}
  ORDER BY 4, 1, 2`;

const presentSql = `
  SELECT t.schema, t.name FROM unnest($1::text[], $2::text[]) AS t (schema, name)
  JOIN pg_catalog.pg_namespace n ON n.nspname = t.schema
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = t.name
  WHERE ${readable}`;

type TableName = Pick<TableRows, 'schema' | 'name'>;

/** Of schemas that are set aside: every table whose rows are moved, and of renamed ones those small enough to be read. */
export async function tablesWorthReading(
  session: Session,
  { renamed, emptied }: { readonly renamed: readonly string[]; readonly emptied: readonly string[] },
): Promise<TableName[]> {
  if (renamed.length + emptied.length === 0) return [];
  const tables = await session.query<{ schema: string; name: string; emptied: boolean; bytes: number }>(tablesSql, [
    renamed,
    emptied,
  ]);
  let room = smallBytes;
  return tables.filter((table) => {
    if (table.emptied) return true;
    room -= table.bytes;
    return room >= 0;
  });
}

/** Those of the tables that are there and may be read. */
export async function tablesPresent(session: Session, tables: readonly TableName[]): Promise<TableName[]> {
  if (tables.length === 0) return [];
  return await session.query<{ schema: string; name: string }>(presentSql, [
    tables.map(({ schema }) => schema),
    tables.map(({ name }) => name),
  ]);
}

/**
 * Counts and check-sums tables of the target by themselves: whole rows as text, which means the same on one server
 * under one session's settings. Throws CutoverError.
 */
export async function exactRows(session: Session, tables: readonly TableName[]): Promise<TableRows[]> {
  const found: TableRows[] = [];
  for (let first = 0; first < tables.length; first += batch) {
    const selects = tables.slice(first, first + batch).map(
      ({ schema, name }) => `
      SELECT ${quoteLiteral(schema)} AS schema, ${quoteLiteral(name)} AS name, count(*)::text AS rows,
        coalesce(sum(pg_catalog.hashtextextended(ROW(t.*)::text COLLATE pg_catalog."C", 0)), 0)::text AS checksum
      FROM ONLY ${quoteQualified(schema, name)} AS t`,
    );
    found.push(
      ...(await session.query<{ schema: string; name: string; rows: string; checksum: string }>(
        selects.join(' UNION ALL '),
      )),
    );
  }
  return found;
}
