import { setTimeout } from 'node:timers/promises';
import { eachAtOnce } from '../../concurrency.ts';
import { CutoverError } from '../../errors.ts';
import type { UserRequest } from './request.ts';
import { requestsAtOnce, type StackClient, type StackUser } from './client.ts';

/** How often users of whom nobody knows whether they exist are looked for and asked for again; the first pause, in ms. */
const maximumRounds = 5;
const firstPauseMs = 500;

/** A request, the user that it became, and the accounts that the project did not take. */
export interface CreatedUser {
  readonly request: UserRequest;
  readonly user: StackUser;
  readonly missingProviders: readonly string[];
}

/**
 * What is known of the Stack Auth project. The service takes no key by which it would know a request again, so the old
 * id in server_metadata is what tells that a user is there.
 */
export class KnownUsers {
  readonly #client: StackClient;
  readonly #runId: string;
  /** Users of this run, by their old ids; undefined before the first look. */
  #ours: Map<string, StackUser> | undefined;
  #foreign = new Set<string>();
  /** Providers that the project has not enabled. */
  readonly missingProviders = new Set<string>();

  constructor(client: StackClient, runId: string) {
    this.#client = client;
    this.#runId = runId;
  }

  /** Reads the whole list of the project. */
  async look(signal?: AbortSignal): Promise<void> {
    const ours = new Map<string, StackUser>();
    const foreign = new Set<string>();
    for await (const user of this.#client.listUsers(signal)) {
      if (user.origin?.runId === this.#runId) ours.set(user.origin.supabaseUserId, user);
      else if (user.origin) foreign.add(user.origin.supabaseUserId);
    }
    this.#ours = ours;
    this.#foreign = foreign;
  }

  async lookOnce(signal?: AbortSignal): Promise<void> {
    if (!this.#ours) await this.look(signal);
  }

  get(supabaseUserId: string): StackUser | undefined {
    return this.#ours?.get(supabaseUserId);
  }

  add(supabaseUserId: string, user: StackUser): void {
    this.#ours?.set(supabaseUserId, user);
  }

  remove(supabaseUserId: string): void {
    this.#ours?.delete(supabaseUserId);
  }

  /** True where another run brought the same user: its passwords may be of another day. */
  isForeign(supabaseUserId: string): boolean {
    return this.#foreign.has(supabaseUserId);
  }
}

/**
 * Creates each user once, or finds the one that an earlier attempt has created: after a crash, a broken connection or
 * an answer that was lost, the project's list says who is there. Throws CutoverError; what was created by then is found
 * by the next attempt.
 */
export async function createUsers(
  requests: readonly UserRequest[],
  client: StackClient,
  known: KnownUsers,
  signal?: AbortSignal,
): Promise<CreatedUser[]> {
  const created: CreatedUser[] = [];
  let left = requests;
  await known.lookOnce(signal);
  for (let round = 1; left.length > 0; round += 1) {
    const doubtful: { readonly request: UserRequest; readonly error: CutoverError }[] = [];
    await eachAtOnce(left, requestsAtOnce, async (request) => {
      const there = known.get(request.supabaseUserId);
      if (there) {
        created.push(outcome(request, there));
        return;
      }
      if (known.isForeign(request.supabaseUserId)) throw foreign(request);
      const made = await createOne(request, client, known, signal);
      if (made instanceof CutoverError) doubtful.push({ request, error: made });
      else {
        known.add(request.supabaseUserId, made);
        created.push(outcome(request, made));
      }
    });
    if (doubtful.length === 0) break;
    // A request that is still at work on a slow server has a moment to come to its end.
    await setTimeout(firstPauseMs * 2 ** (round - 1), undefined, signal ? { signal } : {}).catch(() => undefined);
    await known.look(signal);
    left = doubtful.map(({ request }) => request);
    const refused = doubtful.find(
      ({ request, error }) => error.code === 'stack.taken' && !known.get(request.supabaseUserId),
    );
    if (refused) throw refused.error;
    if (round === maximumRounds) {
      const lost = doubtful.find(({ request }) => !known.get(request.supabaseUserId));
      if (lost) throw lost.error;
    }
  }
  return created;
}

/** The new user, or why nobody can say yet whether there is one. */
async function createOne(
  request: UserRequest,
  client: StackClient,
  known: KnownUsers,
  signal: AbortSignal | undefined,
): Promise<StackUser | CutoverError> {
  for (;;) {
    const body = bodyOf(request, known.missingProviders);
    const result = await client.createUser(body, signal);
    switch (result.type) {
      case 'created':
        return result.user;
      case 'taken':
        return taken(request);
      case 'unknown':
        return result.error;
      case 'provider-unknown':
        // It must be one that was asked for, or the same request would be sent for ever.
        if (!(body.oauth_providers ?? []).some(({ id }) => id === result.provider)) {
          throw new CutoverError('stack.invalid', `Stack Auth does not know the provider ${result.provider}`, {
            hint: 'Enable the provider in the Stack Auth project, then resume.',
          });
        }
        known.missingProviders.add(result.provider);
    }
  }
}

function bodyOf({ body }: UserRequest, missing: ReadonlySet<string>): UserRequest['body'] {
  const accounts = body.oauth_providers;
  if (accounts === undefined || !accounts.some(({ id }) => missing.has(id))) return body;
  return { ...body, oauth_providers: accounts.filter(({ id }) => !missing.has(id)) };
}

function outcome(request: UserRequest, user: StackUser): CreatedUser {
  const wanted = (request.body.oauth_providers ?? []).map(({ id }) => id);
  return { request, user, missingProviders: wanted.filter((id) => !user.providers.includes(id)) };
}

function taken({ email, supabaseUserId }: UserRequest): CutoverError {
  return new CutoverError('stack.taken', `another user of the Stack Auth project has the e-mail ${email}`, {
    hint: `Delete that user in Stack Auth, or change the e-mail of user ${supabaseUserId} on the source; then resume.`,
  });
}

function foreign({ supabaseUserId }: UserRequest): CutoverError {
  return new CutoverError(
    'stack.taken',
    `an earlier run has created user ${supabaseUserId} in the Stack Auth project`,
    {
      hint: 'Roll that run back, or delete its users in Stack Auth: what they were created from may be out of date.',
    },
  );
}
