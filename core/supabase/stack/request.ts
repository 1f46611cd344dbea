import type { SourceUser } from './source-users.ts';

/** What becomes of a user's password: it goes along, must be set anew, or there is none to care for. */
export type PasswordFate = 'carried' | 'reset' | 'none';

export type PasswordFormat = 'bcrypt' | 'bcrypt-costly' | 'argon2' | 'fbscrypt' | 'encrypted' | 'unknown' | 'none';

/** A user as it is to be created in Stack Auth. */
export interface UserRequest {
  readonly supabaseUserId: string;
  readonly email: string | undefined;
  readonly name: string | undefined;
  /** True where the user signs in by this e-mail, and can be sent a code to set a password with. */
  readonly mailable: boolean;
  readonly format: PasswordFormat;
  /** Why the user cannot do everything as before; `anonymous`, `banned`, `phone` …. */
  readonly notes: readonly string[];
  /** The body of `POST /users`. */
  readonly body: Readonly<Record<string, unknown>> & { readonly oauth_providers?: readonly OAuthAccount[] };
}

export interface OAuthAccount {
  readonly id: string;
  readonly account_id: string;
  readonly email: string | null;
}

/** Stack Auth's own rule. [stack-auth: utils/hashes.tsx] */
const bcryptPattern = /^\$2[ayb]\$.{56}$/;
const highestCost = 16;

/** The format of what stands in `encrypted_password`. */
export function passwordFormat(hash: string | undefined): PasswordFormat {
  if (hash === undefined || hash === '') return 'none';
  if (bcryptPattern.test(hash)) {
    const cost = Number(/^\$2[ayb]\$(\d\d)\$/.exec(hash)?.[1] ?? Number.NaN);
    return cost <= highestCost ? 'bcrypt' : 'bcrypt-costly';
  }
  if (hash.startsWith('$argon2')) return 'argon2';
  if (hash.startsWith('$fbscrypt')) return 'fbscrypt';
  return hash.startsWith('{') ? 'encrypted' : 'unknown';
}

/** Supabase's names of providers that Stack Auth calls otherwise. */
const providerNames: Readonly<Record<string, string>> = {
  azure: 'microsoft',
  linkedin_oidc: 'linkedin',
  slack_oidc: 'slack',
  twitter: 'x',
};

/**
 * A row of auth.users as a request. Pure; `now` decides whether a ban still lasts.
 *
 * Metadata keeps its audience: what the user may change goes to client_metadata, what the user may only read, and
 * rights are built on, to client_read_only_metadata. What Stack Auth has no place for is kept in server_metadata.
 */
export function userRequest(user: SourceUser, run: { readonly runId: string; readonly now: Date }): UserRequest {
  if (user.deletedAt !== undefined) return deletedRequest(user, run.runId);
  const banned = user.bannedUntil !== undefined && new Date(user.bannedUntil) > run.now;
  const email = user.email === '' ? undefined : user.email;
  const mailable = email !== undefined && !user.sso && !user.anonymous && !banned;
  const format = passwordFormat(user.passwordHash);
  const accounts = banned || user.anonymous ? [] : user.identities.flatMap(oauthAccount);
  const name = firstText(user.userMetadata, ['full_name', 'name', 'display_name', 'user_name']);
  const image = firstText(user.userMetadata, ['avatar_url', 'picture']);
  const totp = banned || user.totpSecret === undefined ? undefined : totpSecret(user.totpSecret);
  const given = [
    user.anonymous && 'anonymous',
    banned && 'banned',
    user.sso && 'sso',
    user.phone !== undefined && (email === undefined && accounts.length === 0 ? 'phone-only' : 'phone'),
    user.factors > (totp === undefined ? 0 : 1) && 'mfa',
    !mailable &&
      !user.anonymous &&
      !banned &&
      !user.sso &&
      user.phone === undefined &&
      accounts.length === 0 &&
      'no-sign-in',
  ].filter((note) => note !== false);
  return {
    supabaseUserId: user.id,
    email,
    name,
    mailable,
    format,
    notes: given,
    body: {
      primary_email: email ?? null,
      primary_email_verified: email !== undefined && user.emailConfirmed,
      primary_email_auth_enabled: mailable,
      ...(mailable && format === 'bcrypt' ? { password_hash: user.passwordHash } : {}),
      ...(accounts.length > 0 ? { oauth_providers: accounts } : {}),
      ...(name === undefined ? {} : { display_name: name }),
      ...(image !== undefined && /^https?:\/\//i.test(image) && URL.canParse(image)
        ? { profile_image_url: image }
        : {}),
      ...(totp === undefined ? {} : { totp_secret_base64: totp }),
      ...(user.anonymous ? { is_anonymous: true } : {}),
      client_metadata: user.userMetadata,
      client_read_only_metadata: user.appMetadata,
      server_metadata: {
        supabaseUserId: user.id,
        cutoverRunId: run.runId,
        ...(user.createdAt === undefined ? {} : { supabaseCreatedAt: user.createdAt }),
        ...(user.phone === undefined ? {} : { supabasePhone: user.phone }),
        ...(banned ? { supabaseBannedUntil: user.bannedUntil } : {}),
      },
    },
  };
}

/** Rows refer to a deleted user as to any other: an account that nobody can use, without anything about the person. */
function deletedRequest(user: SourceUser, runId: string): UserRequest {
  return {
    supabaseUserId: user.id,
    email: undefined,
    name: undefined,
    mailable: false,
    format: passwordFormat(user.passwordHash),
    notes: ['deleted'],
    body: {
      primary_email: null,
      primary_email_verified: false,
      primary_email_auth_enabled: false,
      server_metadata: { supabaseUserId: user.id, cutoverRunId: runId, supabaseDeletedAt: user.deletedAt },
    },
  };
}

/** What becomes of the password, once it is known which of the accounts the project took. */
export function passwordFate(request: UserRequest, accounts: number, hasPassword: boolean): PasswordFate {
  if (hasPassword) return 'carried';
  if (!request.mailable) return 'none';
  // Who never had a password and still has an account elsewhere signs in there.
  return request.format === 'none' && accounts > 0 ? 'none' : 'reset';
}

function oauthAccount(identity: SourceUser['identities'][number]): OAuthAccount[] {
  const { provider, accountId, email } = identity;
  if (provider === 'email' || provider === 'phone' || provider === 'anonymous' || provider.startsWith('sso:'))
    return [];
  return [{ id: providerNames[provider] ?? provider, account_id: accountId, email: email ?? null }];
}

function firstText(metadata: Readonly<Record<string, unknown>>, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = metadata[key];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return undefined;
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Supabase keeps a TOTP secret in base32, Stack Auth takes it in base64; undefined for one that is encrypted. */
function totpSecret(secret: string): string | undefined {
  const text = secret.replace(/=+$/, '').toUpperCase();
  if (!/^[A-Z2-7]+$/.test(text)) return undefined;
  let bits = '';
  for (const letter of text) bits += base32.indexOf(letter).toString(2).padStart(5, '0');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2))).toString('base64');
}
