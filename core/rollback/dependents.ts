import type { Session } from '../postgres/session.ts';

/**
 * Objects elsewhere that need something in one of the schemas $1: dropping these would drop them too. Views depend through
 * their rewrite rule, columns through their default, which are in no schema: the relation's own counts.
 */
const dependentsSql = `
  WITH inside AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass AS classid, c.oid, n.nspname
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ANY ($1)
    UNION ALL
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, n.nspname
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ANY ($1)
    UNION ALL
    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, n.nspname
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = ANY ($1)
  )
  SELECT DISTINCT i.nspname AS schema, pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) AS name
  FROM inside i
  JOIN pg_catalog.pg_depend d ON d.refclassid = i.classid AND d.refobjid = i.oid AND d.deptype = 'n'
  LEFT JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid
  LEFT JOIN pg_catalog.pg_attrdef a ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND a.oid = d.objid
  LEFT JOIN pg_catalog.pg_trigger g ON d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND g.oid = d.objid
  LEFT JOIN pg_catalog.pg_policy p ON d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND p.oid = d.objid
  LEFT JOIN pg_catalog.pg_class c ON c.oid = coalesce(r.ev_class, a.adrelid, g.tgrelid, p.polrelid,
    CASE WHEN d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass THEN d.objid END)
  LEFT JOIN pg_catalog.pg_constraint k
    ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = d.objid
  LEFT JOIN pg_catalog.pg_proc f ON d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND f.oid = d.objid
  LEFT JOIN pg_catalog.pg_type t ON d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = d.objid
  JOIN pg_catalog.pg_namespace n
    ON n.oid = coalesce(c.relnamespace, k.connamespace, f.pronamespace, t.typnamespace)
  WHERE n.nspname <> ALL ($1) AND n.nspname !~ '^pg_'
  ORDER BY 1, 2 LIMIT 20`;

/** An object that would go with a schema although it is elsewhere. */
export interface Dependent {
  /** The schema that it needs. */
  readonly schema: string;
  /** In the server's words: `view reports.summary`. */
  readonly name: string;
}

/** What outside of these schemas would go with them; twenty at most. Throws CutoverError. */
export async function outsideDependents(session: Session, schemas: readonly string[]): Promise<Dependent[]> {
  if (schemas.length === 0) return [];
  return await session.query<{ schema: string; name: string }>(dependentsSql, [schemas]);
}
