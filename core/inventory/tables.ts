import type { Session } from '../postgres/session.ts';
import { servedExtensions } from './catalog.ts';
import type { TableKind } from './types.ts';

/** A table as `pg_class` knows it; columns, levels and index sizes are added from other readings. */
export interface TableRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly kind: TableKind;
  readonly owner: string;
  readonly persistence: 'permanent' | 'unlogged';
  readonly rowSecurity: boolean;
  readonly forceRowSecurity: boolean;
  readonly populated: boolean;
  readonly partitionKey: string | undefined;
  readonly bound: string | undefined;
  readonly extension: string | undefined;
  readonly where: string | undefined;
  readonly bytes: number;
  readonly pages: number;
  /** -1 where the table was never analysed. */
  readonly relTuples: number;
  readonly relPages: number;
}

/**
 * Bytes are those of the rows and of their TOAST values. pg_table_size() would add maps and the index of the TOAST table,
 * a hundredth at most, and looks at a dozen files a table for them.
 *
 * Members of an extension are left out, unless the extension registered them as its configuration tables.
 * Those may lie in the extension's own schema, so `$2` names schemas (null for any) where `$1` has oids; `$3` names
 * those of which none is read.
 */
const tablesSql = `
  SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
    pg_catalog.pg_get_userbyid(c.relowner) AS owner, c.relpersistence AS persistence,
    c.relrowsecurity AS row_security, c.relforcerowsecurity AS force_row_security, c.relispopulated AS populated,
    CASE c.relkind WHEN 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS partition_key,
    pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS bound,
    e.extname AS extension, e.extcondition[pg_catalog.array_position(e.extconfig, c.oid)] AS condition,
    size.main + coalesce(pg_catalog.pg_relation_size(nullif(c.reltoastrelid, 0)), 0) AS bytes,
    size.main / pg_catalog.current_setting('block_size')::int AS pages,
    c.reltuples AS rel_tuples, c.relpages AS rel_pages
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_depend d
    ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.objsubid = 0 AND d.deptype = 'e'
  LEFT JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
  LEFT JOIN LATERAL (SELECT pg_catalog.pg_relation_size(c.oid) AS main OFFSET 0) AS size ON c.relkind IN ('r', 'm')
  WHERE c.relkind IN ('r', 'p', 'f', 'm') AND c.relpersistence <> 't'
    AND CASE WHEN e.oid IS NULL THEN c.relnamespace = ANY ($1::oid[])
      ELSE c.oid = ANY (e.extconfig) AND e.extname <> ALL (${servedExtensions})
        AND ($2::text[] IS NULL OR n.nspname = ANY ($2::text[])) AND n.nspname <> ALL ($3::text[]) END
  ORDER BY n.nspname, c.relname`;

const kinds: ReadonlyMap<string, TableKind> = new Map([
  ['r', 'table'],
  ['p', 'partitioned'],
  ['f', 'foreign'],
  ['m', 'materialized-view'],
]);

/** Tables of the schemas with these oids, and the configuration tables of extensions (of those in `only`, where given). */
export async function readTables(
  session: Session,
  schemas: readonly number[],
  extensions: { readonly only?: readonly string[]; readonly except?: readonly string[] },
): Promise<TableRow[]> {
  const rows = await session.query<{
    oid: number;
    schema: string;
    name: string;
    kind: string;
    owner: string;
    persistence: string;
    row_security: boolean;
    force_row_security: boolean;
    populated: boolean;
    partition_key: string | null;
    bound: string | null;
    extension: string | null;
    condition: string | null;
    bytes: string | null;
    pages: string | null;
    rel_tuples: number;
    rel_pages: number;
  }>(tablesSql, [schemas, extensions.only ?? null, extensions.except ?? []]);
  return rows.map((row) => ({
    oid: row.oid,
    schema: row.schema,
    name: row.name,
    kind: kinds.get(row.kind) ?? 'table',
    owner: row.owner,
    persistence: row.persistence === 'u' ? 'unlogged' : 'permanent',
    rowSecurity: row.row_security,
    forceRowSecurity: row.force_row_security,
    populated: row.populated,
    partitionKey: row.partition_key ?? undefined,
    bound: row.bound ?? undefined,
    extension: row.extension ?? undefined,
    where: bareCondition(row.condition),
    bytes: Number(row.bytes ?? 0),
    pages: Number(row.pages ?? 0),
    relTuples: row.rel_tuples,
    relPages: row.rel_pages,
  }));
}

/** Extensions write `WHERE …` into `extcondition`, or nothing. */
function bareCondition(condition: string | null): string | undefined {
  return condition?.replace(/^\s*WHERE\s+/i, '').trim() || undefined;
}

export interface Parent {
  readonly child: number;
  readonly schema: string;
  readonly name: string;
  readonly partition: boolean;
}

const parentsSql = `
  SELECT i.inhrelid AS child, n.nspname AS schema, p.relname AS name, c.relispartition AS partition
  FROM unnest($1::oid[]) AS t(oid)
  JOIN pg_catalog.pg_inherits i ON i.inhrelid = t.oid
  JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
  JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
  JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace
  ORDER BY i.inhrelid, i.inhseqno`;

/** Inheritance parents of tables, in the order of their INHERITS clause; a partition has one. */
export async function readParents(session: Session, tables: readonly number[]): Promise<Parent[]> {
  return session.query<{ child: number; schema: string; name: string; partition: boolean }>(parentsSql, [tables]);
}

/** What a tuple costs beside its values: item pointer and header, aligned. */
const tupleOverhead = 28;
const pageBytes = 8168;

/**
 * Rows of a table: the density at the last ANALYZE times its length now, as the planner does it; without statistics,
 * as many rows of `rowWidth` bytes as its pages can hold.
 */
export function estimateRows(
  table: Pick<TableRow, 'kind' | 'relTuples' | 'relPages' | 'pages'>,
  rowWidth: number,
): number {
  if (table.kind === 'partitioned') return 0;
  if (table.kind === 'foreign') return Math.max(0, Math.round(table.relTuples));
  if (table.relTuples >= 0 && table.relPages > 0) {
    return Math.round((table.relTuples / table.relPages) * table.pages);
  }
  return Math.floor(pageBytes / (rowWidth + tupleOverhead)) * table.pages;
}
