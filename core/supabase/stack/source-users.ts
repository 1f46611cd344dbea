import { z } from 'zod';
import type { Session } from '../../postgres/session.ts';

/** Users that one step creates: what a crash leaves to be found again, and how often progress is written down. */
export const usersPerStep = 100;

/** A row of auth.users with its identities, in the form that every version of Supabase Auth can fill. */
export interface SourceUser {
  readonly id: string;
  readonly email: string | undefined;
  readonly emailConfirmed: boolean;
  readonly phone: string | undefined;
  readonly passwordHash: string | undefined;
  /** What the user may change, and what only the server may. */
  readonly userMetadata: Readonly<Record<string, unknown>>;
  readonly appMetadata: Readonly<Record<string, unknown>>;
  readonly createdAt: string | undefined;
  readonly bannedUntil: string | undefined;
  readonly anonymous: boolean;
  readonly sso: boolean;
  /** Deleted in name only: the row is kept, for what refers to it. ISO time. */
  readonly deletedAt: string | undefined;
  readonly identities: readonly {
    readonly provider: string;
    readonly accountId: string;
    readonly email: string | undefined;
  }[];
  /** Verified second factors, and the secret of the first one that is an app's. */
  readonly factors: number;
  readonly totpSecret: string | undefined;
}

/**
 * Columns have come over the years (is_anonymous, provider_id), so rows are read as JSON: one that is missing is only
 * not there. [supabase/auth, migrations]
 */
const usersSql = `
  SELECT pg_catalog.to_jsonb(u) AS account,
    (SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(i) ORDER BY i.created_at, i.provider)
     FROM auth.identities i WHERE i.user_id = u.id) AS identities,
    (SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('type', f.factor_type, 'secret', f.secret)
       ORDER BY f.created_at) FROM auth.mfa_factors f WHERE f.user_id = u.id AND f.status::text = 'verified') AS factors
  FROM auth.users u
  WHERE ($1::uuid IS NULL OR u.id >= $1::uuid) AND ($2::uuid IS NULL OR u.id < $2::uuid)
  ORDER BY u.id LIMIT $3::int`;

const boundsSql = `
  SELECT id, total::int FROM (
    SELECT u.id, pg_catalog.row_number() OVER (ORDER BY u.id) AS position, pg_catalog.count(*) OVER () AS total
    FROM auth.users u
  ) AS users WHERE position % $1::int = 1 ORDER BY id`;

const text = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === '' ? undefined : value));
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value === true);
const object = z
  .record(z.string(), z.unknown())
  .nullish()
  .catch(null)
  .transform((value) => value ?? {});

const rowSchema = z.object({
  account: z.object({
    id: z.string(),
    email: text,
    email_confirmed_at: text,
    phone: text,
    encrypted_password: text,
    raw_user_meta_data: object,
    raw_app_meta_data: object,
    created_at: text,
    banned_until: text,
    deleted_at: text,
    is_anonymous: flag,
    is_sso_user: flag,
  }),
  identities: z
    .array(
      z.object({
        id: z.string(),
        provider: z.string(),
        provider_id: text,
        identity_data: object,
      }),
    )
    .nullish(),
  factors: z.array(z.object({ type: z.string(), secret: text })).nullish(),
});

/** Where the ranges of {@link usersPerStep} users begin, and how many users there are. */
export async function readUserBounds(
  source: Session,
): Promise<{ readonly count: number; readonly bounds: readonly string[] }> {
  const rows = await source.query<{ id: string; total: number }>(boundsSql, [usersPerStep]);
  return { count: rows[0]?.total ?? 0, bounds: rows.map(({ id }) => id) };
}

/** True where the source has Supabase's users. */
export async function hasUsers(source: Session): Promise<boolean> {
  const [row] = await source.query<{ found: boolean }>(
    "SELECT pg_catalog.to_regclass('auth.users') IS NOT NULL AS found",
  );
  return row?.found === true;
}

/** The users of a range of ids, in order; `to` does not belong to it. */
export async function readUsers(
  source: Session,
  range: { readonly from?: string | undefined; readonly to?: string | undefined },
  limit = 2_147_483_647,
): Promise<SourceUser[]> {
  const rows = await source.query(usersSql, [range.from ?? null, range.to ?? null, limit]);
  return rows.map((row) => {
    const { account, identities, factors } = rowSchema.parse(row);
    return {
      id: account.id,
      email: account.email,
      emailConfirmed: account.email_confirmed_at !== undefined,
      phone: account.phone,
      passwordHash: account.encrypted_password,
      userMetadata: account.raw_user_meta_data,
      appMetadata: account.raw_app_meta_data,
      createdAt: account.created_at,
      bannedUntil: account.banned_until,
      anonymous: account.is_anonymous,
      sso: account.is_sso_user,
      deletedAt: account.deleted_at,
      identities: (identities ?? []).map(({ id, provider, provider_id, identity_data }) => {
        const { sub, email } = identity_data;
        return {
          provider,
          accountId: provider_id ?? (typeof sub === 'string' ? sub : id),
          email: typeof email === 'string' ? email : undefined,
        };
      }),
      factors: factors?.length ?? 0,
      totpSecret: factors?.find(({ type }) => type === 'totp')?.secret,
    };
  });
}

/** How many users a page of {@link allUsers} has. */
const pageSize = 1000;

/** Every user of the source, in the order of their ids. */
export async function* allUsers(source: Session): AsyncGenerator<SourceUser> {
  let after: string | undefined;
  for (;;) {
    const page = await readUsers(source, { from: after }, pageSize + 1);
    for (const user of page.slice(0, pageSize)) yield user;
    if (page.length <= pageSize) return;
    after = page.at(-1)?.id;
  }
}
