import { notOfExtension } from '../../inventory/catalog.ts';
import type { Session } from '../../postgres/session.ts';

/** Facts that only a comparison of schemas needs, beside the inventory's. `$1` is the names of the schemas. */
export interface Extras {
  /** By `schema.name`: how a table is cut, and which piece of its parent it is. */
  readonly partitions: ReadonlyMap<string, { readonly key: string; readonly bound: string }>;
  /** `schema.name` of indexes that belong to one of a partitioned table. */
  readonly attachedIndexes: ReadonlySet<string>;
  readonly domains: ReadonlyMap<string, Domain>;
  readonly comments: readonly CommentRow[];
  /** Pairs of ids: what is there, and what must be there for it. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
}

interface Domain {
  readonly type: string;
  readonly notNull: 'yes' | 'no';
  readonly fallback: string;
  readonly collation: string;
  readonly checks: readonly { readonly name: string; readonly definition: string }[];
}

export interface CommentRow {
  /** As pg_identify_object names it: `table column`, `function`. */
  readonly kind: string;
  readonly schema: string;
  /** Quoted, fit for COMMENT ON. */
  readonly identity: string;
  readonly comment: string;
  /** Id of the item that it is about, or that its object is a part of. */
  readonly of: string;
}

const partitionsSql = `
  SELECT n.nspname || '.' || c.relname AS name, coalesce(pg_catalog.pg_get_partkeydef(c.oid), '') AS key,
    coalesce(pg_catalog.pg_get_expr(c.relpartbound, c.oid), '') AS bound
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY ($1::text[]) AND c.relkind IN ('r', 'p', 'f') AND (c.relispartition OR c.relkind = 'p')`;

const attachedSql = `
  SELECT n.nspname || '.' || c.relname AS name
  FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY ($1::text[]) AND c.relkind IN ('i', 'I')`;

const domainsSql = `
  SELECT n.nspname || '.' || t.typname AS name, pg_catalog.format_type(t.typbasetype, t.typtypmod) AS type,
    CASE WHEN t.typnotnull THEN 'yes' ELSE 'no' END AS "notNull",
    coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 0), '') AS fallback,
    coalesce((SELECT cn.nspname || '.' || l.collname FROM pg_catalog.pg_collation l
      JOIN pg_catalog.pg_namespace cn ON cn.oid = l.collnamespace JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
      WHERE l.oid = t.typcollation AND t.typcollation <> b.typcollation), '') AS collation,
    coalesce((SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', k.conname, 'definition',
        pg_catalog.pg_get_constraintdef(k.oid)) ORDER BY k.conname)
      FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'), '[]') AS checks
  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  WHERE n.nspname = ANY ($1::text[]) AND t.typtype = 'd' AND ${notOfExtension('pg_type', 't.oid')}`;

/**
 * What the objects of these schemas are called as items: `(classid, objid, subid)` and the id. A view's rule stands for
 * the view, a default for its column, an array or a row type for what it is made of.
 */
const objectsSql = `
  objects AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::oid AS classid, c.oid AS objid,
      CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'view ' WHEN 'S' THEN 'sequence ' ELSE 'table ' END
        || n.nspname || '.' || c.relname AS id
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY ($1::text[]) AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
    UNION ALL
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::oid, p.oid,
      'function ' || n.nspname || '.' || p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')'
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = ANY ($1::text[])
    UNION ALL
    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::oid, t.oid,
      CASE WHEN c.relkind IN ('v', 'm') THEN 'view ' WHEN c.relkind IS NOT NULL AND c.relkind <> 'c' THEN 'table '
        WHEN b.typtype = 'e' THEN 'enum ' WHEN b.typtype = 'd' THEN 'domain ' ELSE 'type ' END
        || n.nspname || '.' || b.typname
    FROM pg_catalog.pg_type t
    JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END
    JOIN pg_catalog.pg_namespace n ON n.oid = b.typnamespace
    LEFT JOIN pg_catalog.pg_class c ON c.oid = b.typrelid
    WHERE n.nspname = ANY ($1::text[])
    UNION ALL
    SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass::oid, w.oid,
      CASE c.relkind WHEN 'r' THEN 'rule ' || n.nspname || '.' || c.relname || '.' || w.rulename
        ELSE 'view ' || n.nspname || '.' || c.relname END
    FROM pg_catalog.pg_rewrite w JOIN pg_catalog.pg_class c ON c.oid = w.ev_class
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ANY ($1::text[])
    UNION ALL
    SELECT 'pg_catalog.pg_attrdef'::pg_catalog.regclass::oid, f.oid,
      'column ' || n.nspname || '.' || c.relname || '.' || a.attname
    FROM pg_catalog.pg_attrdef f JOIN pg_catalog.pg_class c ON c.oid = f.adrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum WHERE n.nspname = ANY ($1::text[])
    UNION ALL
    SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass::oid, k.oid,
      CASE k.contype WHEN 'p' THEN 'primary-key ' || n.nspname || '.' || c.relname
        ELSE CASE k.contype WHEN 'u' THEN 'unique ' WHEN 'f' THEN 'foreign-key ' WHEN 'x' THEN 'exclusion ' ELSE 'check ' END
          || n.nspname || '.' || c.relname || '.' || k.conname END
    FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ANY ($1::text[])
    UNION ALL
    SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass::oid, t.oid, 'trigger ' || n.nspname || '.' || c.relname || '.' || t.tgname
    FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ANY ($1::text[]) AND NOT t.tgisinternal
    UNION ALL
    SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass::oid, p.oid, 'policy ' || n.nspname || '.' || c.relname || '.' || p.polname
    FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ANY ($1::text[])
  )`;

/** A sequence is made before the column that owns it, so that what it depends on is no order. */
const needsSql = `
  WITH ${objectsSql}
  SELECT DISTINCT a.id AS id, b.id AS needed
  FROM objects a JOIN pg_catalog.pg_depend d ON d.classid = a.classid AND d.objid = a.objid
  JOIN objects b ON b.classid = d.refclassid AND b.objid = d.refobjid
  WHERE a.id <> b.id AND a.id NOT LIKE 'sequence %' AND d.deptype <> 'e'`;

/** Of objects in the schemas, the schemas themselves included; 'public' has a comment from its first day. */
const commentsSql = `
  WITH ${objectsSql}, described AS (
    SELECT o.type AS kind, o.schema, o.identity, d.description AS comment, d.classoid, d.objoid
    FROM pg_catalog.pg_description d
    CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) o
    WHERE d.classoid IN ('pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass,
      'pg_catalog.pg_type'::pg_catalog.regclass, 'pg_catalog.pg_constraint'::pg_catalog.regclass,
      'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass,
      'pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_namespace'::pg_catalog.regclass)
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend m
        WHERE m.classid = d.classoid AND m.objid = d.objoid AND m.deptype = 'e')
      AND (d.objoid >= 16384 OR d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass)
  )
  SELECT d.kind, coalesce(d.schema, i.nspname, x.nspname, d.identity)::text AS schema, d.identity, d.comment,
    coalesce(o.id, 'table ' || i.nspname || '.' || i.relname, 'schema ' || d.identity) AS of
  FROM described d
  LEFT JOIN LATERAL (SELECT id FROM objects o WHERE o.classid = d.classoid AND o.objid = d.objoid LIMIT 1) o ON true
  LEFT JOIN LATERAL (
    SELECT n.nspname, c.relname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND i.indexrelid = d.objoid
  ) i ON true
  LEFT JOIN LATERAL (
    SELECT n.nspname FROM pg_catalog.pg_namespace n
    WHERE o.id IS NOT NULL AND n.nspname = ANY ($1::text[]) AND pg_catalog.split_part(o.id, ' ', 2) LIKE n.nspname || '.%'
    LIMIT 1
  ) x ON true
  WHERE coalesce(d.schema, i.nspname, x.nspname, CASE WHEN d.kind = 'schema' THEN d.identity END) = ANY ($1::text[])
    AND NOT (d.kind = 'schema' AND d.identity = 'public')
  ORDER BY 1, 3`;

export async function readExtras(session: Session, schemas: readonly string[]): Promise<Extras> {
  const rows = async <Row extends Record<string, unknown>>(sql: string): Promise<Row[]> =>
    await session.query<Row>(sql, [schemas]);
  const partitions = await rows<{ name: string; key: string; bound: string }>(partitionsSql);
  const attached = await rows<{ name: string }>(attachedSql);
  const domains = await rows<Domain & { name: string } & Record<string, unknown>>(domainsSql);
  const comments = await rows<CommentRow & Record<string, unknown>>(commentsSql);
  const needs = new Map<string, string[]>();
  for (const { id, needed } of await rows<{ id: string; needed: string }>(needsSql)) {
    const known = needs.get(id);
    if (known === undefined) needs.set(id, [needed]);
    else known.push(needed);
  }
  return {
    partitions: new Map(partitions.map(({ name, key, bound }) => [name, { key, bound }])),
    attachedIndexes: new Set(attached.map(({ name }) => name)),
    domains: new Map(domains.map((domain) => [domain.name, domain])),
    comments,
    needs,
  };
}
