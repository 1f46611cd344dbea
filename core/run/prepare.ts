import { createHash } from 'node:crypto';
import type { EngineConfig, RunOptions } from '../config.ts';
import type { Emit } from '../events.ts';
import { readInventory } from '../inventory/inventory.ts';
import { readSchemas } from '../inventory/schemas.ts';
import type { Inventory } from '../inventory/types.ts';
import { buildPlan } from '../plan/build.ts';
import { type DumpEntry, identifyEntries, splitDump } from '../plan/entries.ts';
import { readTargetState } from '../plan/target-state.ts';
import type { Plan } from '../plan/types.ts';
import { dumpSchema } from '../postgres/dump/dump.ts';
import { connect, type Session } from '../postgres/session.ts';
import type { Snapshot } from './snapshot.ts';
import { planStorage } from './storage.ts';

export interface Prepared {
  readonly plan: Plan;
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
  readonly emit: Emit;
  readonly supabase?: EngineConfig['supabase'];
  readonly signal?: AbortSignal;
}): Promise<Prepared> {
  const { options, snapshot, target } = input;
  const targetState = await readTargetState(target);
  const schemas = (await readSchemas(snapshot.session, options.schemas)).map((schema) => schema.name);
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
    const reading = [dumpBoth(dump), readSourceInventory(snapshot, options), readInventory(target)] as const;
    await Promise.allSettled(reading);
    const [{ preData, postData }, source, targetInventory] = await Promise.all(reading);
    const storage = await planStorage({
      source: snapshot.session,
      target,
      options,
      access: input.supabase,
      emit: input.emit,
      ...(input.signal ? { signal: input.signal } : {}),
    });
    const entries = identifyEntries([...preData, ...postData]);
    const plan = buildPlan({
      runId: input.runId,
      source,
      target: targetInventory,
      targetState,
      preData: entries.slice(0, preData.length),
      postData: entries.slice(preData.length),
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
    return { plan, source, fingerprint: schemaFingerprint(source) };
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
export async function readSourceInventory(snapshot: Snapshot, options: RunOptions): Promise<Inventory> {
  return await readInventory(snapshot.session, options.schemas ? { schemas: options.schemas } : {});
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
