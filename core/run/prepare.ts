import { createHash } from 'node:crypto';
import type { EngineConfig, RunOptions } from '../config.ts';
import type { Emit } from '../events.ts';
import { readInventory } from '../inventory/inventory.ts';
import type { Inventory } from '../inventory/types.ts';
import { buildPlan } from '../plan/build.ts';
import { identifyEntries } from '../plan/entries.ts';
import { divideEntries } from '../plan/sections.ts';
import { readTargetState } from '../plan/target-state.ts';
import type { Plan } from '../plan/types.ts';
import type { Session } from '../postgres/session.ts';
import { carriedSource } from '../supabase/carried-source.ts';
import { readManagedObjects } from '../supabase/objects.ts';
import { type Scope, sourceSelection } from '../supabase/scope.ts';
import type { Reading } from './reading.ts';
import type { Snapshot } from './snapshot.ts';
import { planStorage } from './storage.ts';

export interface Prepared {
  readonly plan: Plan;
  readonly scope: Scope;
  /** The source as the plan carries it. */
  readonly source: Inventory;
  readonly fingerprint: string;
}

/** Lays out the run from what was read of the source and what is on the target now. Writes nothing anywhere. */
export async function prepareRun(input: {
  readonly reading: Reading;
  readonly target: Session;
  readonly snapshot: Snapshot;
  readonly runId: string;
  readonly options: RunOptions;
  readonly emit: Emit;
  readonly supabase?: EngineConfig['supabase'];
}): Promise<Prepared> {
  const { options, reading, target } = input;
  const targetState = await readTargetState(target);
  const parts = [reading.entries, reading.scope, reading.inventory, reading.managed, readInventory(target)] as const;
  await Promise.allSettled(parts);
  const [dump, scope, whole, managed, targetInventory] = await Promise.all(parts);
  const { preData, postData } = divideEntries(identifyEntries(dump));
  const { source, leftOut } = carriedSource(whole, targetInventory, scope);
  const storage = await planStorage({
    source: input.snapshot.session,
    target,
    services: scope.target === 'supabase',
    options,
    access: input.supabase,
    emit: input.emit,
  });
  const plan = buildPlan({
    runId: input.runId,
    source,
    target: targetInventory,
    targetState,
    scope,
    sourceLeftOut: leftOut,
    managed: { source: managed, target: scope.auth === undefined ? [] : await readManagedObjects(target) },
    preData,
    postData,
    options,
    storage,
  });
  for (const cycle of source.cycles) {
    input.emit({
      type: 'log',
      level: 'info',
      message: `tables that refer to each other in a circle: ${cycle.join(', ')}`,
    });
  }
  return { plan, scope, source, fingerprint: schemaFingerprint(whole) };
}

/** The part of the source that is carried; of the target, only the tables that rows go into are looked at. */
export async function readCarriedSource(
  snapshot: Snapshot,
  target: Session,
  scope: Scope,
): Promise<{ readonly whole: Inventory; readonly source: Inventory }> {
  const whole = await readInventory(snapshot.session, sourceSelection(scope));
  const theirs = await readInventory(target, { schemas: [], rowSchemas: scope.rowSchemas });
  return { whole, source: carriedSource(whole, theirs, scope).source };
}

/** Changes when anything changes that a step of the plan was made from: a resume on another schema is refused. */
export function schemaFingerprint(source: Inventory): string {
  const facts = {
    tables: source.tables.map(({ key, kind, columns, partitionOf, inherits }) => ({
      key,
      kind,
      columns: columns.map(({ name, type, notNull, generated, identity }) => [
        name,
        type,
        notNull,
        generated,
        identity,
      ]),
      partitionOf,
      inherits,
    })),
    indexes: source.indexes.map(({ schema, name, definition }) => [schema, name, definition]),
    constraints: source.constraints.map(({ table, name, definition }) => [table, name, definition]),
    sequences: source.sequences.map(({ key, definition }) => [key, definition]),
    extensions: source.extensions.map(({ name, schema, version }) => [name, schema, version]),
    objects: source.objects.map(({ kind, name, definition }) => [kind, name, definition]),
  };
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
