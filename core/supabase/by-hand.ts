import { z } from 'zod';
import { quoteLiteral } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';

/** Work that no copy does: what of it was found on the source, and the command or page that does it. */
export const byHandSchema = z.object({
  /** `database webhooks` */
  subject: z.string(),
  /** How many were found; undefined for what no SQL can see. */
  count: z.number().nonnegative().optional(),
  /** The first of them, by name. */
  names: z.array(z.string()),
  /** The command, or the page of the dashboard. */
  how: z.string(),
});
export type ByHand = z.infer<typeof byHandSchema>;

/** Names that an item keeps: a report is read by people. */
const namesKept = 20;

/** `$1` is the names of roles. Each query gives names; each is asked only where its relation may be read. */
const findings: readonly {
  readonly subject: string;
  /** The relation that has to be there, where it is not the server's own. */
  readonly relation?: string;
  /** The columns that make it Supabase's: another project may have a relation of that name. */
  readonly columns?: readonly string[];
  readonly sql: string;
  readonly how: string;
}[] = [
  {
    subject: 'database webhooks',
    sql: `
      SELECT t.tgname || ' on ' || n.nspname || '.' || c.relname AS name
      FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
      JOIN pg_catalog.pg_namespace pn ON pn.oid = p.pronamespace
      JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE pn.nspname = 'supabase_functions' AND NOT t.tgisinternal ORDER BY 1`,
    how: 'On self-hosted Supabase enable webhooks (Studio, Integrations, Database Webhooks) and look at each URL and header; on plain PostgreSQL call the service from the application, or from a trigger of your own.',
  },
  {
    subject: 'OAuth providers in use',
    relation: 'auth.identities',
    columns: ['provider'],
    sql: `SELECT DISTINCT i.provider AS name FROM auth.identities i WHERE i.provider NOT IN ('email', 'phone') ORDER BY 1`,
    how: "Give the target's Auth each provider's client id and secret (Authentication, Sign In / Providers, or GOTRUE_EXTERNAL_*), and register its callback URL with the provider.",
  },
  {
    subject: 'storage files',
    relation: 'storage.objects',
    columns: ['bucket_id', 'name'],
    sql: `SELECT o.bucket_id || '/' || o.name AS name FROM storage.objects o WHERE o.bucket_id IS NOT NULL ORDER BY 1`,
    how: 'The rows of storage.objects are no files: copy these through the Storage API, or with the S3 endpoint of both projects and a tool such as rclone.',
  },
  {
    subject: 'replication slots',
    sql: `SELECT s.slot_name::text AS name FROM pg_catalog.pg_replication_slots s
      WHERE s.database = pg_catalog.current_database() AND NOT s.temporary ORDER BY 1`,
    how: "Make each on the target (pg_create_logical_replication_slot), and have its consumer begin anew: positions of the source's WAL mean nothing there.",
  },
  {
    subject: 'foreign servers',
    sql: 'SELECT s.srvname::text AS name FROM pg_catalog.pg_foreign_server s ORDER BY 1',
    how: 'Their definitions come along: see that the target reaches each host (ALTER SERVER … OPTIONS).',
  },
  {
    subject: 'user mappings',
    sql: `SELECT m.usename || ' on server ' || m.srvname AS name FROM pg_catalog.pg_user_mappings m ORDER BY 1`,
    how: 'CREATE USER MAPPING … on the target: their options may hold passwords, which are not carried.',
  },
  {
    subject: 'subscriptions',
    sql: `SELECT s.subname::text AS name FROM pg_catalog.pg_subscription s WHERE s.subdbid =
      (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()) ORDER BY 1`,
    how: 'CREATE SUBSCRIPTION … on the target: carried, they would begin to replicate.',
  },
  {
    subject: 'roles that log in',
    sql: `SELECT r.rolname::text AS name FROM pg_catalog.pg_roles r
      WHERE r.rolcanlogin AND r.rolname = ANY ($1::text[]) ORDER BY 1`,
    how: 'They are made NOLOGIN and without passwords: ALTER ROLE … LOGIN PASSWORD … for those that are still needed.',
  },
  {
    subject: 'tables in the publication supabase_realtime',
    sql: `SELECT t.schemaname || '.' || t.tablename AS name FROM pg_catalog.pg_publication_tables t
      WHERE t.pubname = 'supabase_realtime' ORDER BY 1`,
    how: 'The publication is carried. Its changes reach clients only where a Realtime server runs on the target.',
  },
];

/** What lives outside of the database. Named once for a source that has Supabase's auth schema. */
const unseen: readonly ByHand[] = [
  {
    subject: 'Edge Functions',
    names: [],
    how: 'supabase functions list, then supabase functions download NAME; deploy them where they shall run, with their secrets (supabase secrets list).',
  },
  {
    subject: 'SMTP settings',
    names: [],
    how: 'Dashboard, Authentication, Emails, SMTP Settings; self-hosted: GOTRUE_SMTP_*.',
  },
  {
    subject: 'OAuth redirect URLs and site URL',
    names: [],
    how: 'Dashboard, Authentication, URL Configuration; self-hosted: GOTRUE_SITE_URL and GOTRUE_URI_ALLOW_LIST.',
  },
  {
    subject: 'JWT secret and API keys',
    names: [],
    how: 'Dashboard, Project Settings, JWT Keys and API Keys. With another secret every session ends and every client needs the new keys.',
  },
];

const readableSql = `
  SELECT n.nspname || '.' || c.relname AS relation
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.jsonb_to_recordset($1::jsonb) AS w(relation text, columns text[])
    ON w.relation = n.nspname || '.' || c.relname
  WHERE pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
    AND w.columns <@ (SELECT pg_catalog.array_agg(a.attname::text) FROM pg_catalog.pg_attribute a
                      WHERE a.attrelid = c.oid AND NOT a.attisdropped)`;
const isSupabaseSql = `
  SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'auth' AND c.relname = 'users') AS yes`;

/** A relation, `schema.name`, and columns that it must have. */
export interface WantedRelation {
  readonly relation: string;
  readonly columns: readonly string[];
}

/**
 * Those of the relations that are there with these columns, and that the role may read. Asked before they are queried:
 * an error would end the transaction that holds the snapshot.
 */
export async function readableRelations(
  session: Session,
  relations: readonly WantedRelation[],
): Promise<ReadonlySet<string>> {
  const rows = await session.query<{ relation: string }>(readableSql, [JSON.stringify(relations)]);
  return new Set(rows.map(({ relation }) => relation));
}

interface Finding {
  readonly count: string;
  readonly names: readonly string[];
}

/**
 * What people must do after the move, from the source's catalogs alone. `roles` are those that the run makes. Only what
 * was found is listed, with its number. Nothing is written, and no secret is read. Throws CutoverError.
 */
export async function readByHand(source: Session, roles: readonly string[]): Promise<ByHand[]> {
  const relations = findings.flatMap(({ relation, columns = [] }) =>
    relation === undefined ? [] : [{ relation, columns }],
  );
  const readable = await readableRelations(source, relations);
  const asked = findings.filter(({ relation }) => relation === undefined || readable.has(relation));
  const array = `ARRAY[${roles.map(quoteLiteral).join(', ')}]`;
  const [supabase, ...answers] = await source.queryAll<[{ yes: boolean }[], ...Finding[][]]>([
    isSupabaseSql,
    ...asked.map(
      ({ sql }) =>
        `SELECT count(*)::text AS count, coalesce((pg_catalog.array_agg(f.name))[1:${namesKept}], '{}') AS names
         FROM (${sql.replace('$1', array)}) f`,
    ),
  ]);
  const found = asked.flatMap(({ subject, how }, index): ByHand[] => {
    const [answer] = answers[index] ?? [];
    const count = Number(answer?.count ?? 0);
    return count > 0 ? [{ subject, count, names: [...(answer?.names ?? [])], how }] : [];
  });
  return supabase[0]?.yes === true ? [...found, ...unseen] : found;
}

/** `3 database webhooks (a, b, c): what to do`; `look at Edge Functions: what to do`. */
export function byHandLine({ subject, count, names, how }: ByHand, namesShown = namesKept): string {
  if (count === undefined) return `Look at ${subject}: ${how}`;
  const shown = names.slice(0, namesShown);
  const more = count > shown.length ? ` and ${(count - shown.length).toLocaleString('en-US')} more` : '';
  const named = shown.length > 0 ? ` (${shown.join(', ')}${more})` : '';
  return `${count.toLocaleString('en-US')} × ${subject}${named}: ${how}`;
}
