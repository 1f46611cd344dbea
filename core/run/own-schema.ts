import { type CarriedSource, carriedSource } from '../supabase/carried-source.ts';
import { isManaged } from '../supabase/managed.ts';
import type { FolderSchema } from '../migrations/folder-schema.ts';
import { composeSchema } from './folder-layout.ts';
import { readInventory } from '../inventory/inventory.ts';
import type { Inventory } from '../inventory/types.ts';
import { type IdentifiedEntry, identifyEntries, splitDump } from '../plan/entries.ts';
import { divideEntries } from '../plan/sections.ts';
import { dumpSchema } from '../postgres/dump/dump.ts';
import { connect, type Session } from '../postgres/session.ts';
import type { Scope } from '../supabase/scope.ts';

/** What a target has in the schemas that the source's rows come from: the rest is no part of the run. */
export async function readOwnSchema(target: Session, source: Inventory): Promise<Inventory> {
  return await readInventory(target, { schemas: source.schemas.map(({ name }) => name) });
}

/** What carriedSource needs of a target: the tables of services, and all of its schema where that is not the source's. */
export async function readTheirs(ends: {
  readonly source: Session;
  readonly target: Session;
  readonly scope: Scope;
  /** The source's inventory. */
  readonly whole: Inventory;
  /** With `--schema migrations`. */
  readonly folder: FolderSchema | undefined;
}): Promise<Inventory> {
  const { source, target, scope, whole, folder } = ends;
  const schemas = scope.schema === 'existing' ? whole.schemas.map(({ name }) => name) : [];
  const theirs = await readInventory(target, { schemas, rowSchemas: scope.rowSchemas });
  if (folder === undefined) return theirs;
  const { layout } = await readMadeSchema({ source, target: theirs, scope, whole, folder });
  return withServices(layout, theirs, scope);
}

/**
 * The schema that a run makes of a migration folder, as the target will have it, and what of it stays behind: as with the
 * source's own schema, whatever leads into schemas that are not moved.
 */
export async function readMadeSchema(ends: {
  readonly source: Session;
  readonly target: Inventory;
  readonly scope: Scope;
  readonly whole: Inventory;
  readonly folder: FolderSchema;
}): Promise<{ readonly layout: Inventory; readonly leftOut: CarriedSource['leftOut'] }> {
  const { source, target, scope, whole, folder } = ends;
  const platform = whole.schemas.map(({ name }) => name).filter(isManaged);
  const kept = platform.length === 0 ? undefined : await readInventory(source, { schemas: platform });
  const { schema: _, ...asDumped } = scope;
  const made = carriedSource(composeSchema(folder, kept, whole), target, asDumped);
  return { layout: made.source, leftOut: made.leftOut };
}

/** A schema of the target's own with the tables of its services, which are none of it. */
export function withServices(own: Inventory, theirs: Inventory, { rowSchemas }: Scope): Inventory {
  return { ...own, tables: [...own.tables, ...theirs.tables.filter(({ schema }) => rowSchemas.includes(schema))] };
}

/** What pg_dump has of the target behind its tables: the definitions by which they are put back. Throws CutoverError. */
export async function ownEntries(url: string, own: Inventory): Promise<readonly IdentifiedEntry[]> {
  const dumper = await connect({ end: 'target', url, purpose: 'schema dump' });
  try {
    const sql = await dumpSchema(dumper, { owners: false, schemas: own.schemas.map(({ name }) => name) });
    return divideEntries(identifyEntries(splitDump(sql).entries)).postData;
  } finally {
    // pg_dump has left its own settings behind.
    await dumper.close();
  }
}
