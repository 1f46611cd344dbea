import type { Inventory } from '../inventory/types.ts';
import type { FolderSchema } from '../migrations/folder-schema.ts';
import { type DumpEntry, type IdentifiedEntry, identifyEntries } from '../plan/entries.ts';
import { divideEntries } from '../plan/sections.ts';
import { isManaged } from '../supabase/managed.ts';

/**
 * The schema that a run makes of a migration folder: the folder's own schemas, and those of the platform as the source has
 * them (on a target that is plain PostgreSQL; `platform` is their inventory). Pure.
 */
export function composeSchema(folder: FolderSchema, platform: Inventory | undefined, source: Inventory): Inventory {
  const { inventory } = folder;
  const known = new Set(source.extensions.map(({ name }) => name));
  const made = inventory.extensions.filter(({ name }) => folder.extensions.includes(name) && !known.has(name));
  const both = <Thing>(of: (inventory: Inventory) => readonly Thing[]): Thing[] => [
    ...(platform ? of(platform) : []),
    ...of(inventory),
  ];
  const objects = new Map(both((each) => each.objects).map((object) => [`${object.kind} ${object.name}`, object]));
  const facts = new Map(
    [...(inventory.roleFacts ?? []), ...(source.roleFacts ?? [])].map((role) => [role.name, role] as const),
  );
  return {
    ...inventory,
    schemas: both((each) => each.schemas),
    tables: both((each) => each.tables),
    indexes: both((each) => each.indexes),
    constraints: both((each) => each.constraints),
    sequences: both((each) => each.sequences),
    objects: [...objects.values()],
    cycles: both((each) => each.cycles),
    refreshOrder: both((each) => each.refreshOrder),
    extensions: [...source.extensions, ...made],
    roles: [...new Set(both((each) => each.roles))],
    roleFacts: [...facts.values()],
  };
}

/** The dump of such a schema: the source's part for the platform's schemas and the extensions, the folder's for the rest. Pure. */
export function composeEntries(
  folder: FolderSchema,
  dump: readonly DumpEntry[],
  source: Inventory,
): { readonly preData: readonly IdentifiedEntry[]; readonly postData: readonly IdentifiedEntry[] } {
  const known = new Set(source.extensions.map(({ name }) => name));
  const made = new Set(folder.extensions.filter((name) => !known.has(name)));
  const ofSource = dump.filter((entry) => subjectOf(entry) === 'platform' || extensionOf(entry) !== undefined);
  const ofFolder = folder.entries.filter((entry) => {
    const extension = extensionOf(entry);
    return extension === undefined ? subjectOf(entry) === 'project' : made.has(extension);
  });
  const identified = identifyEntries([...ofSource, ...ofFolder]);
  const first = divideEntries(identified.slice(0, ofSource.length));
  const second = divideEntries(identified.slice(ofSource.length));
  return {
    preData: [...first.preData, ...second.preData],
    postData: [...first.postData, ...second.postData],
  };
}

/** Whose an entry is, by its schema or, for what is in none, by the schema that it is about. */
function subjectOf({ type, schema, name }: DumpEntry): 'platform' | 'project' {
  const subject = schema ?? (type === 'SCHEMA' ? name : /^SCHEMA "?(.+?)"?$/.exec(name)?.[1]);
  return subject !== undefined && isManaged(subject) ? 'platform' : 'project';
}

/** The extension that an entry makes or comments on. */
function extensionOf({ type, name }: DumpEntry): string | undefined {
  if (type === 'EXTENSION') return name;
  return /^EXTENSION "?(.+?)"?$/.exec(name)?.[1];
}
