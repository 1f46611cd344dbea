import { displayName, quoteIdentifier } from '../postgres/identifiers.ts';
import type { Column, Inventory, Into, Sequence, Table } from './types.ts';

/** A column whose values go into a column of another type. */
export interface Conversion {
  readonly table: Table;
  readonly column: Column;
  readonly target: Column;
  /** The target's table. */
  readonly targetTable: Table;
}

/** What of a source has no place on the target: a table, or a column of one. */
export interface Lacking {
  readonly table: Table;
  /** All of the table where it is left out. */
  readonly column?: Column;
}

/** A source's rows as they go into tables that a target has of its own. */
export interface Meeting {
  /** The source's tables that have a place, in the columns that both ends have; `into` says which place. */
  readonly tables: readonly Table[];
  /** The source's sequences that the target has too, under a name of its own or as the counter of the same column. */
  readonly sequences: readonly Sequence[];
  /** Sequences of the target that count a column which gets rows, and that no sequence of the source stands for. */
  readonly uncounted: readonly { readonly sequence: Sequence; readonly table: Table }[];
  /** Tables and columns that the target has not: without data in them nothing is lost. */
  readonly lacking: readonly Lacking[];
  /** Columns of the target that must have a value and get none. */
  readonly unfilled: readonly string[];
  /** Columns of the source whose values the target computes itself. */
  readonly computed: readonly string[];
  readonly conversions: readonly Conversion[];
}

/** The columns that a table and the target's table for its rows have in common, by name. */
export interface MetColumns {
  readonly columns: readonly Column[];
  readonly expressions: Readonly<Record<string, string>>;
  readonly lacking: readonly Column[];
  readonly unfilled: readonly string[];
  readonly computed: readonly string[];
  readonly conversions: readonly { readonly column: Column; readonly target: Column }[];
}

/**
 * Intersects the columns of two tables by name. What the target computes is not written, and what the source computes is
 * read like any value. `special` gives what is read instead of a column's value, where that is not the value. Pure.
 */
export function meetColumns(
  table: Table,
  other: Table,
  special: (column: Column) => string | undefined = () => undefined,
): MetColumns {
  const theirs = new Map(other.columns.map((column) => [column.name, column]));
  const expressions: Record<string, string> = {};
  const columns: Column[] = [];
  const lacking: Column[] = [];
  const computed: string[] = [];
  const conversions: { column: Column; target: Column }[] = [];
  for (const column of table.columns) {
    const target = theirs.get(column.name);
    if (target === undefined) {
      // What the source computes holds nothing of its own.
      if (column.generated === 'no') lacking.push(column);
      continue;
    }
    if (target.generated !== 'no') {
      if (column.generated === 'no') computed.push(column.name);
      continue;
    }
    // COPY of a table refuses a generated column; a query may read it.
    const expression = special(column) ?? (column.generated === 'no' ? undefined : quoteIdentifier(column.name));
    if (expression !== undefined) expressions[column.name] = expression;
    if (column.type !== target.type) conversions.push({ column, target });
    // Two types have two binary forms, and one text as a rule.
    columns.push({ ...column, generated: 'no', binarySafe: column.binarySafe && column.type === target.type });
  }
  const filled = new Set(columns.map((column) => column.name));
  const unfilled = other.columns
    .filter(({ name, notNull }) => notNull && !filled.has(name))
    .filter((column) => column.default === undefined && column.identity === 'no' && column.generated === 'no')
    .map(({ name }) => name);
  return { columns, expressions, lacking, unfilled, computed, conversions };
}

/**
 * Where each row of the source goes in a schema that the target has of its own. Tables meet by name. The leaves of a
 * partitioned table meet leaf by leaf only where both ends divide the rows alike; else all of them go into the table that
 * the target has for the whole tree, whatever its kind. Pure. Tables that are met already (`rowsOnly`) are left alone.
 */
export function meetSchemas(source: Inventory, own: Inventory): Meeting {
  const tables: Table[] = [];
  const lacking: Lacking[] = [];
  const unfilled = new Set<string>();
  const computed: string[] = [];
  const conversions: Conversion[] = [];
  const places = findPlaces(source, own);
  const sources = new Map<string, number>();
  for (const { key } of places.values()) sources.set(key, (sources.get(key) ?? 0) + 1);
  for (const table of source.tables) {
    const place = places.get(table.key);
    if (table.rowsOnly || table.kind !== 'table') {
      tables.push(table);
      continue;
    }
    if (place === undefined) {
      lacking.push({ table });
      continue;
    }
    const met = meetColumns(table, place, (column) => stringForm(column, place));
    lacking.push(...met.lacking.map((column) => ({ table, column })));
    for (const name of met.unfilled) unfilled.add(`${place.key}.${name}`);
    computed.push(...met.computed.map((name) => `${table.key}.${name}`));
    conversions.push(...met.conversions.map((each) => ({ ...each, table, targetTable: place })));
    const into: Into = {
      schema: place.schema,
      name: place.name,
      tree: place.kind === 'partitioned',
      shared: (sources.get(place.key) ?? 0) > 1,
    };
    const comparisons = Object.fromEntries(
      met.conversions
        .filter(({ column }) => met.expressions[column.name] === undefined)
        .map(({ column, target }) => [column.name, comparedAs(column, target)]),
    );
    tables.push({
      ...table,
      columns: met.columns,
      ...(Object.keys(met.expressions).length > 0 ? { expressions: met.expressions } : {}),
      ...(Object.keys(comparisons).length > 0 ? { comparisons } : {}),
      ...(into.tree || into.shared || place.key !== table.key ? { into } : {}),
    });
  }
  return {
    tables,
    lacking,
    unfilled: [...unfilled],
    computed,
    conversions,
    ...meetSequences(source, own, places),
  };
}

/** The target's table that the rows of each of the source's go into; none where the target has no place for them. */
function findPlaces(source: Inventory, own: Inventory): Map<string, Table> {
  const ours = new Map(source.tables.map((table) => [table.key, table]));
  const theirs = new Map(own.tables.map((table) => [table.key, table]));
  const places = new Map<string, Table>();
  const trees = Map.groupBy(
    source.tables.filter((table) => table.kind === 'table' && !table.rowsOnly),
    (table) => rootOf(table, ours).key,
  );
  for (const leaves of trees.values()) {
    const alike = leaves.every((leaf) => divideAlike(leaf, ours, theirs));
    for (const leaf of leaves) {
      const direct = theirs.get(leaf.key);
      const place = alike && direct ? direct : placeOfTree(leaf, ours, theirs);
      if (place) places.set(leaf.key, place);
    }
  }
  return places;
}

function rootOf(table: Table, all: ReadonlyMap<string, Table>): Table {
  let root = table;
  for (let parent = all.get(root.partitionOf ?? ''); parent; parent = all.get(root.partitionOf ?? '')) root = parent;
  return root;
}

/** Whether the target has a table of this name that takes just the rows that the source's holds. */
function divideAlike(table: Table, ours: ReadonlyMap<string, Table>, theirs: ReadonlyMap<string, Table>): boolean {
  const other = theirs.get(table.key);
  if (other === undefined || other.kind !== table.kind) return false;
  if (table.partitionOf !== other.partitionOf || table.bound !== other.bound) return false;
  if (table.partitionKey !== other.partitionKey) return false;
  const parent = table.partitionOf === undefined ? undefined : ours.get(table.partitionOf);
  return parent === undefined || divideAlike(parent, ours, theirs);
}

/** The table of the leaf's name, or of the nearest one that it is a part of; of a partition, the whole that it is of. */
function placeOfTree(
  leaf: Table,
  ours: ReadonlyMap<string, Table>,
  theirs: ReadonlyMap<string, Table>,
): Table | undefined {
  for (let table: Table | undefined = rootOf(leaf, ours); table; ) {
    const place = theirs.get(table.key);
    if (place?.kind === 'table' || place?.kind === 'partitioned') return rootOf(place, theirs);
    if (table === leaf) return undefined;
    table = nextBelow(table, leaf, ours);
  }
  return undefined;
}

/** The table below `above` on the way to `leaf`. */
function nextBelow(above: Table, leaf: Table, all: ReadonlyMap<string, Table>): Table | undefined {
  let table: Table | undefined = leaf;
  while (table && table.partitionOf !== above.key) table = all.get(table.partitionOf ?? '');
  return table;
}

const boolean = 16;
const padded = 1042;
const strings: ReadonlySet<number> = new Set([25, 1042, 1043]);

/**
 * COPY writes `t` where a cast to a string writes `true`, and the blanks of a char(n) that a cast leaves out: between
 * these types the value is that of the cast.
 */
function stringForm(column: Column, place: Table): string | undefined {
  if (column.typeOid !== boolean && column.typeOid !== padded) return undefined;
  const target = place.columns.find(({ name }) => name === column.name);
  if (target === undefined || target.type === column.type || !strings.has(target.typeOid)) return undefined;
  return `t.${quoteIdentifier(column.name)}::pg_catalog.text`;
}

/** Built-in types have the same OIDs and names on all servers. [PostgreSQL source, access/transam.h] */
const firstGeneratedOid = 10_000;

/** The value as the target should print it: through its own type, where the source has that type too. */
function comparedAs(column: Column, target: Column): string {
  const value = `t.${quoteIdentifier(column.name)}`;
  const text = `pg_catalog.format('%s', ${value})`;
  const printed = target.typeOid < firstGeneratedOid ? `${text}::${target.type}` : text;
  return `CASE WHEN ${value} IS NOT NULL THEN ${printed} END`;
}

function meetSequences(
  source: Inventory,
  own: Inventory,
  places: ReadonlyMap<string, Table>,
): Pick<Meeting, 'sequences' | 'uncounted'> {
  const byKey = new Map(own.sequences.map((sequence) => [sequence.key, sequence]));
  const counterOf = new Map(
    own.sequences.flatMap((sequence) =>
      sequence.ownedBy ? [[`${sequence.ownedBy.table}.${sequence.ownedBy.column}`, sequence] as const] : [],
    ),
  );
  const rowsOnly = new Set(source.tables.filter((table) => table.rowsOnly).map(({ schema }) => schema));
  const taken = new Set<string>();
  const sequences = source.sequences.flatMap((sequence): Sequence[] => {
    if (rowsOnly.has(sequence.schema)) return [sequence];
    const { ownedBy } = sequence;
    const filled = ownedBy && (places.get(ownedBy.table)?.key ?? ownedBy.table);
    const other = counterOf.get(`${filled}.${ownedBy?.column}`) ?? byKey.get(sequence.key);
    if (other === undefined || taken.has(other.key)) return [];
    taken.add(other.key);
    const { schema, name } = other;
    return [other.key === sequence.key ? sequence : { ...sequence, onTarget: { schema, name } }];
  });
  const filled = new Map([...places.values()].map((table) => [table.key, table]));
  const uncounted = own.sequences.flatMap((sequence) => {
    const table = filled.get(sequence.ownedBy?.table ?? '');
    return table === undefined || taken.has(sequence.key) ? [] : [{ sequence, table }];
  });
  return { sequences, uncounted };
}

/** Key of the target's table that the rows of a table go into. */
export function filledTable({ key, into }: Pick<Table, 'key' | 'into'>): string {
  return into ? displayName(into.schema, into.name) : key;
}
