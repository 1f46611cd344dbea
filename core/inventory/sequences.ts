import { displayName } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { servedExtensions } from './catalog.ts';
import type { Sequence } from './types.ts';

/** As with tables, an extension's own sequences are left out unless it registered them as configuration. */
const sequencesSql = `
  SELECT n.nspname AS schema, c.relname AS name, tn.nspname AS table_schema, t.relname AS table_name,
    a.attname AS column_name, e.extname AS extension,
    pg_catalog.format('AS %s START %s INCREMENT %s MINVALUE %s MAXVALUE %s CACHE %s%s',
      pg_catalog.format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
      CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END) AS definition
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
  LEFT JOIN pg_catalog.pg_depend o
    ON o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND o.objid = c.oid AND o.deptype IN ('a', 'i')
    AND o.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND o.refobjsubid > 0
  LEFT JOIN pg_catalog.pg_class t ON t.oid = o.refobjid
  LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = o.refobjid AND a.attnum = o.refobjsubid
  LEFT JOIN pg_catalog.pg_depend d
    ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e'
  LEFT JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
  WHERE c.relkind = 'S' AND c.relpersistence <> 't'
    AND CASE WHEN e.oid IS NULL THEN c.relnamespace = ANY ($1::oid[])
      ELSE c.oid = ANY (e.extconfig) AND e.extname <> ALL (${servedExtensions})
        AND ($2::text[] IS NULL OR n.nspname = ANY ($2::text[])) AND n.nspname <> ALL ($3::text[]) END
  ORDER BY n.nspname, c.relname`;

/** Sequences of the schemas with these oids, and configuration sequences of extensions, chosen as in `readTables`. */
export async function readSequences(
  session: Session,
  schemas: readonly number[],
  extensions: { readonly only?: readonly string[]; readonly except?: readonly string[] },
): Promise<Sequence[]> {
  const rows = await session.query<{
    schema: string;
    name: string;
    table_schema: string | null;
    table_name: string | null;
    column_name: string | null;
    extension: string | null;
    definition: string;
  }>(sequencesSql, [schemas, extensions.only ?? null, extensions.except ?? []]);
  return rows.map((row) => ({
    schema: row.schema,
    name: row.name,
    key: displayName(row.schema, row.name),
    ownedBy:
      row.table_schema !== null && row.table_name !== null && row.column_name !== null
        ? { table: displayName(row.table_schema, row.table_name), column: row.column_name }
        : undefined,
    definition: row.definition,
    ...(row.extension === null ? {} : { extension: row.extension }),
  }));
}
