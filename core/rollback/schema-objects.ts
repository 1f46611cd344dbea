import { createHash } from 'node:crypto';
import { identifyEntries, splitDump } from '../plan/entries.ts';
import { dumpSchema } from '../postgres/dump/dump.ts';
import type { Session } from '../postgres/session.ts';

/** Digest of what pg_dump prints for each object of a database, by the object's id: `table:public.orders`. */
export type ObjectDigests = Readonly<Record<string, string>>;

export interface DumpedObjects {
  readonly objects: ObjectDigests;
  /** Schemas that the role may not read, and a dump must therefore leave out. */
  readonly unread: readonly string[];
}

/** What is made after initdb has an OID from 16384 on. [PostgreSQL source, transam.h, FirstNormalObjectId] */
const catalogs = [
  'pg_class',
  'pg_namespace',
  'pg_proc',
  'pg_type',
  'pg_extension',
  'pg_publication',
  'pg_event_trigger',
  'pg_default_acl',
  'pg_language',
  'pg_cast',
  'pg_operator',
  'pg_opclass',
  'pg_opfamily',
  'pg_collation',
  'pg_conversion',
  'pg_am',
  'pg_transform',
  'pg_ts_config',
  'pg_ts_dict',
  'pg_ts_parser',
  'pg_ts_template',
  'pg_foreign_data_wrapper',
  'pg_foreign_server',
] as const;

/** True for a database as initdb leaves it: `public` with its first grants, comment and owner, and nothing made. */
const untouchedSql = `
  SELECT NOT EXISTS (${catalogs.map((name) => `SELECT FROM pg_catalog.${name} WHERE oid >= 16384`).join(' UNION ALL ')})
    AND EXISTS (
      SELECT FROM pg_catalog.pg_namespace n
      JOIN pg_catalog.pg_init_privs i
        ON i.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND i.objoid = n.oid AND i.objsubid = 0
      WHERE n.nspname = 'public' AND n.nspacl = i.initprivs
        AND pg_catalog.obj_description(n.oid, 'pg_namespace') = 'standard public schema'
        AND pg_catalog.pg_get_userbyid(n.nspowner) = 'pg_database_owner'
    ) AS untouched`;

/** pg_dump locks every table of the schemas that it dumps, and fails at the first that it may not read. */
const unreadableSql = `
  SELECT DISTINCT n.nspname AS name
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'cutover')
    AND NOT (pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT'))
  ORDER BY 1`;

/** True where the database has nothing that a dump would show: it need not be made. Throws CutoverError. */
export async function isUntouched(session: Session): Promise<boolean> {
  const [row] = await session.query<{ untouched: boolean }>(untouchedSql);
  return row?.untouched === true;
}

/**
 * The database's schema as pg_dump shows it, the ledger left out, as one digest an object: two readings of one database
 * are alike where every object is. `without` are schemas that an earlier reading could not look at. The session is to be
 * closed after it, see {@link dumpSchema}, whose errors it throws.
 */
export async function dumpObjects(
  session: Session,
  { without = [], signal }: { readonly without?: readonly string[]; readonly signal?: AbortSignal } = {},
): Promise<DumpedObjects> {
  const unreadable = (await session.query<{ name: string }>(unreadableSql)).map((row) => row.name);
  const unread = [...new Set([...unreadable, ...without])].sort();
  const text = await dumpSchema(session, {
    owners: true,
    excludeSchemas: ['cutover', ...unread],
    ...(signal === undefined ? {} : { signal }),
  });
  const entries = identifyEntries(splitDump(text).entries);
  return {
    objects: Object.fromEntries(
      entries.map(({ id, owner, tablespace, sql }) => [id, digest([owner, tablespace, sql].join('\n'))]),
    ),
    unread,
  };
}

/** 96 bits: enough to tell two texts apart, and small beside a name. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
