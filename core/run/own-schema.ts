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

/** What carriedSource needs of a target: the tables of services, and all of its schema where it keeps that. */
export async function readTheirs(target: Session, scope: Scope, source: Inventory): Promise<Inventory> {
  const schemas = scope.schema === undefined ? [] : source.schemas.map(({ name }) => name);
  return await readInventory(target, { schemas, rowSchemas: scope.rowSchemas });
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
