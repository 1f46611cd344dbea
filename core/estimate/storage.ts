import type { Session } from '../postgres/session.ts';

/** row_security_active: a policy would hide objects from this role, and a part is no number to plan with. */
const readable = `
  SELECT c.oid::text AS oid
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = 'storage' AND c.relname = 'objects' AND c.relkind IN ('r', 'p')
     AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
     AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
     AND NOT pg_catalog.row_security_active(c.oid)
     AND EXISTS (SELECT FROM pg_catalog.pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attname = 'metadata' AND a.atttypid = 'pg_catalog.jsonb'::pg_catalog.regtype)`;

/** `size` is a number in the metadata that the Storage server writes; an object whose upload broke off has none. */
const volume = `
  SELECT pg_catalog.count(*)::float8 AS objects,
         COALESCE(pg_catalog.sum(CASE WHEN pg_catalog.jsonb_typeof(o.metadata -> 'size') = 'number'
                                      THEN (o.metadata ->> 'size')::numeric ELSE 0 END), 0)::float8 AS bytes
    FROM storage.objects o`;

/** Objects in Storage and their bytes; zeros where there is no Storage, or the role may not read all of it. */
export async function readStorageVolume(source: Session): Promise<{ objects: number; bytes: number }> {
  const [table] = await source.query<{ oid: string }>(readable);
  if (!table) return { objects: 0, bytes: 0 };
  const [row] = await source.query<{ objects: number; bytes: number }>(volume);
  return row ?? { objects: 0, bytes: 0 };
}
