import type { Session } from '../postgres/session.ts';
import { notOfExtension } from './catalog.ts';

/** Who may do what with one object. */
export interface ObjectGrants {
  readonly kind: 'schema' | 'table' | 'sequence' | 'column' | 'function' | 'type' | 'default-privileges';
  readonly name: string;
  readonly owner: string;
  /** `PUBLIC` or a role, and a privilege with an asterisk where it may be passed on: `anon=SELECT*`. Sorted. */
  readonly grants: readonly string[];
}

export interface Grants {
  readonly serverVersion: number;
  readonly objects: readonly ObjectGrants[];
  /** Roles whose rights the session's role has. */
  readonly memberOf: readonly string[];
}

/**
 * Grants as they count: where an object has no list of its own, the server's default for its kind. `$1` is the schemas.
 * Large objects are compared with their contents.
 */
const grantsSql = `
  WITH schemas AS (SELECT n.oid, n.nspname AS name FROM pg_catalog.pg_namespace n WHERE n.nspname = ANY ($1::text[])),
  object (kind, name, owner, acl) AS (
    SELECT 'schema', n.nspname::text, n.nspowner, coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner))
    FROM pg_catalog.pg_namespace n JOIN schemas s ON s.oid = n.oid
    UNION ALL
    SELECT CASE c.relkind WHEN 'S' THEN 'sequence' ELSE 'table' END, s.name || '.' || c.relname, c.relowner,
      coalesce(c.relacl, pg_catalog.acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))
    FROM pg_catalog.pg_class c JOIN schemas s ON s.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'f', 'm', 'v', 'S') AND c.relpersistence <> 't' AND ${notOfExtension('pg_class', 'c.oid')}
    UNION ALL
    SELECT 'column', s.name || '.' || c.relname || '.' || a.attname, c.relowner, coalesce(a.attacl, '{}')
    FROM pg_catalog.pg_class c JOIN schemas s ON s.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind IN ('r', 'p', 'f', 'm', 'v') AND c.relpersistence <> 't' AND a.attnum > 0 AND NOT a.attisdropped
      AND a.attacl IS NOT NULL AND ${notOfExtension('pg_class', 'c.oid')}
    UNION ALL
    SELECT 'function', s.name || '.' || p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')',
      p.proowner, coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))
    FROM pg_catalog.pg_proc p JOIN schemas s ON s.oid = p.pronamespace WHERE ${notOfExtension('pg_proc', 'p.oid')}
    UNION ALL
    SELECT 'type', s.name || '.' || t.typname, t.typowner, coalesce(t.typacl, pg_catalog.acldefault('T', t.typowner))
    FROM pg_catalog.pg_type t JOIN schemas s ON s.oid = t.typnamespace
    LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
    WHERE t.typcategory <> 'A' AND t.typtype <> 'm' AND (c.oid IS NULL OR c.relkind = 'c')
      AND ${notOfExtension('pg_type', 't.oid')}
    UNION ALL
    SELECT 'default-privileges', pg_catalog.concat_ws(' ', CASE d.defaclobjtype WHEN 'r' THEN 'tables'
        WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas'
        ELSE 'large objects' END, 'of', pg_catalog.pg_get_userbyid(d.defaclrole), 'in schema ' || s.name),
      d.defaclrole, d.defaclacl
    FROM pg_catalog.pg_default_acl d LEFT JOIN schemas s ON s.oid = d.defaclnamespace
    WHERE d.defaclnamespace = 0 OR s.oid IS NOT NULL
  )
  SELECT o.kind, o.name, pg_catalog.pg_get_userbyid(o.owner)::text AS owner, ARRAY(
    SELECT coalesce(r.rolname::text, 'PUBLIC') || '=' || a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END
    FROM pg_catalog.aclexplode(o.acl) a LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.grantee ORDER BY 1
  ) AS grants
  FROM object o ORDER BY 1, 2`;
const memberOfSql = `
  SELECT r.rolname::text AS name FROM pg_catalog.pg_roles r WHERE pg_catalog.pg_has_role(r.oid, 'USAGE')`;

/** Every grant on the objects of these schemas, extensions' own left out, and the default privileges. */
export async function readGrants(session: Session, schemas: readonly string[]): Promise<Grants> {
  const objects = await session.query<ObjectGrants & Record<string, unknown>>(grantsSql, [schemas]);
  const roles = await session.query<{ name: string }>(memberOfSql);
  return { serverVersion: session.serverVersion, objects, memberOf: roles.map(({ name }) => name) };
}
