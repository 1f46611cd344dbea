import type { Session } from '../postgres/session.ts';
import { notOfExtension } from './catalog.ts';
import type { SchemaObject } from './types.ts';

/** An object, and the key of the table or view that it belongs to: objects of excluded tables are left out. */
export interface OwnedObject extends SchemaObject {
  readonly relation: string | undefined;
}

/** Each query gives name, definition and relation. `$1` is the oids of the selected schemas. */
const inSchemas = (alias: string, column: string): string => `${alias}.${column} = ANY ($1::oid[])`;

const viewsSql = `
  SELECT n.nspname || '.' || c.relname AS name, n.nspname || '.' || c.relname AS relation,
    pg_catalog.concat(
      CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END,
      ' WITH (' || (SELECT pg_catalog.string_agg(o.option, ', ' ORDER BY o.option) FROM unnest(c.reloptions) AS o(option)) || ')',
      ' AS ', pg_catalog.pg_get_viewdef(c.oid)) AS definition
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('v', 'm') AND c.relpersistence <> 't' AND ${inSchemas('c', 'relnamespace')}
    AND ${notOfExtension('pg_class', 'c.oid')}
  ORDER BY 1`;

/** pg_get_functiondef refuses aggregates; what CREATE AGGREGATE takes stands in for it. */
const functionsSql = `
  SELECT n.nspname || '.' || p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')' AS name,
    NULL AS relation,
    CASE WHEN p.prokind <> 'a' THEN pg_catalog.pg_get_functiondef(p.oid) ELSE pg_catalog.concat_ws(' ',
      'AGGREGATE', a.aggkind, a.aggnumdirectargs, 'RETURNS', pg_catalog.format_type(p.prorettype, NULL),
      'SFUNC', a.aggtransfn::pg_catalog.regprocedure, 'STYPE', pg_catalog.format_type(a.aggtranstype, NULL),
      a.aggtransspace, 'FINALFUNC', a.aggfinalfn::pg_catalog.regprocedure, a.aggfinalextra, a.aggfinalmodify,
      'COMBINEFUNC', a.aggcombinefn::pg_catalog.regprocedure,
      'SERIALFUNC', a.aggserialfn::pg_catalog.regprocedure, 'DESERIALFUNC', a.aggdeserialfn::pg_catalog.regprocedure,
      'MSFUNC', a.aggmtransfn::pg_catalog.regprocedure, 'MINVFUNC', a.aggminvtransfn::pg_catalog.regprocedure,
      'MSTYPE', pg_catalog.format_type(NULLIF(a.aggmtranstype, 0), NULL), a.aggmtransspace,
      'MFINALFUNC', a.aggmfinalfn::pg_catalog.regprocedure, a.aggmfinalextra, a.aggmfinalmodify,
      'INITCOND', pg_catalog.quote_nullable(a.agginitval), 'MINITCOND', pg_catalog.quote_nullable(a.aggminitval),
      'SORTOP', NULLIF(a.aggsortop, 0)::pg_catalog.regoperator, 'PARALLEL', p.proparallel
    ) END AS definition
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  LEFT JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid
  WHERE ${inSchemas('p', 'pronamespace')} AND ${notOfExtension('pg_proc', 'p.oid')}
  ORDER BY 1`;

/** A partition's copy of its parent's trigger counts only where it was switched on or off on its own, as in pg_dump. */
const triggersSql = `
  SELECT t.tgname || ' on ' || n.nspname || '.' || c.relname AS name, n.nspname || '.' || c.relname AS relation,
    pg_catalog.concat_ws(' ',
      CASE WHEN t.tgparentid = 0 THEN pg_catalog.pg_get_triggerdef(t.oid) ELSE 'as on its parent' END,
      'ENABLED', t.tgenabled) AS definition
  FROM pg_catalog.pg_trigger t
  JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_trigger parent ON parent.oid = t.tgparentid
  WHERE ${inSchemas('c', 'relnamespace')}
    AND CASE WHEN t.tgparentid = 0 THEN NOT t.tgisinternal
      ELSE t.tgenabled <> parent.tgenabled AND NOT parent.tgisinternal END
    AND ${notOfExtension('pg_class', 'c.oid')} AND ${notOfExtension('pg_trigger', 't.oid')}
  ORDER BY 1`;

const policiesSql = `
  SELECT p.polname || ' on ' || n.nspname || '.' || c.relname AS name, n.nspname || '.' || c.relname AS relation,
    pg_catalog.concat(
      CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END, ' FOR ', p.polcmd, ' TO ',
      pg_catalog.array_to_string(ARRAY(
        SELECT coalesce(r.rolname::text, 'PUBLIC') FROM unnest(p.polroles) AS m(oid)
        LEFT JOIN pg_catalog.pg_roles r ON r.oid = m.oid ORDER BY 1
      ), ', '),
      ' USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')',
      ' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')') AS definition
  FROM pg_catalog.pg_policy p
  JOIN pg_catalog.pg_class c ON c.oid = p.polrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE ${inSchemas('c', 'relnamespace')} AND ${notOfExtension('pg_class', 'c.oid')}
  ORDER BY 1`;

/** Enums, domains, composite types and ranges; a domain's NOT NULL is a constraint of its own from 17 on. */
const typesSql = `
  SELECT n.nspname || '.' || t.typname AS name, NULL AS relation,
    CASE t.typtype
      WHEN 'e' THEN 'ENUM (' || (
        SELECT pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
        FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid) || ')'
      WHEN 'd' THEN pg_catalog.concat_ws(' ',
        'DOMAIN', pg_catalog.format_type(t.typbasetype, t.typtypmod),
        (SELECT 'COLLATE ' || cn.nspname || '.' || l.collname
          FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace cn ON cn.oid = l.collnamespace
          JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
          WHERE l.oid = t.typcollation AND t.typcollation <> b.typcollation),
        'DEFAULT ' || pg_catalog.pg_get_expr(t.typdefaultbin, 0), CASE WHEN t.typnotnull THEN 'NOT NULL' END,
        (SELECT pg_catalog.string_agg(
            pg_catalog.quote_ident(k.conname) || ' ' || pg_catalog.pg_get_constraintdef(k.oid), ' ' ORDER BY k.conname)
          FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'))
      WHEN 'c' THEN 'COMPOSITE (' || (
        SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', pg_catalog.quote_ident(a.attname),
            pg_catalog.format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
        FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) || ')'
      WHEN 'r' THEN (
        SELECT pg_catalog.concat_ws(' ', 'RANGE OF', pg_catalog.format_type(r.rngsubtype, NULL),
          'OPCLASS', o.opcname, 'CANONICAL', r.rngcanonical, 'SUBTYPE_DIFF', r.rngsubdiff,
          'MULTIRANGE', pg_catalog.format_type(r.rngmultitypid, NULL))
        FROM pg_catalog.pg_range r JOIN pg_catalog.pg_opclass o ON o.oid = r.rngsubopc WHERE r.rngtypid = t.oid)
      ELSE pg_catalog.concat_ws(' ', 'BASE', t.typlen, t.typbyval, t.typalign, t.typinput, t.typoutput)
    END AS definition
  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
  WHERE ${inSchemas('t', 'typnamespace')} AND (c.oid IS NULL OR c.relkind = 'c')
    AND t.typtype IN ('b', 'c', 'd', 'e', 'r') AND t.typcategory <> 'A' AND ${notOfExtension('pg_type', 't.oid')}
  ORDER BY 1`;

const rulesSql = `
  SELECT w.rulename || ' on ' || n.nspname || '.' || c.relname AS name, n.nspname || '.' || c.relname AS relation,
    pg_catalog.concat_ws(' ', pg_catalog.pg_get_ruledef(w.oid), 'ENABLED', w.ev_enabled) AS definition
  FROM pg_catalog.pg_rewrite w
  JOIN pg_catalog.pg_class c ON c.oid = w.ev_class JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE w.rulename <> '_RETURN' AND ${inSchemas('c', 'relnamespace')} AND ${notOfExtension('pg_class', 'c.oid')}
  ORDER BY 1`;

/** Event triggers and publications belong to the database, not to a schema. */
const eventTriggersSql = `
  SELECT t.evtname::text AS name, NULL AS relation,
    pg_catalog.concat_ws(' ', 'ON', t.evtevent,
      'WHEN TAG IN (' || (SELECT pg_catalog.string_agg(g.tag, ', ' ORDER BY g.tag) FROM unnest(t.evttags) AS g(tag)) || ')',
      'EXECUTE', t.evtfoid::pg_catalog.regprocedure, 'ENABLED', t.evtenabled) AS definition
  FROM pg_catalog.pg_event_trigger t
  WHERE ${notOfExtension('pg_event_trigger', 't.oid')}
  ORDER BY 1`;

/**
 * A publication, and each table in it by itself: on a target that has a publication of the name already, tables of its
 * own may be in it too. Row filters, column lists and whole schemas came with 15.
 */
function publicationsSql(serverVersion: number): string {
  const since15 = serverVersion >= 150_000;
  const schemas = `, ' SCHEMAS ' || (
      SELECT pg_catalog.string_agg(n.nspname, ', ' ORDER BY n.nspname)
      FROM pg_catalog.pg_publication_namespace s JOIN pg_catalog.pg_namespace n ON n.oid = s.pnnspid
      WHERE s.pnpubid = p.oid)`;
  const table = since15
    ? `pg_catalog.concat(
          '(' || (SELECT pg_catalog.string_agg(a.attname, ', ' ORDER BY a.attname) FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum = ANY (r.prattrs::smallint[])) || ')',
          ' WHERE ' || pg_catalog.pg_get_expr(r.prqual, r.prrelid))`
    : "''";
  return `
    SELECT p.pubname::text AS name, NULL AS relation,
      pg_catalog.concat(
        CASE WHEN p.puballtables THEN 'ALL TABLES ' END, 'PUBLISH',
        CASE WHEN p.pubinsert THEN ' insert' END, CASE WHEN p.pubupdate THEN ' update' END,
        CASE WHEN p.pubdelete THEN ' delete' END, CASE WHEN p.pubtruncate THEN ' truncate' END,
        CASE WHEN p.pubviaroot THEN ' via root' END
        ${since15 ? schemas : ''}) AS definition
    FROM pg_catalog.pg_publication p
    WHERE ${notOfExtension('pg_publication', 'p.oid')}
    UNION ALL
    SELECT p.pubname || ' of ' || n.nspname || '.' || c.relname, n.nspname || '.' || c.relname, ${table}
    FROM pg_catalog.pg_publication p JOIN pg_catalog.pg_publication_rel r ON r.prpubid = p.oid
    JOIN pg_catalog.pg_class c ON c.oid = r.prrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE ${notOfExtension('pg_publication', 'p.oid')}
    ORDER BY 1`;
}

/**
 * Everything beside tables that verification compares by definition, members of extensions left out.
 * Definitions depend on the session's search_path: an empty one, as ours have, qualifies every name.
 */
export async function readObjects(session: Session, schemas: readonly number[]): Promise<OwnedObject[]> {
  const queries: readonly (readonly [SchemaObject['kind'], string, readonly unknown[]])[] = [
    ['type', typesSql, [schemas]],
    ['function', functionsSql, [schemas]],
    ['view', viewsSql, [schemas]],
    ['rule', rulesSql, [schemas]],
    ['trigger', triggersSql, [schemas]],
    ['policy', policiesSql, [schemas]],
    ['event-trigger', eventTriggersSql, []],
    ['publication', publicationsSql(session.serverVersion), []],
  ];
  const objects: OwnedObject[] = [];
  for (const [kind, sql, values] of queries) {
    const rows = await session.query<{ name: string; definition: string | null; relation: string | null }>(sql, values);
    for (const { name, definition, relation } of rows) {
      objects.push({ kind, name, definition: definition ?? '', relation: relation ?? undefined });
    }
  }
  return objects;
}
