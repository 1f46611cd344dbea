import { z } from 'zod';
import type { EngineConfig } from '../config.ts';
import { quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { StackClient } from '../supabase/stack/client.ts';
import type { VerifyItem } from './types.ts';

/** How long the target's Auth may take to answer, in ms. */
const answerTimeoutMs = 15_000;

const cryptSql = `
  SELECT n.nspname::text AS schema FROM pg_catalog.pg_extension e
  JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pgcrypto'`;

const sessionSchema = z.object({ access_token: z.string().min(1) });

const item = { kind: 'auth', name: 'one login' } as const;

const noAccount: VerifyItem = {
  ...item,
  verdict: 'skipped',
  detail: 'no account to try: CUTOVER_LOGIN_EMAIL and CUTOVER_LOGIN_PASSWORD name one whose password you know',
};

/**
 * Proves that a user can log in after the migration, with an account that the operator names. Through the target's Auth
 * where it is known, as an application would: that leaves a trace in the user's row, so it comes after its comparison.
 * Else by the hash alone, which pgcrypto checks where it is. No message has the password. Throws CutoverError.
 */
export async function proveLogin(target: Session, config: EngineConfig): Promise<VerifyItem> {
  const { login } = config;
  if (login === undefined) return noAccount;
  const api = config.supabase?.target;
  return (api && (await logIn(api, login))) ?? (await checkHash(target, login));
}

/** The same in Stack Auth, where the users have moved to. Throws CutoverError. */
export async function proveStackLogin(
  client: StackClient,
  { login }: EngineConfig,
  signal: AbortSignal,
): Promise<VerifyItem> {
  if (login === undefined) return noAccount;
  return (await client.signsIn(login.email, login.password, signal))
    ? { ...item, verdict: 'match', detail: 'the account signed in to Stack Auth, with its old password' }
    : { ...item, verdict: 'differs', detail: 'Stack Auth refuses the account with its old password' };
}

type Login = NonNullable<EngineConfig['login']>;

/**
 * Undefined where nobody answers who knows of logins: Storage alone may be there.
 * [Supabase Auth: POST /token?grant_type=password, POST /logout]
 */
async function logIn(
  api: { readonly url: string; readonly serviceKey: string },
  login: Login,
): Promise<VerifyItem | undefined> {
  const root = `${api.url.replace(/\/+$/, '')}/auth/v1`;
  const ask = async (path: string, bearer: string, body?: unknown): Promise<Response> =>
    await fetch(`${root}${path}`, {
      method: 'POST',
      headers: { apikey: api.serviceKey, authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
  try {
    const answer = await ask('/token?grant_type=password', api.serviceKey, login);
    const session = sessionSchema.safeParse(await answer.json().catch(() => undefined));
    if (answer.status === 404 || answer.status >= 500) return undefined;
    if (!answer.ok || !session.success) {
      return { ...item, verdict: 'differs', detail: `the target's Auth refuses the account: HTTP ${answer.status}` };
    }
    // Only the session of this login: others of the user stay.
    await ask('/logout?scope=local', session.data.access_token).catch(() => undefined);
    return { ...item, verdict: 'match', detail: "the account logged in at the target's Auth, with its old password" };
  } catch {
    return undefined;
  }
}

async function checkHash(target: Session, login: Login): Promise<VerifyItem> {
  const [crypto] = await target.query<{ schema: string }>(cryptSql);
  if (crypto === undefined) {
    return {
      ...item,
      verdict: 'skipped',
      detail: "the target's Auth does not answer, and without pgcrypto the target cannot check a hash",
    };
  }
  const [found] = await target.query<{ accepted: boolean | null }>(
    `SELECT u.encrypted_password = ${quoteQualified(crypto.schema, 'crypt')}($2::text, u.encrypted_password) AS accepted
     FROM auth.users u WHERE pg_catalog.lower(u.email) = pg_catalog.lower($1) AND NOT u.is_sso_user LIMIT 1`,
    [login.email, login.password],
  );
  if (found === undefined) return { ...item, verdict: 'differs', detail: 'the account is not on the target' };
  return found.accepted === true
    ? { ...item, verdict: 'match', detail: 'the hash on the target accepts the password of the account' }
    : { ...item, verdict: 'differs', detail: 'the hash on the target does not accept the password of the account' };
}
