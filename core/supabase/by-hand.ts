import { z } from 'zod';
import { grouped } from '../numbers.ts';
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

/** Each query gives names, once each; it is asked only where its relation may be read. */
const findings: readonly {
  readonly subject: string;
  /** The relation that has to be there, where it is not the server's own. */
  readonly relation?: string;
  /** The columns that make it Supabase's: another project may have a relation of that name. */
  readonly columns?: readonly string[];
  /** `roles` is an array of names, as SQL. */
  readonly sql: string | ((roles: string) => string);
  readonly how: string;
}[] = [
  {
    subject: 'database webhooks',
    sql: `
      SELECT t.tgname || ' on ' || n.nspname || '.' || c.relname AS name
      FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
      JOIN pg_catalog.pg_namespace pn ON pn.oid = p.pronamespace
      JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE pn.nspname = 'supabase_functions' AND NOT t.tgisinternal`,
    how: 'On self-hosted Supabase enable webhooks (Studio, Integrations, Database Webhooks) and look at each URL and header; on plain PostgreSQL call the service from the application, or from a trigger of your own.',
  },
  {
    subject: 'OAuth providers in use',
    relation: 'auth.identities',
    columns: ['provider'],
    sql: `SELECT DISTINCT i.provider AS name FROM auth.identities i WHERE i.provider NOT IN ('email', 'phone')`,
    how: "Give the target's Auth each provider's client id and secret (Authentication, Sign In / Providers, or GOTRUE_EXTERNAL_*), and register its callback URL with the provider.",
  },
  {
    subject: 'storage files',
    relation: 'storage.objects',
    columns: ['bucket_id', 'name'],
    sql: `SELECT o.bucket_id || '/' || o.name AS name FROM storage.objects o WHERE o.bucket_id IS NOT NULL`,
    how: 'The rows of storage.objects are no files: copy these through the Storage API, or with the S3 endpoint of both projects and a tool such as rclone.',
  },
  {
    subject: 'replication slots',
    sql: `SELECT s.slot_name::text AS name FROM pg_catalog.pg_replication_slots s
      WHERE s.database = pg_catalog.current_database() AND NOT s.temporary`,
    how: "Make each on the target (pg_create_logical_replication_slot), and have its consumer begin anew: positions of the source's WAL mean nothing there.",
  },
  {
    subject: 'foreign servers',
    sql: 'SELECT s.srvname::text AS name FROM pg_catalog.pg_foreign_server s ORDER BY 1',
    how: 'Their definitions come along: see that the target reaches each host (ALTER SERVER … OPTIONS).',
  },
  {
    subject: 'user mappings',
    sql: `SELECT m.usename || ' on server ' || m.srvname AS name FROM pg_catalog.pg_user_mappings m`,
    how: 'CREATE USER MAPPING … on the target: their options may hold passwords, which are not carried.',
  },
  {
    subject: 'subscriptions',
    sql: `SELECT s.subname::text AS name FROM pg_catalog.pg_subscription s WHERE s.subdbid =
      (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())`,
    how: 'CREATE SUBSCRIPTION … on the target: carried, they would begin to replicate.',
  },
  {
    subject: 'roles that log in',
    sql: (roles) => `SELECT r.rolname::text AS name FROM pg_catalog.pg_roles r
      WHERE r.rolcanlogin AND r.rolname = ANY (${roles}::text[])`,
    how: 'They are made NOLOGIN and without passwords: ALTER ROLE … LOGIN PASSWORD … for those that are still needed.',
  },
  {
    subject: 'tables in the publication supabase_realtime',
    sql: `SELECT t.schemaname || '.' || t.tablename AS name FROM pg_catalog.pg_publication_tables t
      WHERE t.pubname = 'supabase_realtime'`,
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

/** Under a policy a session of ours would get an error instead of rows. */
const presentSql = `
  SELECT n.nspname || '.' || c.relname AS relation, pg_catalog.has_schema_privilege(n.oid, 'USAGE')
    AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AND NOT pg_catalog.row_security_active(c.oid) AS readable
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.jsonb_to_recordset($1::jsonb) AS w(relation text, columns text[])
    ON w.relation = n.nspname || '.' || c.relname
  WHERE w.columns <@ (SELECT pg_catalog.array_agg(a.attname::text) FROM pg_catalog.pg_attribute a
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
 * Those of the relations that are there with these columns, and whether the role may read all of their rows. Asked
 * before they are queried: an error would end the transaction that holds the snapshot.
 */
export async function presentRelations(
  session: Session,
  relations: readonly WantedRelation[],
): Promise<ReadonlyMap<string, { readonly readable: boolean }>> {
  const rows = await session.query<{ relation: string; readable: boolean }>(presentSql, [JSON.stringify(relations)]);
  return new Map(rows.map((row) => [row.relation, row]));
}

/** In front of what is to be done about rows that nobody could count. */
export function hiddenFrom({ address }: Session, relation: string): string {
  return `${address.user} may not read ${relation}: look there as its owner. `;
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
  const present = await presentRelations(source, relations);
  const asked = findings.filter(({ relation }) => relation === undefined || present.get(relation)?.readable === true);
  const array = `ARRAY[${roles.map(quoteLiteral).join(', ')}]`;
  const [supabase, ...answers] = await source.queryAll<[{ yes: boolean }[], ...Finding[][]]>([
    isSupabaseSql,
    ...asked.map(
      ({ sql }) =>
        `WITH f AS MATERIALIZED (${typeof sql === 'string' ? sql : sql(array)})
         SELECT (SELECT count(*) FROM f)::text AS count,
           ARRAY(SELECT f.name FROM f ORDER BY f.name LIMIT ${namesKept}) AS names`,
    ),
  ]);
  const counts = new Map(asked.map(({ subject }, index) => [subject, answers[index]?.[0]]));
  const found = findings.flatMap(({ subject, relation, how }): ByHand[] => {
    if (relation !== undefined && present.get(relation)?.readable === false) {
      return [{ subject, names: [], how: `${hiddenFrom(source, relation)}${how}` }];
    }
    const { count = '0', names = [] } = counts.get(subject) ?? {};
    return count === '0' ? [] : [{ subject, count: Number(count), names: [...names], how }];
  });
  return supabase[0]?.yes === true ? [...found, ...unseen] : found;
}

/** `3 database webhooks (a, b, c): what to do`; `look at Edge Functions: what to do`. */
export function byHandLine({ subject, count, names, how }: ByHand, namesShown = namesKept): string {
  if (count === undefined) return `Look at ${subject}: ${how}`;
  const shown = names.slice(0, namesShown);
  const more = count > shown.length ? ` and ${grouped(count - shown.length)} more` : '';
  const named = shown.length > 0 ? ` (${shown.join(', ')}${more})` : '';
  return `${grouped(count)} × ${subject}${named}: ${how}`;
}
