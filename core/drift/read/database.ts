import { readGrants } from '../../inventory/grants.ts';
import { readInventory } from '../../inventory/inventory.ts';
import { readSchemas } from '../../inventory/schemas.ts';
import type { Inventory } from '../../inventory/types.ts';
import type { Session } from '../../postgres/session.ts';
import { isManaged, sharedSchemas } from '../../supabase/managed.ts';
import { type ManagedObject, readManagedObjects } from '../../supabase/objects.ts';
import { compareItems, idOf, type Item, type SchemaModel, type TruthName } from '../model.ts';
import { tidy } from '../text.ts';
import { readExtras } from './extras.ts';
import { readHistory } from './history.ts';
import { keyItems } from './key-items.ts';
import { objectItems } from './object-items.ts';
import { commentItems, grantItems } from './right-items.ts';
import { sequenceItems, tableItems } from './table-items.ts';

export interface DatabaseReading {
  readonly truth: TruthName;
  /** Without secrets. */
  readonly label: string;
  /** All of the project's own where it is left out. */
  readonly schemas?: readonly string[] | undefined;
}

/** The lists that the tools keep of their own migrations are no part of a project's schema. */
const toolSchemas: ReadonlySet<string> = new Set(['supabase_migrations']);
const toolTables: ReadonlySet<string> = new Set(['_prisma_migrations']);

/** Extensions that the platform brings and other servers need not have. */
const platformOnly = ['pg_graphql', 'supabase_vault', 'pgsodium', 'pg_stat_statements', 'pgjwt', 'plpgsql'];

/**
 * Reads the schema of a database into the model, in one read-only transaction; the session must be in none. Schemas of
 * Supabase's services are left out, but for what the project has put on their tables. Throws CutoverError.
 */
export async function readDatabase(session: Session, reading: DatabaseReading): Promise<SchemaModel> {
  await session.execute('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    return await readSchema(session, reading);
  } finally {
    if (!session.broken) await session.execute('ROLLBACK');
  }
}

/** {@link readDatabase} in the transaction that the session is in. */
export async function readSchema(
  session: Session,
  { truth, label, schemas: wanted }: DatabaseReading,
): Promise<SchemaModel> {
  const found = await readSchemas(session, wanted);
  const schemas = found.map(({ name }) => name).filter((name) => !isManaged(name) && !toolSchemas.has(name));
  const inventory = await readInventory(session, { schemas, extensionTables: { only: [] } });
  const extras = await readExtras(session, schemas);
  const tables = inventory.tables.filter(({ extension, name }) => extension === undefined && !toolTables.has(name));
  const names = new Set(schemas);

  const objects: Item[] = [
    ...schemas.map((name): Item => ({ kind: 'schema', name, path: [name], facts: {} })),
    ...inventory.extensions.map(extensionItem),
    ...sequenceItems(inventory, names),
    ...tableItems(tables, inventory, extras),
    ...keyItems(tables, inventory, extras),
    ...objectItems(inventory, tables, extras),
  ];
  const managed = wanted === undefined ? (await readManagedObjects(session)).map(managedItem) : [];
  const ids = new Set(objects.map(idOf));
  const services = wanted === undefined ? await readSchemas(session, sharedSchemas) : [];
  const grants = await readGrants(session, schemas);
  const items = [...objects, ...grantItems(grants.objects, ids), ...commentItems(extras.comments, ids), ...managed];
  const history = await readHistory(session);
  return {
    truth,
    label,
    vocabulary: 'postgresql',
    serverVersion: session.serverVersion,
    schemas: [...schemas, ...services.map(({ name }) => name)],
    ...(wanted === undefined ? {} : { only: wanted }),
    items: items.map((item) => withNeeds(item, extras.needs.get(idOf(item)))).sort(compareItems),
    silent: platformOnly.map((name) => `extension ${name}`),
    notes: [],
    ...(history === undefined ? {} : { history }),
  };
}

function extensionItem({ name, schema, version }: Inventory['extensions'][number]): Item {
  return { kind: 'extension', name, path: [name], facts: { schema, version } };
}

function withNeeds(item: Item, needed: readonly string[] | undefined): Item {
  if (needed === undefined) return item;
  return { ...item, needs: [...new Set([...(item.needs ?? []), ...needed])] };
}

/** Policies and triggers of the project's on tables of Supabase's services, and grants there to its own roles. */
function managedItem(object: ManagedObject): Item {
  const [first = '', ...more] = object.create;
  const { kind, schema, table } = object;
  const name = table === undefined || kind === 'grant' ? object.name : object.name.slice(0, -` on ${table}`.length);
  return {
    kind,
    name: table === undefined || kind === 'grant' ? name : `${table}.${name}`,
    path: [schema, table?.slice(schema.length + 1) ?? '', name],
    facts: kind === 'grant' ? {} : { definition: tidy(first) },
    ddl: [first, ...more].join(';\n'),
    undo: object.drop,
  };
}
