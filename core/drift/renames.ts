import type { Pair } from './compare.ts';
import type { FactChange } from './equal.ts';
import { type DriftKind, idOf, type Item } from './model.ts';

/** Nothing but a definition: two of these on one table that are equal are the same thing, whatever their names. */
const nameless: ReadonlySet<DriftKind> = new Set<DriftKind>([
  'unique',
  'check',
  'exclusion',
  'index',
  'foreign-key',
  'policy',
  'trigger',
  'rule',
]);

type ChangesOf = (a: Item, b: Item) => FactChange[];

/** Constraints, indexes and the like that both sides have under different names. This is no guess. */
export function sameUnderAnotherName(left: readonly Item[], right: readonly Item[], changesOf: ChangesOf): Pair[] {
  const pairs: Pair[] = [];
  const taken = new Set<Item>();
  const beside = Map.groupBy(right, whereOf);
  for (const item of left) {
    if (!nameless.has(item.kind)) continue;
    const other = beside.get(whereOf(item))?.find((each) => !taken.has(each) && changesOf(item, each).length === 0);
    if (other === undefined) continue;
    taken.add(other);
    pairs.push({ item, other, guess: undefined });
  }
  return pairs;
}

/** What only things of one kind on one table have in common. */
function whereOf({ kind, of }: Item): string {
  return `${kind} ${of ?? ''}`;
}

interface Sides {
  readonly ours: ReadonlyMap<string, Item>;
  readonly theirs: ReadonlyMap<string, Item>;
  readonly changesOf: ChangesOf;
}

/**
 * Tables and columns, enums and functions that look like the same thing under another name: one candidate alone on
 * each side, and strong evidence. Nobody can know; so it is called a guess.
 */
export function likelyRenames(left: readonly Item[], right: readonly Item[], sides: Sides): Pair[] {
  const tables = likelyTables(left, right, sides);
  const renamed = new Set(tables.flatMap(({ item, other }) => [idOf(item), idOf(other)]));
  const rest = (items: readonly Item[]): Item[] =>
    items.filter((item) => item.of === undefined || !renamed.has(item.of));
  return [...tables, ...likelyColumns(rest(left), rest(right), sides), ...likelyTypes(left, right, sides)];
}

/** Two thirds of the columns of the smaller table, by name and type, and at least two. */
function likelyTables(left: readonly Item[], right: readonly Item[], { ours, theirs, changesOf }: Sides): Pair[] {
  const candidates = right.filter(({ kind }) => kind === 'table');
  if (candidates.length === 0) return [];
  const [leftColumns, rightColumns] = [columnsByTable(ours), columnsByTable(theirs)];
  return uniquePairs(
    left.filter(({ kind }) => kind === 'table'),
    candidates,
    (item, other) => {
      const [mine, yours] = [leftColumns.get(idOf(item)) ?? [], rightColumns.get(idOf(other)) ?? []];
      const named = new Map(yours.map((column) => [column.path.at(-1), column]));
      const same = mine.filter((column) => {
        const twin = named.get(column.path.at(-1));
        return twin !== undefined && changesOf(column, twin).every(({ fact }) => fact === 'default');
      }).length;
      const all = Math.max(mine.length, yours.length);
      if (same < 2 || same / all < 2 / 3) return undefined;
      return `${same} of ${all} columns are the same`;
    },
  );
}

/** In one table, one column gone and one come, of one type, nullability and default. */
function likelyColumns(left: readonly Item[], right: readonly Item[], { changesOf }: Sides): Pair[] {
  const columns = (items: readonly Item[]) =>
    Map.groupBy(
      items.filter(({ kind }) => kind === 'column'),
      whereOf,
    );
  const theirs = columns(right);
  const evidence = (item: Item, other: Item): string | undefined => {
    if (changesOf(item, other).length > 0) return undefined;
    return item.at !== undefined && item.at === other.at
      ? 'the same type at the same place in the table'
      : 'the only columns of this type that one side has alone';
  };
  return [...columns(left)].flatMap(([where, ours]) => uniquePairs(ours, theirs.get(where) ?? [], evidence));
}

/** Enums with the same labels, and functions with the same body and arguments. */
function likelyTypes(left: readonly Item[], right: readonly Item[], { changesOf }: Sides): Pair[] {
  const of = (items: readonly Item[]): Item[] =>
    items.filter(({ kind }) => kind === 'enum' || kind === 'function' || kind === 'view' || kind === 'sequence');
  return uniquePairs(of(left), of(right), (item, other) => {
    if (item.kind !== other.kind || item.path[0] !== other.path[0] || item.of !== other.of) return undefined;
    if (item.kind === 'function' && (item.facts['body'] ?? '').length < 20) return undefined;
    if (item.kind === 'sequence') return undefined;
    return changesOf(item, other).length === 0 ? 'the same definition' : undefined;
  });
}

function columnsByTable(items: ReadonlyMap<string, Item>): Map<string, Item[]> {
  const byTable = new Map<string, Item[]>();
  for (const item of items.values()) {
    if (item.kind !== 'column' || item.of === undefined) continue;
    const known = byTable.get(item.of);
    if (known === undefined) byTable.set(item.of, [item]);
    else known.push(item);
  }
  return byTable;
}

/** Beyond so many pairs nobody would believe a guess, and looking at each would take minutes. */
const mostPairs = 250_000;

/** Pairs of which neither side has a second candidate. */
function uniquePairs(
  left: readonly Item[],
  right: readonly Item[],
  evidence: (item: Item, other: Item) => string | undefined,
): Pair[] {
  const found: Pair[] = [];
  if (left.length * right.length > mostPairs) return found;
  for (const item of left) {
    for (const other of right) {
      const guess = evidence(item, other);
      if (guess !== undefined) found.push({ item, other, guess });
    }
  }
  const times = new Map<Item, number>();
  for (const { item, other } of found) {
    for (const each of [item, other]) times.set(each, (times.get(each) ?? 0) + 1);
  }
  return found.filter(({ item, other }) => times.get(item) === 1 && times.get(other) === 1);
}
