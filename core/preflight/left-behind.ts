import { invalidIndexes } from '../inventory/indexes.ts';
import { makesSchema } from './concerns.ts';
import type { Check } from './types.ts';
import { listed } from './words.ts';

const subscriptionsSql = `
  SELECT s.subname AS name FROM pg_catalog.pg_subscription s
  WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
  ORDER BY s.subname`;

const userMappingsSql = `
  SELECT m.usename || ' on server ' || m.srvname AS name FROM pg_catalog.pg_user_mappings m ORDER BY 1`;

/** The server's own functions, tables and views whose grants are no longer those of initdb: what pg_dump looks at. */
const systemGrantsSql = `
  SELECT o.name FROM (
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass AS class, p.oid, p.proacl AS acl, p.pronamespace AS namespace,
      'function ' || p.oid::pg_catalog.regprocedure::text AS name
    FROM pg_catalog.pg_proc p WHERE p.proacl IS NOT NULL
    UNION ALL
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, c.relacl, c.relnamespace, 'table ' || c.oid::pg_catalog.regclass::text
    FROM pg_catalog.pg_class c WHERE c.relacl IS NOT NULL
  ) o
  JOIN pg_catalog.pg_namespace n ON n.oid = o.namespace AND n.nspname = 'pg_catalog'
  LEFT JOIN pg_catalog.pg_init_privs i ON i.classoid = o.class AND i.objoid = o.oid AND i.objsubid = 0
  WHERE o.acl::text[] IS DISTINCT FROM i.initprivs::text[]
  ORDER BY 1`;

/** What a dump has, or the source has, and the target will not: each with its reason. */
export const leftBehindCheck: Check = {
  id: 'left-behind',
  title: 'Nothing of the schema stays behind',
  severity: 'warning',
  asks: 'source',
  looksAt: "invalid indexes, subscriptions, user mappings and grants on the server's own objects",
  concerns: makesSchema,
  async run(context) {
    const session = await context.session('source');
    const names = async (sql: string): Promise<string[]> =>
      (await session.query<{ name: string }>(sql)).map(({ name }) => name);
    const indexes = invalidIndexes(await context.inventory('source'));
    const [subscriptions, mappings, grants] = [
      await names(subscriptionsSql),
      await names(userMappingsSql),
      await names(systemGrantsSql),
    ];
    const findings = [
      ...finding(indexes, 'index', 'not valid, which pg_dump leaves out'),
      ...finding(subscriptions, 'subscription', 'it would start to replicate'),
      ...finding(mappings, 'user mapping', 'its options may hold a password'),
      ...finding(grants, 'grants on', "the server's own, which no rollback could take back"),
    ];
    if (findings.length === 0) return { verdict: 'pass', detail: 'All that a dump has is carried.', fix: '' };
    const fixes = [
      ...(indexes.length > 0 ? ['REINDEX or drop the indexes on the source before the run.'] : []),
      ...(subscriptions.length + mappings.length + grants.length > 0 ? ['Make the rest by hand after the run.'] : []),
    ];
    return { verdict: 'fail', detail: `Not carried: ${findings.join('; ')}.`, fix: fixes.join(' ') };
  },
};

function finding(names: readonly string[], what: string, why: string): string[] {
  return names.length === 0 ? [] : [`${what} ${listed(names)} (${why})`];
}
