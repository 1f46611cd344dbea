import type { Session } from '../postgres/session.ts';
import { isAbsent } from '../supabase/scope.ts';
import { managedSchemas } from '../supabase/managed.ts';
import { makesSchema } from './concerns.ts';
import type { Check } from './types.ts';
import { listed, sentence } from './words.ts';

/**
 * Views, functions, defaults, checks, policies and columns of schemas that go (`$1`) that use a relation, function or
 * type of one that does not (`$2`). Foreign keys and triggers are left out by themselves. `$3` are functions of `auth`
 * that are made anew.
 */
const needsSql = `
  WITH absent (classid, objid) AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::oid, c.oid FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ANY ($2)
    UNION ALL
    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::oid, t.oid FROM pg_catalog.pg_type t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = ANY ($2)
    UNION ALL
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::oid, p.oid FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = ANY ($2) AND NOT (n.nspname = 'auth' AND p.proname = ANY ($3) AND p.pronargs = 0)
  )
  SELECT DISTINCT CASE WHEN u.relation IS NULL THEN pg_catalog.pg_describe_object(d.classid, d.objid, 0)
      ELSE pg_catalog.pg_describe_object('pg_catalog.pg_class'::pg_catalog.regclass, u.relation, 0) END
    || ' uses ' || pg_catalog.pg_describe_object(d.refclassid, d.refobjid, 0) AS need
  FROM absent a
  JOIN pg_catalog.pg_depend d ON d.refclassid = a.classid AND d.refobjid = a.objid AND d.deptype = 'n'
  LEFT JOIN pg_catalog.pg_rewrite w ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND w.oid = d.objid
  LEFT JOIN pg_catalog.pg_attrdef f ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND f.oid = d.objid
  LEFT JOIN pg_catalog.pg_policy y ON d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND y.oid = d.objid
  LEFT JOIN pg_catalog.pg_class c ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objid
  LEFT JOIN pg_catalog.pg_proc p ON d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = d.objid
  LEFT JOIN pg_catalog.pg_constraint k
    ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = d.objid AND k.contype <> 'f'
  CROSS JOIN LATERAL (SELECT coalesce(w.ev_class, f.adrelid) AS relation, coalesce(w.ev_class, f.adrelid, y.polrelid) AS owner) u
  LEFT JOIN pg_catalog.pg_class o ON o.oid = u.owner
  JOIN pg_catalog.pg_namespace n ON n.oid = coalesce(o.relnamespace, c.relnamespace, p.pronamespace, k.connamespace)
  WHERE n.nspname = ANY ($1)
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend m
                    WHERE m.classid = d.classid AND m.objid = d.objid AND m.deptype = 'e')
  ORDER BY 1`;

const shimFunctions = ['uid', 'role', 'email', 'jwt'];

export const leftOutNeedsCheck: Check = {
  id: 'left-out-needs',
  title: 'Nothing that is moved uses what stays behind',
  severity: 'blocker',
  asks: 'both',
  looksAt: 'views, functions, defaults, checks and columns that use a schema which is not moved',
  concerns: makesSchema,
  async run(context) {
    const { scope, source } = await context.carried();
    const absent = managedSchemas.filter((schema) => isAbsent(schema, scope));
    if (absent.length === 0) return { verdict: 'pass', detail: 'No schema that could be used stays behind.', fix: '' };
    const schemas = source.schemas.map(({ name }) => name);
    const needs = await readNeeds(await context.session('source'), schemas, absent, scope.shim);
    if (needs.length === 0) {
      return {
        verdict: 'pass',
        detail: 'No view, function, default, check or column uses a schema that stays behind.',
        fix: '',
      };
    }
    return {
      verdict: 'fail',
      detail: sentence(`${listed(needs, 8)}; it is not moved`),
      fix: 'Drop these on the source, or choose another --auth. Or override with a reason and run with --keep-going --on-failure pause: the rest is moved, and the run fails with these named.',
    };
  },
};

async function readNeeds(
  source: Session,
  schemas: readonly string[],
  absent: readonly string[],
  shim: boolean,
): Promise<string[]> {
  const rows = await source.query<{ need: string }>(needsSql, [schemas, absent, shim ? shimFunctions : []]);
  return rows.map(({ need }) => need);
}
