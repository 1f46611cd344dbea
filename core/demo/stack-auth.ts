import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StackSettings } from '../config.ts';

/** A user as the service keeps it; the hash is what a login would be compared with. */
export interface StackAuthUser {
  readonly id: string;
  readonly signedUpAt: number;
  readonly passwordHash: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What goes wrong with one request: before anything is done, or after it was done and before the answer. */
export type StackAuthFault =
  | { readonly type: 'throttle'; readonly retryAfterSeconds: number }
  | { readonly type: 'error'; readonly status: number }
  | { readonly type: 'cut-before' }
  | { readonly type: 'cut-after' };

export interface StackAuthServer {
  readonly settings: StackSettings;
  /** In the order of their creation. */
  users(): readonly StackAuthUser[];
  /** Password by hash: what a user may sign in with. The double does not compute bcrypt. */
  readonly passwords: Map<string, string>;
  /** E-mails that a reset code was asked for, in order. */
  readonly resetMails: readonly string[];
  /** How many requests were at work at the same time at most. */
  readonly busiest: number;
  /** Decides for each request, by its method and path; undefined lets it through. */
  fault: ((method: string, path: string, count: number) => StackAuthFault | undefined) | undefined;
  stop(): Promise<void>;
}

export interface StackAuthRequest {
  /** Providers that the project has enabled. */
  readonly providers?: readonly string[];
  /** Ways to sign in that the project has enabled, accounts of providers aside: both where it is left out. */
  readonly methods?: readonly ('password' | 'otp')[];
  /** 0 for any free port. */
  readonly port?: number;
}

const bcryptPattern = /^\$2[ayb]\$(\d\d)\$.{53}$/;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What may stand in a request to create a user. [stack-auth: interface/crud/users.ts] */
const knownFields: Readonly<Record<string, (value: unknown) => boolean>> = {
  primary_email: (value) => value === null || (typeof value === 'string' && /^[^\s@]+@[^\s@]+$/.test(value)),
  primary_email_verified: isBoolean,
  primary_email_auth_enabled: isBoolean,
  password: isText,
  password_hash: isText,
  otp_auth_enabled: isBoolean,
  totp_secret_base64: isText,
  oauth_providers: (value) => Array.isArray(value) && value.every(isAccount),
  display_name: isText,
  profile_image_url: (value) => value === null || (typeof value === 'string' && URL.canParse(value)),
  client_metadata: isMetadata,
  client_read_only_metadata: isMetadata,
  server_metadata: isMetadata,
  is_anonymous: isBoolean,
};

/**
 * Stack Auth's server API as far as a migration uses it, on a free port of this machine, in memory: for the demo, and
 * for tests, since the service cannot run here. It refuses what the service refuses, in the service's words.
 * [stack-auth: apps/backend users/crud.tsx, smart-request.tsx, utils/hashes.tsx]
 */
export async function startStackAuth({
  providers = ['google', 'github'],
  methods = ['password', 'otp'],
  port = 0,
}: StackAuthRequest = {}): Promise<StackAuthServer> {
  const users = new Map<string, StackAuthUser>();
  /** E-mails that somebody signs in by. */
  const signInEmails = new Set<unknown>();
  const projectId = randomUUID();
  const secretServerKey = `ssk_${randomUUID().replaceAll('-', '')}`;
  const passwords = new Map<string, string>();
  const resetMails: string[] = [];
  let working = 0;
  let busiest = 0;
  let count = 0;
  let fault: StackAuthServer['fault'];

  const http = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    working += 1;
    busiest = Math.max(busiest, working);
    response.once('close', () => {
      working -= 1;
    });
    const method = request.method ?? '';
    const url = new URL(request.url ?? '/', 'http://stack.invalid');
    const body = await readBody(request);
    count += 1;
    const wrong = fault?.(method, url.pathname, count);
    if (wrong?.type === 'cut-before') return void response.destroy();
    if (wrong?.type === 'throttle') {
      response.setHeader('retry-after', String(wrong.retryAfterSeconds));
      return answer(response, 429, { error: 'Too many requests' });
    }
    if (wrong?.type === 'error') return answer(response, wrong.status, 'Something went wrong');
    const [status, content] = refuseHeaders(request) ?? route(method, url, body);
    if (wrong?.type === 'cut-after') return void response.destroy();
    answer(response, status, content);
  }

  type Reply = readonly [status: number, content: unknown];

  function refuseHeaders({ headers }: IncomingMessage): Reply | undefined {
    if (headers['x-stack-access-type'] !== 'server') {
      return [400, { code: 'ACCESS_TYPE_REQUIRED', error: 'The x-stack-access-type header is required.' }];
    }
    if (headers['x-stack-project-id'] !== projectId) {
      return [400, { code: 'CURRENT_PROJECT_NOT_FOUND', error: 'The current project was not found.' }];
    }
    if (headers['x-stack-secret-server-key'] !== secretServerKey) {
      return [401, { code: 'INVALID_SECRET_SERVER_KEY', error: 'The secret server key is not valid.' }];
    }
    return undefined;
  }

  function route(method: string, url: URL, body: unknown): Reply {
    const path = url.pathname;
    if (path === '/api/v1/projects/current' && method === 'GET') return [200, project()];
    if (path === '/api/v1/users' && method === 'POST') return create(body);
    if (path === '/api/v1/users' && method === 'GET') return list(url.searchParams);
    const [, id] = /^\/api\/v1\/users\/([^/]+)$/.exec(path) ?? [];
    if (id !== undefined && method === 'DELETE') {
      const gone = users.get(id);
      users.delete(id);
      if (gone?.fields['primary_email_auth_enabled'] === true) signInEmails.delete(gone.fields['primary_email']);
      if (gone) return [200, { success: true }];
      return [404, { code: 'USER_NOT_FOUND', error: 'User not found.' }];
    }
    if (path === '/api/v1/auth/password/send-reset-code' && method === 'POST') return sendResetCode(body);
    if (path === '/api/v1/auth/password/sign-in' && method === 'POST') return signIn(body);
    if (path === '/api/v1/auth/sessions/current' && method === 'DELETE') return [200, { success: true }];
    return [404, { error: 'Not found' }];
  }

  /** What a server key may know of the project. */
  function project(): Record<string, unknown> {
    return {
      id: projectId,
      display_name: 'sample',
      config: {
        credential_enabled: methods.includes('password'),
        magic_link_enabled: methods.includes('otp'),
        enabled_oauth_providers: providers.map((id) => ({ id })),
      },
    };
  }

  function create(body: unknown): Reply {
    if (!isRecord(body)) return invalid('the body is no object');
    for (const [name, value] of Object.entries(body)) {
      const accepts = knownFields[name];
      if (accepts === undefined) return invalid(`body contains unknown properties: ${name}`);
      if (!accepts(value)) return invalid(`body.${name} is not valid`);
    }
    const { password, password_hash: hash, primary_email: email } = body;
    if (password !== undefined && hash !== undefined) {
      return [400, 'Cannot set both password and password_hash at the same time.'];
    }
    if (typeof hash === 'string' && Number(bcryptPattern.exec(hash)?.[1] ?? 99) > 16) {
      return [400, "Invalid password hash. Make sure it's a supported algorithm in Modular Crypt Format."];
    }
    const signsIn = body['primary_email_auth_enabled'] === true;
    if (!email && signsIn) return [400, 'primary_email_auth_enabled cannot be true without primary_email'];
    if (!email && body['primary_email_verified'] === true) {
      return [400, 'primary_email_verified cannot be true without primary_email'];
    }
    if (signsIn && signInEmails.has(email)) {
      return [409, { code: 'USER_EMAIL_ALREADY_EXISTS', error: `User with email "${String(email)}" already exists.` }];
    }
    const accounts = (body['oauth_providers'] ?? []) as readonly { readonly id: string }[];
    const unknown = accounts.find(({ id }) => !providers.includes(id));
    if (unknown) return [400, `OAuth provider ${unknown.id} not found`];
    if ((password !== undefined || hash !== undefined) && !methods.includes('password')) {
      return [400, 'Password auth not enabled in the project'];
    }
    if (body['otp_auth_enabled'] === true && !methods.includes('otp')) {
      return [400, 'OTP auth not enabled in the project'];
    }
    const { password: _, password_hash: __, ...fields } = body;
    const user: StackAuthUser = {
      id: randomUUID(),
      signedUpAt: Date.now(),
      passwordHash: typeof hash === 'string' ? hash : undefined,
      fields,
    };
    users.set(user.id, user);
    if (signsIn) signInEmails.add(email);
    return [201, shown(user)];
  }

  /** A cursor is the first user of its page. One that is gone gives an empty page. */
  function list(query: URLSearchParams): Reply {
    const limit = query.get('limit') === null ? undefined : Number(query.get('limit'));
    const cursor = query.get('cursor');
    if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1)) return invalid('query.limit is not valid');
    if (cursor !== null && !uuidPattern.test(cursor)) return invalid('query.cursor is not valid');
    const all = [...users.values()].filter(
      ({ fields }) => query.get('include_anonymous') === 'true' || fields['is_anonymous'] !== true,
    );
    const start = cursor === null ? 0 : all.findIndex(({ id }) => id === cursor);
    const rest = start < 0 ? [] : all.slice(start);
    const items = rest.slice(0, limit);
    const next = rest[items.length];
    return [200, { items: items.map(shown), is_paginated: true, pagination: { next_cursor: next?.id ?? null } }];
  }

  function signIn(body: unknown): Reply {
    if (!isRecord(body) || typeof body['email'] !== 'string' || typeof body['password'] !== 'string') {
      return invalid('email or password is not valid');
    }
    const user = [...users.values()].find(
      ({ fields }) => fields['primary_email'] === body['email'] && fields['primary_email_auth_enabled'] === true,
    );
    if (user?.passwordHash === undefined || passwords.get(user.passwordHash) !== body['password']) {
      return [400, { code: 'EMAIL_PASSWORD_MISMATCH', error: 'Wrong e-mail or password.' }];
    }
    return [200, { access_token: randomUUID(), refresh_token: randomUUID(), user_id: user.id }];
  }

  /** The same answer whether the user exists or not. */
  function sendResetCode(body: unknown): Reply {
    if (!isRecord(body) || typeof body['email'] !== 'string' || !URL.canParse(String(body['callback_url']))) {
      return invalid('email or callback_url is not valid');
    }
    resetMails.push(body['email']);
    return [200, { success: 'maybe, only if user with e-mail exists' }];
  }

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', resolve);
  });
  const address = http.address() as AddressInfo;
  return {
    settings: { baseUrl: `http://127.0.0.1:${address.port}`, projectId, secretServerKey, headerPrefix: 'X-Stack' },
    users: () => [...users.values()],
    passwords,
    resetMails,
    get busiest() {
      return busiest;
    },
    get fault() {
      return fault;
    },
    set fault(next) {
      fault = next;
    },
    async stop() {
      if (!http.listening) return;
      http.closeAllConnections();
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
      });
    },
  };
}

function shown({ id, signedUpAt, passwordHash, fields }: StackAuthUser): Record<string, unknown> {
  return {
    primary_email: null,
    primary_email_verified: false,
    primary_email_auth_enabled: false,
    display_name: null,
    profile_image_url: null,
    client_metadata: null,
    client_read_only_metadata: null,
    server_metadata: null,
    oauth_providers: [],
    otp_auth_enabled: false,
    is_anonymous: false,
    ...fields,
    id,
    has_password: passwordHash !== undefined,
    signed_up_at_millis: signedUpAt,
  };
}

function invalid(reason: string): readonly [number, unknown] {
  return [400, { code: 'SCHEMA_ERROR', error: `Request validation failed: ${reason}` }];
}

function answer(response: ServerResponse, status: number, content: unknown): void {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  response.writeHead(status, { 'content-type': typeof content === 'string' ? 'text/plain' : 'application/json' });
  response.end(text);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isMetadata(value: unknown): boolean {
  return value === null || isRecord(value);
}

function isAccount(value: unknown): boolean {
  return isRecord(value) && isText(value['id']) && isText(value['account_id']);
}
