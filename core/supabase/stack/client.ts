import { setTimeout } from 'node:timers/promises';
import pRetry, { AbortError } from 'p-retry';
import { z } from 'zod';
import type { StackSettings } from '../../config.ts';
import { CutoverError } from '../../errors.ts';

/** Users that are created, deleted or told something at once. No limit of the service is known; this is polite. */
export const requestsAtOnce = 4;

/** One answer may take this long, in ms. */
const answerTimeoutMs = 30_000;
/** How often a request is repeated that may be, and the first and longest pause between, in ms. */
const retries = 6;
const firstPauseMs = 250;
const longestPauseMs = 10_000;
/** A server that asks for more patience than this is asked again all the same, in ms. */
const longestRetryAfterMs = 120_000;

/** Users in one page of the list. */
const pageSize = 100;

const userSchema = z.object({
  id: z.guid(),
  primary_email: z.string().nullish(),
  has_password: z.boolean().default(false),
  oauth_providers: z.array(z.object({ id: z.string() })).default([]),
  server_metadata: z.unknown(),
});

const pageSchema = z.object({
  items: z.array(userSchema),
  pagination: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

const sessionSchema = z.object({ access_token: z.string(), refresh_token: z.string() });

/** A user as Stack Auth has it, in what a migration needs of it. */
export interface StackUser {
  readonly id: string;
  readonly email: string | undefined;
  readonly hasPassword: boolean;
  /** Ids of the OAuth providers that the user can sign in with. */
  readonly providers: readonly string[];
  /** The id that the user had in Supabase, and the run that brought it; undefined for users of another origin. */
  readonly origin: { readonly supabaseUserId: string; readonly runId: string } | undefined;
}

/** What became of a request to create a user. */
export type Creation =
  | { readonly type: 'created'; readonly user: StackUser }
  /** Somebody has this e-mail for signing in: perhaps the same user, created by a request whose answer was lost. */
  | { readonly type: 'taken' }
  | { readonly type: 'provider-unknown'; readonly provider: string }
  /** Nobody knows whether it was created: the connection broke, or the server stumbled. */
  | { readonly type: 'unknown'; readonly error: CutoverError };

/** Stack Auth's server API, as far as a migration needs it. Every call throws CutoverError; no message has the key. */
export interface StackClient {
  createUser(body: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<Creation>;
  /** One that is not there is no error. */
  deleteUser(id: string, signal?: AbortSignal): Promise<void>;
  /** All users, anonymous ones included, oldest first. */
  listUsers(signal?: AbortSignal): AsyncGenerator<StackUser>;
  /** Whether the project takes passwords; undefined where it does not say so. */
  takesPasswords(signal?: AbortSignal): Promise<boolean | undefined>;
  /** Whether the user signs in with this password; out again at once. */
  signsIn(email: string, password: string, signal?: AbortSignal): Promise<boolean>;
  /** Asks for a mail with a code to set a password with. The service does not tell whether the user exists. */
  sendResetCode(email: string, callbackUrl: string, signal?: AbortSignal): Promise<void>;
}

/** [stack-auth: interface/crud/projects.ts] */
const projectSchema = z.object({ config: z.object({ credential_enabled: z.boolean() }) });

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfter: string | null;
}

/** Opens no connection. [stack-auth: users/crud.tsx, smart-request.tsx] */
export function createStackClient(settings: StackSettings): StackClient {
  const { baseUrl, projectId, secretServerKey, headerPrefix } = settings;
  const root = `${baseUrl.replace(/\/+$/, '')}/api/v1`;
  const headers = {
    [`${headerPrefix}-Access-Type`]: 'server',
    [`${headerPrefix}-Project-Id`]: projectId,
    [`${headerPrefix}-Secret-Server-Key`]: secretServerKey,
  };

  async function ask(
    method: string,
    path: string,
    body: unknown,
    signal?: AbortSignal,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const limit = AbortSignal.timeout(answerTimeoutMs);
    try {
      const response = await fetch(`${root}${path}`, {
        method,
        headers: { ...headers, ...more, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        redirect: 'error',
      });
      const text = await response.text();
      return { status: response.status, body: parsed(text), retryAfter: response.headers.get('retry-after') };
    } catch (cause) {
      if (signal?.aborted) throw stopped();
      throw unreachable(limit.aborted ? 'no answer in time' : reasonOf(cause), cause);
    }
  }

  /**
   * A request with its retries. 429 says that nothing was done, so everything may be repeated after it; after anything
   * else that can pass, only what does no harm when it is done twice.
   */
  async function request(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    options: { readonly body?: unknown; readonly repeatable: boolean; readonly signal?: AbortSignal | undefined },
  ): Promise<Answer> {
    const { body, repeatable, signal } = options;
    try {
      return await pRetry(
        async () => {
          let answer: Answer;
          try {
            answer = await ask(method, path, body, signal);
          } catch (error) {
            if (repeatable && error instanceof CutoverError && error.transient) throw error;
            throw new AbortError(error instanceof Error ? error : new Error(String(error)));
          }
          if (answer.status === 429) throw new Throttled(retryAfterMs(answer.retryAfter));
          if (answer.status !== 408 && answer.status < 500) return answer;
          const error = unreachable(`HTTP ${answer.status}${said(answer.body)}`);
          throw repeatable ? error : new AbortError(error);
        },
        {
          retries,
          minTimeout: firstPauseMs,
          maxTimeout: longestPauseMs,
          factor: 2,
          randomize: true,
          ...(signal ? { signal } : {}),
          onFailedAttempt: async ({ error, retriesLeft }) => {
            if (error instanceof Throttled && retriesLeft > 0 && error.waitMs > 0) {
              await setTimeout(error.waitMs, undefined, signal ? { signal } : {});
            }
          },
        },
      );
    } catch (error) {
      if (signal?.aborted) throw stopped();
      if (error instanceof Throttled) throw unreachable('HTTP 429, again and again');
      throw error;
    }
  }

  /** What is no success and will not become one. */
  function refusal(what: string, { status, body }: Answer): CutoverError {
    const answer = `HTTP ${status}${said(body)}`.replaceAll(secretServerKey, '***');
    if (status === 401 || status === 403) {
      return new CutoverError('stack.refused', `Stack Auth refuses the key: ${answer}`, {
        hint: `Check CUTOVER_STACK_PROJECT_ID and CUTOVER_STACK_SECRET_SERVER_KEY: the key must be a secret server key of this very project, and the headers begin with ${headerPrefix}.`,
      });
    }
    const method = /(\w+) auth not enabled in the project/.exec(answer)?.[1];
    return new CutoverError('stack.invalid', `Stack Auth does not take ${what}: ${answer}`, {
      hint:
        method === undefined
          ? 'Mend the user on the source, or the settings of the Stack Auth project, then resume.'
          : `Enable signing in by ${method.toLowerCase()} in the Stack Auth project (Auth Methods), then resume: nobody could sign in otherwise.`,
    });
  }

  return {
    async createUser(body, signal) {
      let answer: Answer;
      try {
        answer = await request('POST', '/users', { body, repeatable: false, signal });
      } catch (error) {
        if (error instanceof CutoverError && error.code === 'connection.stack') return { type: 'unknown', error };
        throw error;
      }
      if (answer.status === 201 || answer.status === 200) {
        return { type: 'created', user: stackUser(userSchema.parse(answer.body)) };
      }
      const text = said(answer.body);
      if (answer.status === 409 && text.includes('ALREADY_EXISTS')) return { type: 'taken' };
      const provider = /OAuth provider (\S+) not found/.exec(text)?.[1];
      if (answer.status === 400 && provider !== undefined) return { type: 'provider-unknown', provider };
      throw refusal('a user', answer);
    },
    async deleteUser(id, signal) {
      const answer = await request('DELETE', `/users/${encodeURIComponent(id)}`, { repeatable: true, signal });
      if (answer.status >= 300 && answer.status !== 404) throw refusal(`the deletion of user ${id}`, answer);
    },
    async *listUsers(signal) {
      let cursor: string | undefined;
      do {
        const query = new URLSearchParams({ limit: String(pageSize), include_anonymous: 'true' });
        if (cursor !== undefined) query.set('cursor', cursor);
        const answer = await request('GET', `/users?${query.toString()}`, { repeatable: true, signal });
        if (answer.status !== 200) throw refusal('the request for a list of users', answer);
        const page = pageSchema.parse(answer.body);
        for (const user of page.items) yield stackUser(user);
        cursor = page.pagination?.next_cursor ?? undefined;
      } while (cursor !== undefined);
    },
    async takesPasswords(signal) {
      const answer = await request('GET', '/projects/current', { repeatable: true, signal });
      const project = projectSchema.safeParse(answer.body);
      return answer.status === 200 && project.success ? project.data.config.credential_enabled : undefined;
    },
    async signsIn(email, password, signal) {
      const answer = await request('POST', '/auth/password/sign-in', {
        body: { email, password },
        repeatable: true,
        signal,
      });
      if (answer.status === 401 || answer.status === 403) throw refusal('the sign-in', answer);
      const session = sessionSchema.safeParse(answer.body);
      if (answer.status >= 300 || !session.success) return false;
      // A session that stays would end by itself; nobody should find one that is not theirs.
      const refresh = { [`${headerPrefix}-Refresh-Token`]: session.data.refresh_token };
      await ask('DELETE', '/auth/sessions/current', undefined, signal, refresh).catch(() => undefined);
      return true;
    },
    async sendResetCode(email, callbackUrl, signal) {
      const body = { email, callback_url: callbackUrl };
      const answer = await request('POST', '/auth/password/send-reset-code', { body, repeatable: true, signal });
      if (answer.status >= 300) throw refusal(`the request for a reset mail`, answer);
    },
  };
}

class Throttled extends Error {
  readonly waitMs: number;

  constructor(waitMs: number) {
    super('the server asks for patience');
    this.waitMs = waitMs;
  }
}

/** Seconds or a date, as HTTP has it. [RFC 9110, 10.2.3] */
function retryAfterMs(header: string | null): number {
  if (header === null) return 0;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), longestRetryAfterMs) : 0;
}

function stackUser(user: z.infer<typeof userSchema>): StackUser {
  return {
    id: user.id,
    email: user.primary_email ?? undefined,
    hasPassword: user.has_password,
    providers: user.oauth_providers.map(({ id }) => id),
    origin: originOf(user.server_metadata),
  };
}

/** Any form of a uuid: not every id in Supabase has a version of RFC 9562. */
const originSchema = z.object({ supabaseUserId: z.guid(), cutoverRunId: z.string() });

function originOf(metadata: unknown): StackUser['origin'] {
  const found = originSchema.safeParse(metadata);
  return found.success
    ? { supabaseUserId: found.data.supabaseUserId.toLowerCase(), runId: found.data.cutoverRunId }
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const errorSchema = z.object({ code: z.string().optional(), error: z.string().optional() });

/** What the service said went wrong, behind a colon. */
function said(body: unknown): string {
  if (typeof body === 'string') return body === '' ? '' : `: ${body.slice(0, 300)}`;
  const found = errorSchema.safeParse(body);
  const words = found.success ? [found.data.code, found.data.error].filter(Boolean).join(' ') : '';
  return words === '' ? '' : `: ${words.slice(0, 300)}`;
}

function unreachable(reason: string, cause?: unknown): CutoverError {
  return new CutoverError('connection.stack', `Stack Auth cannot be reached: ${reason}`, {
    hint: 'Check CUTOVER_STACK_BASE_URL and the service; what was created is found again, and resume goes on.',
    transient: true,
    ...(cause === undefined ? {} : { cause }),
  });
}

function stopped(): CutoverError {
  return new CutoverError('stopped', 'the request was stopped', { hint: 'Resume goes on from the ledger.' });
}

/** fetch's own message is `fetch failed`; what happened is in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
