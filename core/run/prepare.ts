import { createHash } from 'node:crypto';
import type { Profile, RunOptions } from '../config.ts';
import type { Emit } from '../events.ts';
import { readInventory } from '../inventory/inventory.ts';
import { readSchemas } from '../inventory/schemas.ts';
import type { Inventory } from '../inventory/types.ts';
import { buildPlan } from '../plan/build.ts';
import { type DumpEntry, identifyEntries, splitDump } from '../plan/entries.ts';
import type { ManagedFacts } from '../plan/managed-steps.ts';
import { readTargetState } from '../plan/target-state.ts';
import type { Plan } from '../plan/types.ts';
import { dumpSchema } from '../postgres/dump/dump.ts';
import { connect, type Session } from '../postgres/session.ts';
import { readBeyondServices } from '../supabase/beyond-services.ts';
import { carriedSource } from '../supabase/carried-source.ts';
import { readManagedObjects } from '../supabase/objects.ts';
import { resolveScope, type Scope, sourceSelection } from '../supabase/scope.ts';
import type { Snapshot } from './snapshot.ts';

export interface Prepared {
  readonly plan: Plan;
  readonly scope: Scope;
  /** The source as the plan carries it. */
  readonly source: Inventory;
  readonly fingerprint: string;
}

/** Reads both ends and lays out the run. Writes nothing anywhere. */
export async function prepareRun(input: {
  readonly sourceUrl: string;
  readonly target: Session;
  readonly snapshot: Snapshot;
  readonly runId: string;
  readonly options: RunOptions;
  readonly profile: Pick<Profile, 'carrySessions'>;
  readonly emit: Emit;
  readonly signal?: AbortSignal;
}): Promise<Prepared> {
  const { options, snapshot, target } = input;
  const scope = await resolveScope(snapshot.session, target, { options, ...input.profile });
  const targetState = await readTargetState(target);
  const managed = await readManagedFacts(snapshot.session, target, scope);
  const schemas = (await readSchemas(snapshot.session, scope.schemas)).map((schema) => schema.name);
  const dumper = await connect({ end: 'source', url: input.sourceUrl, purpose: 'schema dump' });
  try {
    const dump = async (section: 'pre-data' | 'post-data'): Promise<string> =>
      await dumpSchema(dumper, {
        snapshot: snapshot.id,
        section,
        // Only a superuser may give objects away; for anybody else they belong to the role that makes them.
        owners: targetState.superuser,
        schemas,
        quoteAll: majorOf(snapshot.session.serverVersion) !== majorOf(target.serverVersion),
        ...(input.signal ? { signal: input.signal } : {}),
      });
    // pg_dump has a thread and a connection of its own: the catalogs are read meanwhile.
    const reading = [dumpBoth(dump), readSourceInventory(snapshot, scope), readInventory(target)] as const;
    await Promise.allSettled(reading);
    const [{ preData, postData }, whole, targetInventory] = await Promise.all(reading);
    const { source, leftOut } = carriedSource(whole, targetInventory, scope);
    const beyond = await readBeyondServices(snapshot.session, target, scope.rowSchemas);
    const entries = identifyEntries([...preData, ...postData]);
    const plan = buildPlan({
      runId: input.runId,
      source,
      target: targetInventory,
      targetState,
      scope,
      sourceLeftOut: [...leftOut, ...beyond],
      managed,
      preData: entries.slice(0, preData.length),
      postData: entries.slice(preData.length),
      options,
    });
    for (const cycle of source.cycles) {
      input.emit({
        type: 'log',
        level: 'info',
        message: `tables that refer to each other in a circle: ${cycle.join(', ')}`,
      });
    }
    return { plan, scope, source, fingerprint: schemaFingerprint(whole) };
  } finally {
    // pg_dump has left its own settings behind.
    await dumper.close();
  }
}

/** Both sections, one after the other on one connection. */
async function dumpBoth(
  dump: (section: 'pre-data' | 'post-data') => Promise<string>,
): Promise<{ readonly preData: readonly DumpEntry[]; readonly postData: readonly DumpEntry[] }> {
  const preData = splitDump(await dump('pre-data')).entries;
  return { preData, postData: splitDump(await dump('post-data')).entries };
}

/** The source as the snapshot shows it, the tables whose rows are left out included: their definitions move. */
export async function readSourceInventory(snapshot: Snapshot, scope: Scope): Promise<Inventory> {
  return await readInventory(snapshot.session, sourceSelection(scope));
}

/** The part of it that is carried; of the target, only the tables that rows go into are looked at. */
export async function readCarriedSource(
  snapshot: Snapshot,
  target: Session,
  scope: Scope,
): Promise<{ readonly whole: Inventory; readonly source: Inventory }> {
  const whole = await readSourceInventory(snapshot, scope);
  const theirs = await readInventory(target, { schemas: [], rowSchemas: scope.rowSchemas });
  return { whole, source: carriedSource(whole, theirs, scope).source };
}

async function readManagedFacts(source: Session, target: Session, scope: Scope): Promise<ManagedFacts> {
  if (scope.auth === undefined) return { source: [], target: [] };
  return { source: await readManagedObjects(source), target: await readManagedObjects(target) };
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

function majorOf(serverVersion: number): number {
  return Math.floor(serverVersion / 10_000);
}
