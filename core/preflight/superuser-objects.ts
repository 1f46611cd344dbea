import type { Session } from '../postgres/session.ts';
import { notOfExtension } from '../inventory/catalog.ts';
import { managedSchemas } from '../supabase/managed.ts';
import { makesSchema } from './concerns.ts';
import type { Check } from './types.ts';
import { listed } from './words.ts';

/** Supabase's supautils lets one role more do some of what takes a superuser. */
const roleSql = `
  SELECT r.rolsuper AS superuser,
    coalesce(pg_catalog.current_setting('supautils.privileged_role', true), '') = r.rolname AS privileged
  FROM pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER`;

/** What supautils allows to its privileged role. `$1` is the schemas of the platform, whose own stays behind. [supabase/supautils, README] */
const privilegedSql = `
  SELECT 'event trigger ' || t.evtname AS name FROM pg_catalog.pg_event_trigger t
  JOIN pg_catalog.pg_proc p ON p.oid = t.evtfoid JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname <> ALL ($1) AND ${notOfExtension('pg_event_trigger', 't.oid')}
  UNION ALL
  SELECT 'publication ' || p.pubname FROM pg_catalog.pg_publication p
  WHERE p.puballtables AND ${notOfExtension('pg_publication', 'p.oid')}
  UNION ALL
  SELECT 'foreign data wrapper ' || w.fdwname FROM pg_catalog.pg_foreign_data_wrapper w
  WHERE ${notOfExtension('pg_foreign_data_wrapper', 'w.oid')}`;

/** From 15 on a publication can name schemas, which takes a superuser as well. */
const schemaPublicationsSql = `
  SELECT DISTINCT 'publication ' || p.pubname AS name
  FROM pg_catalog.pg_publication p JOIN pg_catalog.pg_publication_namespace s ON s.pnpubid = p.oid
  WHERE NOT p.puballtables AND ${notOfExtension('pg_publication', 'p.oid')}`;

/** `$1` is the names of the schemas that are moved. [PostgreSQL documentation, the CREATE statements] */
const superuserSql = `
  SELECT 'function ' || p.oid::pg_catalog.regprocedure::text AS name
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace JOIN pg_catalog.pg_language l ON l.oid = p.prolang
  WHERE n.nspname = ANY ($1) AND p.prokind <> 'a' AND (NOT l.lanpltrusted OR p.proleakproof)
    AND ${notOfExtension('pg_proc', 'p.oid')}
  UNION ALL
  SELECT 'operator class ' || n.nspname || '.' || c.opcname
  FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace
  WHERE n.nspname = ANY ($1) AND ${notOfExtension('pg_opclass', 'c.oid')}
  UNION ALL
  SELECT 'operator family ' || n.nspname || '.' || f.opfname
  FROM pg_catalog.pg_opfamily f JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
  WHERE n.nspname = ANY ($1) AND ${notOfExtension('pg_opfamily', 'f.oid')}
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_opclass c WHERE c.opcfamily = f.oid)
  UNION ALL
  SELECT 'text search parser ' || n.nspname || '.' || s.prsname
  FROM pg_catalog.pg_ts_parser s JOIN pg_catalog.pg_namespace n ON n.oid = s.prsnamespace
  WHERE n.nspname = ANY ($1) AND ${notOfExtension('pg_ts_parser', 's.oid')}
  UNION ALL
  SELECT 'text search template ' || n.nspname || '.' || s.tmplname
  FROM pg_catalog.pg_ts_template s JOIN pg_catalog.pg_namespace n ON n.oid = s.tmplnamespace
  WHERE n.nspname = ANY ($1) AND ${notOfExtension('pg_ts_template', 's.oid')}
  UNION ALL
  SELECT 'type ' || n.nspname || '.' || t.typname
  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  WHERE n.nspname = ANY ($1) AND (t.typtype = 'b' AND t.typcategory <> 'A' OR NOT t.typisdefined)
    AND ${notOfExtension('pg_type', 't.oid')}
  UNION ALL
  SELECT 'access method ' || a.amname FROM pg_catalog.pg_am a
  WHERE a.oid >= 16384 AND ${notOfExtension('pg_am', 'a.oid')}
  UNION ALL
  SELECT 'language ' || l.lanname FROM pg_catalog.pg_language l
  WHERE l.oid >= 16384 AND ${notOfExtension('pg_language', 'l.oid')}`;

export const superuserObjectsCheck: Check = {
  id: 'superuser-objects',
  title: 'Role on the target may make every object',
  severity: 'blocker',
  asks: 'both',
  looksAt: "objects of the source that only a superuser can make, where the target's role is none",
  concerns: makesSchema,
  async run(context) {
    const target = await context.session('target');
    const [role] = await target.query<{ superuser: boolean; privileged: boolean }>(roleSql);
    if (role?.superuser) return { verdict: 'pass', detail: 'The role is a superuser.', fix: '' };
    const source = await context.session('source');
    const { schemas } = await context.inventory('source');
    const { scope } = await context.carried();
    const objects = await superuserObjects(
      source,
      schemas.map(({ name }) => name),
      role?.privileged === true,
      scope.auth === undefined ? [] : managedSchemas,
    );
    if (objects.length === 0) {
      return { verdict: 'pass', detail: 'No object of the source takes a superuser to make.', fix: '' };
    }
    return {
      verdict: 'fail',
      detail: `Only a superuser can make ${listed(objects, 8)}.`,
      fix: 'Connect to the target as a superuser. Or override with a reason and run with --keep-going --on-failure pause: the rest is moved, and the run fails with these named.',
    };
  },
};

async function superuserObjects(
  source: Session,
  schemas: readonly string[],
  privileged: boolean,
  platform: readonly string[],
): Promise<string[]> {
  const names = async (sql: string, values: readonly unknown[] = []): Promise<string[]> =>
    (await source.query<{ name: string }>(sql, values)).map(({ name }) => name);
  const objects = privileged
    ? []
    : [
        ...(await names(privilegedSql, [platform])),
        ...(source.serverVersion >= 150_000 ? await names(schemaPublicationsSql) : []),
      ];
  return [...objects, ...(await names(superuserSql, [schemas]))].sort();
}
