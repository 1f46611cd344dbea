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

const reason = "the target's service has none: it is the project's own, or of another version of the service";

/**
 * Objects in the schemas of services that the source has beyond the target. The services make their own, and on the
 * platform nobody else may: they are named, and not carried. Throws CutoverError.
 */
export async function readBeyondServices(
  source: Session,
  target: Session,
  schemas: readonly string[],
): Promise<LeftOut[]> {
  if (schemas.length === 0) return [];
  const present = new Set((await target.query<{ name: string }>(namesSql, [schemas])).map(({ name }) => name));
  const names = (await source.query<{ name: string }>(namesSql, [schemas])).map(({ name }) => name);
  return names.filter((name) => !present.has(name)).map((name) => ({ table: name, reason }));
}
