import type { Session } from '../postgres/session.ts';
import { notOfExtension } from './catalog.ts';

/**
 * Default privileges without a schema are those of the whole database, and count for each. `acldefault` is not asked:
 * an object without an ACL has grants for its owner and PUBLIC alone. Large objects are in no schema.
 */
const rolesSql = `
  WITH granted (owner, acl) AS (
    SELECT n.nspowner, n.nspacl FROM pg_catalog.pg_namespace n WHERE n.oid = ANY ($1::oid[])
    UNION ALL
    SELECT c.relowner, c.relacl FROM pg_catalog.pg_class c
    WHERE c.relnamespace = ANY ($1::oid[]) AND c.relkind IN ('r', 'p', 'f', 'm', 'v', 'S')
      AND ${notOfExtension('pg_class', 'c.oid')}
    UNION ALL
    SELECT c.relowner, a.attacl FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = ANY ($1::oid[]) AND a.attacl IS NOT NULL AND ${notOfExtension('pg_class', 'c.oid')}
    UNION ALL
    SELECT p.proowner, p.proacl FROM pg_catalog.pg_proc p
    WHERE p.pronamespace = ANY ($1::oid[]) AND ${notOfExtension('pg_proc', 'p.oid')}
    UNION ALL
    SELECT t.typowner, t.typacl FROM pg_catalog.pg_type t
    WHERE t.typnamespace = ANY ($1::oid[]) AND ${notOfExtension('pg_type', 't.oid')}
      AND ${notOfExtension('pg_class', 't.typrelid')} AND ${notOfExtension('pg_type', 't.typelem')}
    UNION ALL
    SELECT d.defaclrole, d.defaclacl FROM pg_catalog.pg_default_acl d
    WHERE d.defaclnamespace = 0 OR d.defaclnamespace = ANY ($1::oid[])
    UNION ALL
    SELECT m.lomowner, m.lomacl FROM pg_catalog.pg_largeobject_metadata m
  ), named (oid) AS (
    SELECT owner FROM granted
    UNION SELECT x.grantee FROM granted CROSS JOIN LATERAL pg_catalog.aclexplode(granted.acl) x
    UNION SELECT x.grantor FROM granted CROSS JOIN LATERAL pg_catalog.aclexplode(granted.acl) x
    UNION SELECT unnest(p.polroles) FROM pg_catalog.pg_policy p
      JOIN pg_catalog.pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = ANY ($1::oid[])
  )
  SELECT r.rolname AS name FROM named JOIN pg_catalog.pg_roles r ON r.oid = named.oid
  WHERE r.rolname !~ '^pg_' ORDER BY r.rolname`;

/** Roles that owners, grants, default privileges and policies of the schemas name; no pg_* ones, not PUBLIC. */
export async function readRoles(session: Session, schemas: readonly number[]): Promise<string[]> {
  const rows = await session.query<{ name: string }>(rolesSql, [schemas]);
  return rows.map((row) => row.name);
}
