import type { Session } from '../postgres/session.ts';
import { notOfExtension, projectSchemaCondition, reservedSchemaCondition } from './catalog.ts';
import type { Schema } from './types.ts';

export interface SelectedSchema extends Schema {
  readonly oid: number;
}

/** Row types, array types and multiranges come and go with what they belong to: they are not counted. */
const schemasSql = `
  SELECT n.oid, n.nspname AS name, pg_catalog.pg_get_userbyid(n.nspowner) AS owner, e.extname AS extension,
    (coalesce(r.n, 0) + coalesce(f.n, 0) + coalesce(t.n, 0))::int AS objects
  FROM pg_catalog.pg_namespace n
  LEFT JOIN pg_catalog.pg_depend d
    ON d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objid = n.oid AND d.deptype = 'e'
  LEFT JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
  LEFT JOIN (
    SELECT c.relnamespace AS oid, count(*) AS n FROM pg_catalog.pg_class c
    WHERE c.relkind IN ('r', 'p', 'f', 'm', 'v', 'S') AND ${notOfExtension('pg_class', 'c.oid')} GROUP BY 1
  ) r ON r.oid = n.oid
  LEFT JOIN (
    SELECT p.pronamespace AS oid, count(*) AS n FROM pg_catalog.pg_proc p
    WHERE ${notOfExtension('pg_proc', 'p.oid')} GROUP BY 1
  ) f ON f.oid = n.oid
  LEFT JOIN (
    SELECT t.typnamespace AS oid, count(*) AS n
    FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
    WHERE t.typtype IN ('b', 'c', 'd', 'e', 'r') AND t.typcategory <> 'A' AND (c.oid IS NULL OR c.relkind = 'c')
      AND ${notOfExtension('pg_type', 't.oid')} GROUP BY 1
  ) t ON t.oid = n.oid
  WHERE ${projectSchemaCondition}
    AND CASE WHEN $1::text[] IS NULL THEN e.oid IS NULL ELSE n.nspname = ANY ($1::text[]) END
  ORDER BY n.nspname`;

const reservedSql = `
  SELECT n.nspname::text AS name FROM pg_catalog.pg_namespace n
  WHERE ${reservedSchemaCondition} AND ($1::text[] IS NULL OR n.nspname = ANY ($1::text[])) ORDER BY 1`;

/** Schemas whose names runs of ours give: no run moves them. Of all, or of those named. Throws CutoverError. */
export async function readReservedSchemas(session: Session, names: readonly string[] | undefined): Promise<string[]> {
  return (await session.query<{ name: string }>(reservedSql, [names ?? null])).map(({ name }) => name);
}

/**
 * The schemas to read, by name. Without `names`: all of the project's own, so none that belongs to an extension.
 * A name that the server does not have is no error: the target lacks most of them.
 */
export async function readSchemas(session: Session, names: readonly string[] | undefined): Promise<SelectedSchema[]> {
  const rows = await session.query<{
    oid: number;
    name: string;
    owner: string;
    extension: string | null;
    objects: number;
  }>(schemasSql, [names ?? null]);
  return rows.map((row) => ({ ...row, extension: row.extension ?? undefined }));
}
