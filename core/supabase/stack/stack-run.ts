import { createHash } from 'node:crypto';
import type { StackSettings } from '../../config.ts';
import { CutoverError } from '../../errors.ts';
import type { Session } from '../../postgres/session.ts';
import type { UuidMap } from '../../postgres/uuid-map.ts';
import { createStackClient, type StackClient } from './client.ts';
import { type CreatedUser, KnownUsers } from './create-users.ts';
import { loadUuidMap, type MappedUser } from './mapping.ts';
import { passwordFate, type UserRequest } from './request.ts';

/** What the steps of one run share about Stack Auth. */
export interface StackRun {
  readonly runId: string;
  /** Where user-mapping.json goes. */
  readonly folder: string;
  readonly client: StackClient;
  readonly known: KnownUsers;
  /** The mapping as the copies need it, read once; every user must be there by then. */
  mapping(withTarget: <T>(work: (target: Session) => Promise<T>) => Promise<T>): Promise<UuidMap>;
}

export function createStackRun(settings: StackSettings, runId: string, folder: string): StackRun {
  const client = createStackClient(settings);
  let mapping: Promise<UuidMap> | undefined;
  return {
    runId,
    folder,
    client,
    known: new KnownUsers(client, runId),
    mapping(withTarget) {
      mapping ??= withTarget((target) => loadUuidMap(target, runId)).catch((error: unknown) => {
        mapping = undefined;
        throw error;
      });
      return mapping;
    },
  };
}

/** The settings, or why nothing can be done without them. Throws `config.invalid`. */
export function requireStack(settings: StackSettings | undefined): StackSettings {
  if (settings) return settings;
  throw stackMissing();
}

export function stackMissing(): CutoverError {
  return new CutoverError('config.invalid', 'the Stack Auth project is not known', {
    hint: 'Set CUTOVER_STACK_PROJECT_ID and CUTOVER_STACK_SECRET_SERVER_KEY, and CUTOVER_STACK_BASE_URL for a server of your own.',
  });
}

/** What the ledger keeps of a user that is there. */
export function mappedUser({ request, user, missingProviders }: CreatedUser): MappedUser {
  const accounts = (request.body.oauth_providers?.length ?? 0) - missingProviders.length;
  return {
    supabaseUserId: request.supabaseUserId,
    stackUserId: user.id,
    email: request.email,
    name: request.name,
    password: passwordFate(request, accounts, user.hasPassword),
    notes: [...request.notes, ...missingProviders.map((provider) => `provider:${provider}`)],
    fingerprint: fingerprintOf(request),
  };
}

/** The same for the same user, whatever run asks and whenever. Keys come in one order: rows are read by one query. */
export function fingerprintOf(request: UserRequest): string {
  const { server_metadata: _, ...body } = request.body as Readonly<Record<string, unknown>>;
  return createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22);
}
