/** What is known of the tables of Supabase Auth and Storage, beyond what the catalogs say. */

/** The services write down there which of their own migrations have run. [supabase/auth, supabase/storage] */
const migrationTables: ReadonlySet<string> = new Set(['auth.schema_migrations', 'storage.migrations']);

/** Sessions and tokens end with the JWT secret; what refers to them goes with them. [facts 14] */
const sessionTables: ReadonlySet<string> = new Set([
  'auth.audit_log_entries',
  'auth.flow_state',
  'auth.mfa_amr_claims',
  'auth.one_time_tokens',
  'auth.refresh_tokens',
  'auth.saml_relay_states',
  'auth.sessions',
]);

/** Uploads that are under way on the source's file backend: no other backend has their parts. */
const uploadTables: ReadonlySet<string> = new Set([
  'storage.s3_multipart_uploads',
  'storage.s3_multipart_uploads_parts',
]);

/** True for a table that is never written to: not copied, not set aside. */
export function isServiceHistory(table: string): boolean {
  return migrationTables.has(table);
}

/** Why the rows of a service's table stay behind; undefined where they go. */
export function reasonRowsStay(table: string, carrySessions: boolean): string | undefined {
  if (migrationTables.has(table)) return 'the migrations of the target’s own service';
  if (uploadTables.has(table)) return 'uploads that were under way: their parts are on the source’s disk';
  if (!carrySessions && sessionTables.has(table)) {
    return 'sessions and tokens end with the JWT secret; "carrySessions" in the profile takes them along';
  }
  return undefined;
}

/** Columns in which Supabase Auth cannot read a NULL. [supabase/auth#1940, internal/models/user.go] */
const emptyNotNull: readonly string[] = [
  'confirmation_token',
  'email_change',
  'email_change_token_current',
  'email_change_token_new',
  'phone_change',
  'phone_change_token',
  'reauthentication_token',
  'recovery_token',
];

/** The only instance that Supabase Auth looks for. [supabase/auth, internal/models/user.go] */
const zeroInstance = "'00000000-0000-0000-0000-000000000000'::pg_catalog.uuid";

export interface Invariant {
  readonly column: string;
  /** The value that is written instead of the source's. */
  readonly expression: string;
  /** True for rows that are changed by it. */
  readonly broken: string;
  readonly meaning: string;
}

/** What Supabase Auth takes for granted of a row of auth.users, and older rows may break. */
export const userInvariants: readonly Invariant[] = [
  ...emptyNotNull.map((column) => ({
    column,
    expression: `coalesce("${column}", '')`,
    broken: `"${column}" IS NULL`,
    meaning: 'NULL becomes an empty string',
  })),
  {
    column: 'instance_id',
    expression: zeroInstance,
    broken: `"instance_id" IS DISTINCT FROM ${zeroInstance}`,
    meaning: 'another instance becomes the zero UUID',
  },
];
