import type { Session } from '../postgres/session.ts';
import { isBinarySafe, type TypeFacts } from './binary.ts';
import { eachRow } from './catalog.ts';
import type { Column } from './types.ts';

export interface TableColumns {
  readonly columns: Column[];
  /** Guess of a row's values in bytes, for tables without statistics. */
  width: number;
}

/** Types of the tables' columns, and those that domains and arrays lead to. */
const typesSql = `
  WITH RECURSIVE used AS (
    SELECT DISTINCT a.atttypid AS oid
    FROM unnest($1::oid[]) AS t(oid) JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid
    WHERE a.attnum > 0 AND NOT a.attisdropped
    UNION
    SELECT next.oid FROM used
    JOIN pg_catalog.pg_type t ON t.oid = used.oid
    CROSS JOIN LATERAL (VALUES (t.typelem), (t.typbasetype)) AS next(oid) WHERE next.oid <> 0
  )
  SELECT t.oid, t.typname AS name, t.typtype AS kind,
    t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace AS "inPgCatalog",
    EXISTS (
      SELECT FROM pg_catalog.pg_depend d
      WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objid = t.oid AND d.deptype = 'e'
    ) AS "ofExtension",
    t.typsend <> 0 AS "hasSend", t.typreceive <> 0 AS "hasReceive",
    CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE 0 END AS element, t.typbasetype AS base
  FROM used JOIN pg_catalog.pg_type t ON t.oid = used.oid`;

const columnsSql = `
  SELECT a.attrelid, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.atttypid, a.attnotnull,
    a.attgenerated, a.attidentity, pg_catalog.pg_get_expr(d.adbin, d.adrelid),
    CASE WHEN a.attcollation <> 0 AND a.attcollation <> t.typcollation
      THEN n.nspname || '.' || l.collname END,
    a.attlen
  FROM unnest($1::oid[]) AS o(oid)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = o.oid
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation AND a.attcollation <> t.typcollation
  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
  WHERE a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attrelid, a.attnum`;

const generatedKinds: ReadonlyMap<unknown, Column['generated']> = new Map([
  ['s', 'stored'],
  ['v', 'virtual'],
]);
const identityKinds: ReadonlyMap<unknown, Column['identity']> = new Map([
  ['a', 'always'],
  ['d', 'by-default'],
]);

/** What a value of variable length is taken for, in bytes: the planner's guess. [PostgreSQL source, get_typavgwidth] */
const variableWidth = 32;

/** Columns of tables by the tables' oids, in the order of their numbers; read as a stream, since they are many. */
export async function readColumns(session: Session, tables: readonly number[]): Promise<Map<number, TableColumns>> {
  const facts = await session.query<TypeFacts & Record<string, unknown>>(typesSql, [tables]);
  const types = new Map(facts.map((type) => [type.oid, type]));
  const safe = new Map(facts.map((type) => [type.oid, isBinarySafe(type.oid, types)]));
  const byTable = new Map<number, TableColumns>(tables.map((oid) => [oid, { columns: [], width: 0 }]));
  await eachRow(session, columnsSql, [tables], (row) => {
    const [oid, name, type, typeOid, notNull, generated, identity, expression, collation, length] = row as [
      number,
      string,
      string,
      number,
      boolean,
      string,
      string,
      string | null,
      string | null,
      number,
    ];
    const table = byTable.get(oid);
    if (table === undefined) return;
    table.width += length > 0 ? length : variableWidth;
    table.columns.push({
      name,
      type,
      typeOid,
      notNull,
      generated: generatedKinds.get(generated) ?? 'no',
      identity: identityKinds.get(identity) ?? 'no',
      binarySafe: safe.get(typeOid) ?? false,
      default: expression ?? undefined,
      collation: collation ?? undefined,
    });
  });
  return byTable;
}
