import { displayName } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { dependencyLevels } from './levels.ts';

/** What views and materialised views read, among views and materialised views: rules hold the dependencies. */
const viewDependenciesSql = `
  SELECT DISTINCT rn.nspname AS schema, r.relname AS name, on_.nspname AS other_schema, o.relname AS other_name
  FROM pg_catalog.pg_rewrite w
  JOIN pg_catalog.pg_class r ON r.oid = w.ev_class AND r.relkind IN ('v', 'm')
  JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
  JOIN pg_catalog.pg_depend d
    ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = w.oid
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid <> w.ev_class
  JOIN pg_catalog.pg_class o ON o.oid = d.refobjid AND o.relkind IN ('v', 'm')
  JOIN pg_catalog.pg_namespace on_ ON on_.oid = o.relnamespace
  WHERE rn.nspname <> 'information_schema' AND rn.nspname !~ '^pg_'
  ORDER BY 1, 2, 3, 4`;

/**
 * The given materialised views, each after those that it reads, directly or through views. What a function reads
 * inside its body is not known to the catalog, and does not count.
 */
export async function readRefreshOrder(session: Session, materializedViews: readonly string[]): Promise<string[]> {
  if (materializedViews.length === 0) return [];
  const rows = await session.query<{ schema: string; name: string; other_schema: string; other_name: string }>(
    viewDependenciesSql,
  );
  const dependencies = rows.map((row) => ({
    from: displayName(row.schema, row.name),
    to: displayName(row.other_schema, row.other_name),
  }));
  const nodes = new Set([...materializedViews, ...dependencies.flatMap(({ from, to }) => [from, to])]);
  const wanted = new Set(materializedViews);
  return dependencyLevels([...nodes], dependencies).order.filter((key) => wanted.has(key));
}
