import { isManaged } from '../supabase/managed.ts';
import { type DriftKind, idOf, type Item, type SchemaModel } from './model.ts';

/** What Prisma's schema language has words for. */
const prismaKinds: ReadonlySet<DriftKind> = new Set<DriftKind>([
  'enum',
  'table',
  'column',
  'primary-key',
  'unique',
  'index',
  'foreign-key',
]);

/** Belongs to the whole database, and so to no schema that could be left out. */
const databaseWide: ReadonlySet<DriftKind> = new Set<DriftKind>(['extension', 'default-privileges']);

/**
 * Whether a source of truth can say anything about an item that another one has: where it cannot, its silence is no
 * difference. Pure; prepared once for each model.
 */
export function speakerOf(model: SchemaModel): (item: Item) => boolean {
  const read = new Set(model.schemas);
  const only = model.only && new Set(model.only);
  const silent = new Set(model.silent);
  const isSilent = (item: Item): boolean => silent.has(idOf(item)) || (item.of !== undefined && silent.has(item.of));
  if (model.vocabulary === 'prisma') {
    const mute = new Set(model.mute);
    return (item) =>
      prismaKinds.has(item.kind) &&
      !mute.has(item.kind) &&
      item.plain !== false &&
      read.has(item.path[0] ?? '') &&
      !isSilent(item) &&
      (item.kind !== 'table' || isOrdinary(item)) &&
      (item.kind !== 'foreign-key' || leadsTo(item, read, silent)) &&
      !(item.of?.startsWith('view ') ?? false);
  }
  // A service's schema counts where the service is; any other schema can be there or not.
  const inScope = (schema: string): boolean => read.has(schema) || (only?.has(schema) ?? !isManaged(schema));
  return (item) => !isSilent(item) && (databaseWide.has(item.kind) || inScope(item.path[0] ?? ''));
}

/** Prisma has no words for partitions and foreign tables. */
function isOrdinary({ facts }: Item): boolean {
  return (facts['partitionOf'] ?? '') === '' && facts['kind'] !== 'foreign';
}

/** A relation needs both its ends in the schema. */
function leadsTo({ facts }: Item, schemas: ReadonlySet<string>, silent: ReadonlySet<string>): boolean {
  const table = (facts['references'] ?? '').replace(/ \(.*$/s, '');
  return schemas.has(table.slice(0, table.indexOf('.'))) && !silent.has(`table ${table}`);
}
