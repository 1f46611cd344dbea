import type { EngineConfig } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Emit } from '../events.ts';
import { schemaFingerprint } from '../inventory/fingerprint.ts';
import { readInventory } from '../inventory/inventory.ts';
import { readOwnSchemaFacts } from '../inventory/own-schema.ts';
import { readReservedSchemas } from '../inventory/schemas.ts';
import type { Inventory } from '../inventory/types.ts';
import { buildPlan, type PlanInput } from '../plan/build.ts';
import { identifyEntries } from '../plan/entries.ts';
import { buildExistingPlan } from '../plan/existing.ts';
import { divideEntries } from '../plan/sections.ts';
import { readTargetState } from '../plan/target-state.ts';
import type { Plan } from '../plan/types.ts';
import type { Session } from '../postgres/session.ts';
import { type ByHand, readByHand } from '../supabase/by-hand.ts';
import { readServiceFacts, serviceWork } from '../supabase/carried.ts';
import { readBeyondServices } from '../supabase/beyond-services.ts';
import { carriedSource, type LeftOut } from '../supabase/carried-source.ts';
import { readManagedObjects } from '../supabase/objects.ts';
import { type Scope, sourceSelection } from '../supabase/scope.ts';
import { composeEntries } from './folder-layout.ts';
import { ownEntries, readMadeSchema, readOwnSchema, withServices } from './own-schema.ts';
import type { Reading } from './reading.ts';
import { userIdColumns } from '../plan/user-columns.ts';
import type { UserRanges } from '../plan/user-steps.ts';
import { hasUsers, readUserBounds } from '../supabase/stack/source-users.ts';
import type { Snapshot } from './snapshot.ts';
import { planStorage } from './storage.ts';

export interface Prepared {
  readonly plan: Plan;
  /** Cores of the target, where it tells them. */
  readonly cores: number | undefined;
  readonly scope: Scope;
  /** The source as the plan carries it. */
  readonly source: Inventory;
  readonly fingerprint: string;
  /** The schema that the target will have, where that is not the source's. */
  readonly own: Inventory | undefined;
  /** What only people can do after the run. */
  readonly byHand: readonly ByHand[];
}

/** Lays out the run from what was read of the source and what is on the target now. Writes nothing anywhere. */
export async function prepareRun(input: {
  readonly reading: Reading;
  readonly target: Session;
  readonly runId: string;
  readonly config: EngineConfig;
  readonly emit: Emit;
}): Promise<Prepared> {
  const { reading, target, config } = input;
  const { options } = config;
  const targetState = await readTargetState(target);
  const parts = [reading.entries, reading.scope, reading.inventory, reading.managed, readInventory(target)] as const;
  await Promise.allSettled(parts);
  const [dump, scope, whole, managed, targetInventory] = await Promise.all(parts);
  const services = await reading.under(async (session) => await readServiceFacts(session, target));
  const present = new Set(targetState.roles);
  const newRoles = whole.roles.filter((role) => !present.has(role));
  const found = await reading.under(async (session) => await readByHand(session, newRoles));
  const beyond = await reading.under(async (session) => await readBeyondServices(session, target, scope.rowSchemas));
  const reserved = await reading.under(
    async (session) => await readReservedSchemas(session, scope.chosen ? options.schemas : undefined),
  );
  const users = scope.auth === 'stack' ? await reading.under(stackUsers) : undefined;
  const folder = await reading.folder;
  const made =
    folder &&
    (await reading.under(
      async (session) => await readMadeSchema({ source: session, target: targetInventory, scope, whole, folder }),
    ));
  const { preData, postData } = folder ? composeEntries(folder, dump, whole) : divideEntries(identifyEntries(dump));
  const kept = scope.schema === 'existing' ? await readOwnSchema(target, whole) : undefined;
  const own = kept ?? made?.layout;
  const theirs = own ? withServices(own, targetInventory, scope) : targetInventory;
  const { source, leftOut, uncounted } = carriedSource(whole, theirs, scope);
  const storage = await reading.under(
    async (source) =>
      await planStorage({
        source,
        target,
        services: scope.target === 'supabase',
        options,
        access: config.supabase,
        emit: input.emit,
      }),
  );
  const planInput: PlanInput = {
    runId: input.runId,
    source,
    target: targetInventory,
    targetState,
    scope,
    sourceLeftOut: eachOnce([...(made?.leftOut ?? []), ...leftOut, ...beyond, ...reserved.map(reservedName)]),
    managed: {
      source: folder?.managed ?? managed,
      target: scope.auth === undefined ? [] : await readManagedObjects(target),
    },
    preData,
    postData,
    options,
    storage,
    services,
    ...(folder && made ? { folder: { layout: made.layout, seeds: folder.seeds, files: folder.files, uncounted } } : {}),
    ...(users ? { stackUsers: { ...users, columns: userIdColumns(whole, config.profile) } } : {}),
  };
  const plan = kept
    ? buildExistingPlan(planInput, {
        inventory: kept,
        facts: await readOwnSchemaFacts(target, kept),
        entries: await ownEntries(config.targetUrl, kept),
        uncounted,
      })
    : buildPlan(planInput);
  for (const cycle of source.cycles) {
    input.emit({
      type: 'log',
      level: 'info',
      message: `tables that refer to each other in a circle: ${cycle.join(', ')}`,
    });
  }
  return {
    plan,
    cores: targetState.cores,
    scope,
    source,
    fingerprint: schemaFingerprint(whole),
    own,
    byHand: [...serviceWork(services), ...found],
  };
}

/**
 * The part of the source that is carried; of the target, only the tables that rows go into are looked at. `own` is the
 * target's own schema as it was when the run began, where there is a run and it keeps that schema.
 */
export async function readCarriedSource(
  snapshot: Snapshot,
  target: Session,
  scope: Scope,
  own?: Inventory,
): Promise<{ readonly whole: Inventory; readonly source: Inventory; readonly own: Inventory | undefined }> {
  const whole = await readInventory(snapshot.session, sourceSelection(scope));
  const theirs = await readInventory(target, { schemas: [], rowSchemas: scope.rowSchemas });
  const kept = scope.schema === undefined ? undefined : (own ?? (await readOwnSchema(target, whole)));
  const met = kept ? withServices(kept, theirs, scope) : theirs;
  return { whole, source: carriedSource(whole, met, scope).source, own: kept };
}

function reservedName(schema: string): LeftOut {
  return {
    table: `schema ${schema}`,
    reason: 'cutover itself gives such names on a target, and never moves what has one: rename it where it is yours',
  };
}

function eachOnce(leftOut: readonly LeftOut[]): LeftOut[] {
  return [...new Map(leftOut.map((each) => [each.table, each])).values()];
}

async function stackUsers(source: Session): Promise<UserRanges> {
  if (await hasUsers(source)) return await readUserBounds(source);
  throw new CutoverError('config.invalid', 'the source has no auth.users, whose users --auth stack would create', {
    hint: 'Leave --auth out: a source without Supabase Auth is a plain PostgreSQL migration.',
  });
}
