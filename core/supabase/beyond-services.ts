import type { Session } from '../postgres/session.ts';
import type { LeftOut } from './carried-source.ts';

/** Indexes, views and functions of schemas (`$1`): what a project, or another version of the service, may have added. */
const namesSql = `
  SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' ELSE 'index ' END
    || n.nspname || '.' || c.relname AS name
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')
  WHERE n.nspname = ANY ($1) AND c.relkind IN ('i', 'v', 'm') AND k.oid IS NULL
  UNION ALL
  SELECT 'function ' || n.nspname || '.' || p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')'
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname = ANY ($1)
  ORDER BY 1`;

/** Roles of the API, to which the services grant, and a project may have granted more. */
const apiRoles = ['anon', 'authenticated', 'service_role'];

/**
 * What the roles (`$2`) may do in schemas (`$1`), one right a row. A relation without any has a row too: what
 * the target has no relation for is told with the relation.
 */
const apiGrantsSql = `
  SELECT n.nspname || '.' || c.relname AS relation, a.column_name AS "column", x.rolname::text AS role,
    x.privilege_type AS privilege
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL (
    SELECT NULL::name AS column_name, coalesce(c.relacl, '{}') AS acl
    UNION ALL
    SELECT f.attname, f.attacl FROM pg_catalog.pg_attribute f WHERE f.attrelid = c.oid AND f.attacl IS NOT NULL
  ) a
  LEFT JOIN LATERAL (
    SELECT r.rolname, e.privilege_type FROM pg_catalog.aclexplode(a.acl) e
    JOIN pg_catalog.pg_roles r ON r.oid = e.grantee AND r.rolname = ANY ($2)
  ) x ON true
  WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p', 'v', 'S')
  ORDER BY 1, 2 NULLS FIRST, 3, 4`;

interface ApiGrant extends Record<string, unknown> {
  readonly relation: string;
  readonly column: string | null;
  readonly role: string | null;
  readonly privilege: string | null;
}

/** MAINTAIN came with 17: `GRANT ALL` of a newer source gives it, and an older target cannot have it. */
const maintainSince = 170_000;

const reason = "the target's service has none: it is the project's own, or of another version of the service";
const grantReason =
  "the target's service grants it not: it is the project's own, or of another version of the service; grant it by hand where it is needed";

/**
 * Objects in the schemas of services and rights of the API's roles on their tables, that the source has beyond the
 * target. The services make and grant their own, newer ones sometimes less: these are named, and not carried. Throws CutoverError.
 */
export async function readBeyondServices(
  source: Session,
  target: Session,
  schemas: readonly string[],
): Promise<LeftOut[]> {
  if (schemas.length === 0) return [];
  const present = new Set((await target.query<{ name: string }>(namesSql, [schemas])).map(({ name }) => name));
  const names = (await source.query<{ name: string }>(namesSql, [schemas])).map(({ name }) => name);
  const grants = grantsBeyond(
    await source.query<ApiGrant>(apiGrantsSql, [schemas, apiRoles]),
    await target.query<ApiGrant>(apiGrantsSql, [schemas, apiRoles]),
    target.serverVersion >= maintainSince,
  );
  return [
    ...names.filter((name) => !present.has(name)).map((name) => ({ table: name, reason })),
    ...grants.map((name) => ({ table: name, reason: grantReason })),
  ];
}

/** One line a relation and role: `grant SELECT, UPDATE (email) on auth.users to authenticated`. */
function grantsBeyond(source: readonly ApiGrant[], target: readonly ApiGrant[], maintain: boolean): string[] {
  const relations = new Set(target.map(({ relation }) => relation));
  const granted = new Set(target.map(rightOf));
  const beyond = new Map<string, string[]>();
  for (const grant of source) {
    const { relation, column, role, privilege } = grant;
    if (role === null || privilege === null || !relations.has(relation) || granted.has(rightOf(grant))) continue;
    if (privilege === 'MAINTAIN' && !maintain) continue;
    const where = `on ${relation} to ${role}`;
    const rights = beyond.get(where) ?? [];
    rights.push(column === null ? privilege : `${privilege} (${column})`);
    beyond.set(where, rights);
  }
  return [...beyond].map(([where, rights]) => `grant ${rights.join(', ')} ${where}`);
}

function rightOf({ relation, column, role, privilege }: ApiGrant): string {
  return JSON.stringify([relation, column, role, privilege]);
}
