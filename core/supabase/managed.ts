/** Which schemas are Supabase's and not the project's, and what becomes of each: plain data. */

export type AuthMode = 'supabase' | 'plain' | 'stack' | 'none';

/** `supabase` where the services of Supabase have made their schemas, else `plain`. */
export type TargetKind = 'plain' | 'supabase';

/**
 * - `whole`: definitions and rows, as any schema of the project's;
 * - `rows`: the target has tables of its own, and rows go into them;
 * - `shim`: not moved, but what the project's policies call in it is made anew;
 * - `left-out`: not moved.
 */
export type Fate = 'whole' | 'rows' | 'shim' | 'left-out';

export interface Disposition {
  readonly fate: Fate;
  /** For what is not moved whole: why, in the operator's words. */
  readonly reason: string;
}

/** The schemas that the platform makes and its services own. [supabase/postgres, migrations; supabase/cli, excluded schemas] */
const services: Readonly<Record<string, string>> = {
  _analytics: 'logs of the platform (Logflare)',
  _realtime: "the Realtime service's own state",
  _supavisor: "the pooler's own state",
  cron: 'made by the extension pg_cron',
  graphql: 'made by the extension pg_graphql',
  graphql_public: 'made by the extension pg_graphql',
  net: 'made by the extension pg_net',
  pgbouncer: "the pooler's own",
  pgsodium: 'made by the extension pgsodium; its keys are bound to the server',
  pgsodium_masks: 'made by the extension pgsodium',
  pgtle: 'made by the extension pg_tle',
  realtime: "the Realtime service's own tables; it makes them itself",
  supabase_functions: 'database webhooks of the platform',
  vault: 'secrets, encrypted with a key that stays on the source',
};

/** Schemas whose objects on a target may be the project's: policies, triggers and grants on tables of the services. */
export const sharedSchemas: readonly string[] = ['auth', 'storage', 'realtime'];

/** Every schema that is Supabase's. `supabase_migrations` is not among them: it is the project's own history. */
export const managedSchemas: readonly string[] = ['auth', 'extensions', 'storage', ...Object.keys(services)].sort();

const managed = new Set(managedSchemas);

export function isManaged(schema: string): boolean {
  return managed.has(schema);
}

/** Roles of the platform: on a target that is Supabase they are never altered. [supabase/postgres, init scripts] */
export function isSupabaseRole(role: string): boolean {
  return platformRoles.has(role) || role.startsWith('supabase_') || role.startsWith('pgsodium_');
}

const platformRoles: ReadonlySet<string> = new Set([
  'anon',
  'authenticated',
  'authenticator',
  'dashboard_user',
  'pgbouncer',
  'pgtle_admin',
  'postgres',
  'service_role',
]);

/** What becomes of a schema of Supabase's; undefined for the project's own, which go whole. Pure. */
export function dispositionOf(schema: string, auth: AuthMode | undefined, target: TargetKind): Disposition | undefined {
  if (!managed.has(schema)) return undefined;
  if (schema === 'auth') return authDisposition(auth, target);
  if (target === 'supabase') {
    if (schema === 'storage')
      return { fate: 'rows', reason: 'rows go into the tables of the target’s Storage service' };
    const reason = services[schema] ?? 'the platform makes it; extensions that are missing there are created';
    return { fate: 'left-out', reason: `${reason}; the target has its own` };
  }
  const reason = services[schema];
  return reason === undefined ? { fate: 'whole', reason: '' } : { fate: 'left-out', reason };
}

function authDisposition(auth: AuthMode | undefined, target: TargetKind): Disposition {
  if (auth === 'supabase') return { fate: 'rows', reason: 'rows go into the tables of the target’s Auth service' };
  if (auth === 'plain') return { fate: 'whole', reason: '' };
  const reason = auth === 'stack' ? 'users are created in Stack Auth' : 'users are not moved (--auth none)';
  return { fate: target === 'plain' ? 'shim' : 'left-out', reason };
}
