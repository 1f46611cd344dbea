import { displayName } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { readColumns } from './columns.ts';
import { readConstraints } from './constraints.ts';
import { readDependents } from './dependents.ts';
import { readExtensions } from './extensions.ts';
import { readIndexes } from './indexes.ts';
import { readLargeObjects } from './large-objects.ts';
import { type Dependency, dependencyLevels } from './levels.ts';
import { readObjects } from './objects.ts';
import { omit } from './omit.ts';
import { readRefreshOrder } from './refresh.ts';
import { readRoleFacts } from './role-facts.ts';
import { readRoles } from './roles.ts';
import { readSchemas } from './schemas.ts';
import { tableSelector } from './select.ts';
import { readSequences } from './sequences.ts';
import { estimateRows, type Parent, readParents, readTables, type TableRow } from './tables.ts';
import type { Constraint, Inventory, Table } from './types.ts';

export interface InventoryOptions {
  /** All of the project's own schemas where it is left out. */
  readonly schemas?: readonly string[] | undefined;
  /** Schemas of which only tables, their columns and the sequences that these own are read: their rows are moved. */
  readonly rowSchemas?: readonly string[] | undefined;
  /** Where configuration tables of extensions are read from; by default from `schemas`. */
  readonly extensionTables?: { readonly only?: readonly string[]; readonly except?: readonly string[] } | undefined;
  /** Patterns as psql's `\dt` takes them. */
  readonly excludeTables?: readonly string[] | undefined;
  /** Extensions that are left out, with all that hangs on them. */
  readonly withoutExtensions?: readonly string[] | undefined;
}

const databaseSql = `
  SELECT pg_catalog.pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collation
  FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`;

/**
 * Reads a database's catalogs into plain facts: a query for each kind of object, whatever the number of tables.
 * Nothing is written and no right beyond CONNECT is needed. All queries see one state of the database where the caller
 * has opened a REPEATABLE READ transaction. Throws CutoverError.
 */
export async function readInventory(session: Session, options: InventoryOptions = {}): Promise<Inventory> {
  const isExcluded = tableSelector(options.excludeTables ?? []);
  const [database] = await session.query<{ encoding: string; collation: string }>(databaseSql);
  const schemas = await readSchemas(session, options.schemas);
  const oids = schemas.map((schema) => schema.oid);
  const rowSchemas = options.rowSchemas?.length ? await readSchemas(session, options.rowSchemas) : [];
  const withRows = [...oids, ...rowSchemas.map((schema) => schema.oid)];
  const rowsOnly = new Set(rowSchemas.map((schema) => schema.name));

  const extensionTables = options.extensionTables ?? selectionOf(options.schemas);

  const found = await readTables(session, withRows, extensionTables);
  const foundOids = found.map((table) => table.oid);
  const parents = groupParents(await readParents(session, foundOids));
  const excluded = excludedKeys(found, parents, isExcluded);
  const rows = found.filter((table) => !excluded.has(keyOf(table)));
  const tableOids = rows.map((table) => table.oid);

  const columns = await readColumns(session, tableOids);
  const indexes = await readIndexes(session, tableOids);
  const constraints = await readConstraints(session, tableOids);
  const sequences = await readSequences(session, withRows, extensionTables);
  const objects = await readObjects(session, oids);
  const extensions = await readExtensions(session);
  const roles = await readRoles(session, oids);
  const roleFacts = await readRoleFacts(session, roles);
  const largeObjects = await readLargeObjects(session);
  const materializedViews = rows.filter((table) => table.kind === 'materialized-view').map(keyOf);
  const refreshOrder = await readRefreshOrder(session, materializedViews);

  const { levels, cycles } = dependencyLevels(rows.map(keyOf), tableDependencies(rows, parents, constraints));
  const indexBytes = sumBy(indexes, (index) => [index.table, index.bytes]);
  const primary = new Set(indexes.filter((index) => index.primary).map((index) => index.table));

  const inventory: Inventory = {
    serverVersion: session.serverVersion,
    encoding: database?.encoding ?? '',
    collation: database?.collation ?? '',
    schemas: schemas.map(({ oid: _, ...schema }) => schema),
    tables: rows.map((row): Table => {
      const { relTuples: _, relPages: __, ...facts } = row;
      const key = keyOf(row);
      const ancestors = parents.get(row.oid) ?? [];
      const { columns: ownColumns, width } = columns.get(row.oid) ?? { columns: [], width: 0 };
      return {
        ...facts,
        key,
        columns: ownColumns,
        partitionOf: ancestors.filter((parent) => parent.partition).map(keyOf)[0],
        inherits: ancestors.filter((parent) => !parent.partition).map(keyOf),
        hasPrimaryKey: primary.has(key),
        indexBytes: indexBytes.get(key) ?? 0,
        estimatedRows: estimateRows(row, width),
        level: levels.get(key) ?? 0,
        ...(rowsOnly.has(row.schema) ? { rowsOnly: true } : {}),
      };
    }),
    indexes: indexes.filter((index) => !rowsOnly.has(index.schema)),
    constraints: constraints.filter((constraint) => !rowsOnly.has(constraint.schema)),
    sequences: sequences.filter(({ schema, ownedBy }) =>
      ownedBy === undefined ? !rowsOnly.has(schema) : !excluded.has(ownedBy.table),
    ),
    extensions,
    objects: objects
      .filter((object) => object.relation === undefined || !excluded.has(object.relation))
      .map(({ relation: _, ...object }) => object),
    roles,
    roleFacts,
    cycles,
    refreshOrder,
    largeObjects: largeObjects.oids,
    largeObjectBytes: largeObjects.bytes,
    excluded: [...excluded],
  };
  const without = options.withoutExtensions ?? [];
  return without.length === 0 ? inventory : omit(inventory, without, await readDependents(session, without));
}

function selectionOf(schemas: readonly string[] | undefined): { readonly only?: readonly string[] } {
  return schemas === undefined ? {} : { only: schemas };
}

function keyOf(table: { readonly schema: string; readonly name: string }): string {
  return displayName(table.schema, table.name);
}

function groupParents(parents: readonly Parent[]): Map<number, Parent[]> {
  const byChild = new Map<number, Parent[]>();
  for (const parent of parents) {
    const known = byChild.get(parent.child);
    if (known === undefined) byChild.set(parent.child, [parent]);
    else known.push(parent);
  }
  return byChild;
}

/** A partition cannot exist without its parent, and a child table not without those that it inherits from. */
function excludedKeys(
  tables: readonly TableRow[],
  parents: ReadonlyMap<number, readonly Parent[]>,
  isExcluded: (table: TableRow) => boolean,
): Set<string> {
  const excluded = new Set(tables.filter(isExcluded).map(keyOf));
  if (excluded.size === 0) return excluded;
  for (let before = -1; before !== excluded.size; ) {
    before = excluded.size;
    for (const table of tables) {
      if ((parents.get(table.oid) ?? []).some((parent) => excluded.has(keyOf(parent)))) excluded.add(keyOf(table));
    }
  }
  return excluded;
}

function tableDependencies(
  tables: readonly TableRow[],
  parents: ReadonlyMap<number, readonly Parent[]>,
  constraints: readonly Constraint[],
): Dependency[] {
  const inheritance = tables.flatMap((table) =>
    (parents.get(table.oid) ?? []).map((parent) => ({ from: keyOf(table), to: keyOf(parent) })),
  );
  const foreignKeys = constraints.flatMap(({ table, references }) =>
    references === undefined ? [] : [{ from: table, to: references.table }],
  );
  return [...inheritance, ...foreignKeys];
}

function sumBy<Item>(items: readonly Item[], entry: (item: Item) => readonly [string, number]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const item of items) {
    const [key, value] = entry(item);
    sums.set(key, (sums.get(key) ?? 0) + value);
  }
  return sums;
}
