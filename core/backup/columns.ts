import { quoteIdentifier, quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { Form } from './metadata.ts';

/** A table by its two names. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

export interface RowColumn {
  readonly name: string;
  /** As `format_type` gives it, the schema in front. */
  readonly type: string;
  readonly form: Form;
  /** True where the type is a domain. */
  readonly domain: boolean;
  readonly generated: boolean;
}

/** What is known of a table that rows are read from or written to. */
export interface RowTable extends TableName {
  readonly oid: number;
  /** `pg_class.relkind` */
  readonly kind: string;
  /** Rows and their TOAST values in bytes, and how many rows they are about; 0 where it is not known. */
  readonly bytes: number;
  readonly toastBytes: number;
  readonly estimatedRows: number;
  readonly columns: readonly RowColumn[];
}

/** Built-in types with a form of their own. [pg_type.dat] */
const forms: ReadonlyMap<number, Form> = new Map([
  [114, 'json'],
  [3802, 'jsonb'],
  [700, 'float'],
  [701, 'float'],
]);

/** OIDs below are the server's own; only types above may have casts to JSON. [PostgreSQL source, transam.h, jsonb.c] */
const firstNormalOid = 16_384;

const tablesSql = `
  SELECT w.place::int AS place, c.oid, c.relkind::text AS kind, greatest(c.reltuples, 0)::float8 AS rows,
    CASE WHEN c.relkind IN ('r', 'm') THEN pg_catalog.pg_relation_size(c.oid) ELSE 0 END AS bytes,
    coalesce(pg_catalog.pg_relation_size(nullif(c.reltoastrelid, 0)), 0) AS toast
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w(schema, name, place)
  JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.name
  WHERE c.relkind IN ('r', 'p', 'f', 'm', 'v')
  ORDER BY w.place`;

const columnsSql = `
  WITH RECURSIVE attributes AS (
    SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attgenerated
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = ANY ($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
  ), bases (type, base) AS (
    SELECT DISTINCT t.atttypid, t.atttypid FROM attributes t
    UNION ALL
    SELECT b.type, t.typbasetype FROM bases b JOIN pg_catalog.pg_type t ON t.oid = b.base WHERE t.typtype = 'd'
  )
  SELECT a.attrelid AS oid, a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
    b.base, t.typtype::text AS kind, t.typcategory = 'A' AS "isArray", t.typelem AS element, t.typlen::int AS length,
    e.typtype::text AS "elementKind", a.attgenerated::text <> '' AS generated, a.atttypid <> b.base AS domain
  FROM attributes a
  JOIN bases b ON b.type = a.atttypid
  JOIN pg_catalog.pg_type t ON t.oid = b.base AND t.typtype <> 'd'
  LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
  ORDER BY a.attrelid, a.attnum`;

interface ColumnRow extends Record<string, unknown> {
  readonly oid: number;
  readonly name: string;
  readonly type: string;
  readonly base: number;
  readonly kind: string;
  readonly isArray: boolean;
  readonly element: number;
  readonly elementKind: string | null;
  readonly generated: boolean;
  readonly domain: boolean;
}

/** int2vector and oidvector are arrays that begin at 0. */
const vectors: ReadonlySet<number> = new Set([22, 30]);

function formOf({ base, kind, isArray, element, elementKind }: ColumnRow): Form {
  if (base >= firstNormalOid || kind === 'c' || vectors.has(base)) return 'text';
  if (!isArray) return forms.get(base) ?? 'value';
  const plain = element < firstNormalOid && elementKind !== 'c' && !forms.has(element) && !vectors.has(element);
  return plain ? 'array' : 'text';
}

/** Tables with their columns, in the order asked for; undefined in the place of one that is not there. Throws CutoverError. */
export async function readRowTables(
  session: Session,
  tables: readonly TableName[],
): Promise<readonly (RowTable | undefined)[]> {
  const found = await session.query<{
    place: number;
    oid: number;
    kind: string;
    rows: number;
    bytes: string;
    toast: string;
  }>(tablesSql, [tables.map(({ schema }) => schema), tables.map(({ name }) => name)]);
  const rows = await session.query<ColumnRow>(columnsSql, [found.map(({ oid }) => oid)]);
  const columns = new Map<number, RowColumn[]>();
  for (const row of rows) {
    const { name, type, generated, domain } = row;
    const list = columns.get(row.oid) ?? [];
    list.push({ name, type, generated, domain, form: formOf(row) });
    columns.set(row.oid, list);
  }
  const byPlace = new Map(found.map((row) => [row.place, row]));
  return tables.map(({ schema, name }, index) => {
    const row = byPlace.get(index + 1);
    if (row === undefined) return undefined;
    return {
      schema,
      name,
      oid: row.oid,
      kind: row.kind,
      bytes: Number(row.bytes) + Number(row.toast),
      toastBytes: Number(row.toast),
      estimatedRows: row.rows,
      columns: columns.get(row.oid) ?? [],
    };
  });
}

/** Columns that take a value: all but the generated ones. */
export function writtenColumns(table: RowTable): RowColumn[] {
  return table.columns.filter((column) => !column.generated);
}

function written(column: RowColumn): string {
  const value = `t.${quoteIdentifier(column.name)}`;
  const text = `pg_catalog.format('%s', ${value})`;
  switch (column.form) {
    case 'float':
      // A NaN is not equal to 0, and goes as text by itself.
      return `CASE WHEN ${value} = 0 AND ${text} = '-0' THEN pg_catalog.to_jsonb(${text}) ELSE pg_catalog.to_jsonb(${value}) END`;
    case 'array':
      return `CASE WHEN pg_catalog.array_dims(${value}) ~ '\\[(?!1:)' THEN pg_catalog.to_jsonb(${text}) ELSE pg_catalog.to_jsonb(${value}) END`;
    case 'json':
    case 'text':
      // format() takes NULL for an empty text, and IS NULL a row of NULLs for NULL.
      return `CASE WHEN pg_catalog.num_nulls(${value}) = 0 THEN ${text} END`;
    default:
      return value;
  }
}

/**
 * One text of JSON for each row of the table itself, in the order in which they lie. `where` is our own SQL or the
 * extension's, about the table as `t`. Pure.
 */
export function selectRowsSql(table: RowTable, where?: string): string {
  const list = table.columns.map((column) => `${written(column)} AS ${quoteIdentifier(column.name)}`);
  const empty = table.columns
    .filter((column) => column.form === 'jsonb')
    .map(({ name }) => `CASE WHEN r.${quoteIdentifier(name)} IS NULL THEN ${quoteLiteral(name)} END`);
  const without = empty.length === 0 ? '' : ` - ARRAY[${empty.join(', ')}]::text[]`;
  const condition = where === undefined ? '' : ` WHERE (${where})`;
  return `SELECT (pg_catalog.to_jsonb(r.*)${without})::text
    FROM (SELECT ${list.join(', ')} FROM ONLY ${quoteQualified(table.schema, table.name)} AS t${condition}) AS r`;
}

/**
 * Puts the rows of a JSON array, the one parameter, into these columns of a table. What {@link selectRowsSql} has written
 * comes back: the server's populate function gives each value to its type's input, but cannot tell the two NULLs of JSON
 * apart. Pure.
 */
export function insertRowsSql(
  table: RowTable,
  columns: readonly { readonly name: string; readonly form: Form }[],
): string {
  const name = quoteQualified(table.schema, table.name);
  const from = 'FROM pg_catalog.jsonb_array_elements($1::jsonb) AS e(j)';
  if (columns.length === 0) return `INSERT INTO ${name} SELECT ${from}`;
  const values = columns.map((column) => {
    const key = quoteLiteral(column.name);
    if (column.form === 'jsonb') return `e.j -> ${key}`;
    if (column.form === 'json') return `(e.j ->> ${key})::json`;
    return `p.${quoteIdentifier(column.name)}`;
  });
  return `INSERT INTO ${name} (${columns.map((column) => quoteIdentifier(column.name)).join(', ')})
    OVERRIDING SYSTEM VALUE
    SELECT ${values.join(', ')} ${from}${populated(table, columns)}`;
}

/**
 * The values by the types of the table. A domain over documents would see another document than the one that is meant:
 * where there is one, the other columns are named.
 */
function populated(table: RowTable, columns: readonly { readonly name: string; readonly form: Form }[]): string {
  const isDocument = new Map(columns.map(({ name, form }) => [name, form === 'json' || form === 'jsonb']));
  if (!table.columns.some(({ name, domain }) => domain && isDocument.get(name))) {
    return `, LATERAL pg_catalog.jsonb_populate_record(NULL::${quoteQualified(table.schema, table.name)}, e.j) AS p`;
  }
  const others = table.columns
    .filter(({ name }) => isDocument.get(name) === false)
    .map(({ name, type }) => `${quoteIdentifier(name)} ${type}`);
  return others.length === 0 ? '' : `, LATERAL pg_catalog.jsonb_to_record(e.j) AS p(${others.join(', ')})`;
}
