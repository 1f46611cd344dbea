import { displayName } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { Dependent } from './types.ts';

/**
 * What falls with an extension, as DROP … CASCADE would find it, but for two things: where a column hangs on it (by its
 * type, or as a generated one) the whole table does, since a table without the column would be another one; and a
 * domain goes with a check of its own. What is internal to another object stands and falls with that one.
 * `extension`, the edge of ALTER … DEPENDS ON EXTENSION, is no reason to leave anything out.
 */
const dependentsSql = `
  WITH RECURSIVE gone (extension, classid, objid) AS (
    SELECT e.extname, 'pg_catalog.pg_extension'::pg_catalog.regclass::oid, e.oid
    FROM pg_catalog.pg_extension e WHERE e.extname = ANY ($1::text[])
    UNION
    SELECT g.extension, next.classid, next.objid
    FROM gone g CROSS JOIN LATERAL (
      SELECT d.classid, d.objid FROM pg_catalog.pg_depend d
      WHERE d.refclassid = g.classid AND d.refobjid = g.objid AND d.deptype <> 'x'
      UNION ALL
      SELECT d.refclassid, d.refobjid FROM pg_catalog.pg_depend d
      WHERE d.classid = g.classid AND d.objid = g.objid AND d.deptype = 'i'
      UNION ALL
      SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::oid, k.contypid FROM pg_catalog.pg_constraint k
      WHERE g.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = g.objid AND k.contypid <> 0
    ) next
  ), object AS (
    SELECT DISTINCT ON (g.classid, g.objid) g.* FROM gone g
    WHERE NOT (g.classid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND EXISTS (
        SELECT FROM pg_catalog.pg_extension e WHERE e.oid = g.objid AND e.extname = ANY ($1::text[])))
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend m
        WHERE m.classid = g.classid AND m.objid = g.objid AND m.deptype = 'e')
    ORDER BY g.classid, g.objid, g.extension
  )
  SELECT o.extension::text AS extension, x.kind, x.schema::text AS schema, x.name::text AS name,
    x.relation_schema || '.' || x.relation AS relation, x.part::text AS part,
    pg_catalog.pg_describe_object(o.classid, o.objid, 0) AS described, x.text
  FROM object o CROSS JOIN LATERAL (
    SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
        WHEN 'S' THEN 'sequence' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' ELSE 'table' END AS kind,
      n.nspname AS schema, c.relname AS name, xn.nspname AS relation_schema, xc.relname AS relation,
      NULL AS part, NULL AS text
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
    LEFT JOIN pg_catalog.pg_class xc ON xc.oid = i.indrelid
    LEFT JOIN pg_catalog.pg_namespace xn ON xn.oid = xc.relnamespace
    WHERE o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = o.objid AND c.relkind NOT IN ('c', 't')
      AND n.nspname <> 'pg_toast'
    UNION ALL
    SELECT 'constraint', n.nspname, c.relname || ' ' || k.conname, n.nspname, c.relname, k.conname,
      pg_catalog.pg_get_constraintdef(k.oid)
    FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE o.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = o.objid
    UNION ALL
    SELECT 'default', n.nspname, c.relname || ' ' || a.attname, n.nspname, c.relname, a.attname,
      pg_catalog.pg_get_expr(f.adbin, f.adrelid)
    FROM pg_catalog.pg_attrdef f JOIN pg_catalog.pg_class c ON c.oid = f.adrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
    WHERE o.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND f.oid = o.objid
    UNION ALL
    SELECT 'trigger', n.nspname, c.relname || ' ' || t.tgname, n.nspname, c.relname, t.tgname, NULL
    FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE o.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND t.oid = o.objid AND NOT t.tgisinternal
    UNION ALL
    SELECT 'policy', n.nspname, c.relname || ' ' || p.polname, n.nspname, c.relname, p.polname, NULL
    FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE o.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND p.oid = o.objid
    UNION ALL
    SELECT 'rule', n.nspname, c.relname || ' ' || w.rulename, n.nspname, c.relname, w.rulename, NULL
    FROM pg_catalog.pg_rewrite w JOIN pg_catalog.pg_class c ON c.oid = w.ev_class
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE o.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND w.oid = o.objid AND w.rulename <> '_RETURN'
    UNION ALL
    SELECT CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' ELSE 'function' END,
      n.nspname, p.proname || '(' || coalesce((
        SELECT pg_catalog.string_agg(pg_catalog.format_type(t.oid, NULL), ', ' ORDER BY t.position)
        FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY AS t(oid, position)), '') || ')',
      NULL, NULL, pg_catalog.pg_get_function_identity_arguments(p.oid), NULL
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    WHERE o.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = o.objid
    UNION ALL
    SELECT CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'type' END, n.nspname, t.typname, NULL, NULL, NULL, NULL
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
    WHERE o.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = o.objid
      AND t.typcategory <> 'A' AND t.typtype <> 'm' AND (c.oid IS NULL OR c.relkind = 'c')
    UNION ALL
    SELECT 'publication table', n.nspname, p.pubname || ' ' || c.relname, n.nspname, c.relname, p.pubname, NULL
    FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
    JOIN pg_catalog.pg_class c ON c.oid = r.prrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE o.classid = 'pg_catalog.pg_publication_rel'::pg_catalog.regclass AND r.oid = o.objid
    UNION ALL
    SELECT i.type, i.schema, coalesce(i.name, i.identity), NULL, NULL, NULL, NULL
    FROM pg_catalog.pg_identify_object(o.classid, o.objid, 0) i
    WHERE o.classid <> ALL ('{pg_catalog.pg_class,pg_catalog.pg_constraint,pg_catalog.pg_attrdef,pg_catalog.pg_trigger,
      pg_catalog.pg_policy,pg_catalog.pg_rewrite,pg_catalog.pg_proc,pg_catalog.pg_type,pg_catalog.pg_publication_rel,
      pg_catalog.pg_amop,pg_catalog.pg_amproc,pg_catalog.pg_default_acl,pg_catalog.pg_namespace}'::pg_catalog.regclass[])
  ) x
  ORDER BY x.kind <> 'table', x.schema, x.name, x.kind`;

/** pg_dump quotes every name where the majors differ: a piece of a statement is looked for in both forms. */
const quoteSql = "SELECT pg_catalog.set_config('quote_all_identifiers', $1, false)";

/**
 * Everything outside of extensions that hangs on one of these, at any distance. An extension that requires one of them
 * is among it. One query, twice; nothing is written. Throws CutoverError.
 */
export async function readDependents(session: Session, extensions: readonly string[]): Promise<Dependent[]> {
  if (extensions.length === 0) return [];
  const plain = await session.query<Row>(dependentsSql, [extensions]);
  await session.query(quoteSql, ['on']);
  const quoted = await session.query<Row>(dependentsSql, [extensions]);
  await session.query(quoteSql, ['off']);
  return plain.map((row, index) => ({
    extension: row.extension,
    kind: row.kind,
    schema: row.schema ?? undefined,
    name: row.name,
    relation: row.relation ?? undefined,
    part: row.part ?? undefined,
    described: row.described,
    texts: [row.text, quoted[index]?.text].filter((text) => text !== null && text !== undefined),
  }));
}

/** Without what belongs to another one of them: a table stands for its keys and policies, a view for its rule. */
export function standingAlone(objects: readonly Dependent[]): Dependent[] {
  const keys = new Set(
    objects.filter(({ part }) => part === undefined).map(({ schema, name }) => displayName(schema ?? '', name)),
  );
  return objects.filter(({ relation }) => relation === undefined || !keys.has(relation));
}

interface Row extends Record<string, unknown> {
  readonly extension: string;
  readonly kind: string;
  readonly schema: string | null;
  readonly name: string;
  readonly relation: string | null;
  readonly part: string | null;
  readonly described: string;
  readonly text: string | null;
}
