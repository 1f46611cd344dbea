import { type FactChange, factComparer } from './equal.ts';
import { byId, compareItems, type DriftKind, idOf, type Item, type SchemaModel } from './model.ts';
import { likelyRenames, sameUnderAnotherName } from './renames.ts';
import { type Severity, severityOf } from './severity.ts';
import { speakerOf } from './speech.ts';

/** One difference between two models. Plain data. */
export interface PairDifference {
  /** Of the item, by the left side's name where both have it. */
  readonly id: string;
  readonly kind: DriftKind;
  readonly name: string;
  /**
   * - `left-only`, `right-only`: one side has it, and the other one could say so and does not;
   * - `differs`: both have it, and `changes` says in what they part;
   * - `renamed`: one side has it under another name; `guess` says why it is taken for the same.
   */
  readonly change: 'left-only' | 'right-only' | 'differs' | 'renamed';
  readonly left: Item | undefined;
  readonly right: Item | undefined;
  readonly changes: readonly FactChange[];
  readonly severity: Severity;
  /** Why two names are taken for one thing; undefined where nothing was guessed. */
  readonly guess: string | undefined;
  /** Of an item that one side lacks: how much goes with it, by kind. */
  readonly parts: Readonly<Partial<Record<DriftKind, number>>>;
}

/**
 * Every difference between two models, in the order of kinds and names. What one of them has no words for is not
 * compared. What is a part of something that one side lacks is told by that one's difference. Pure: the order of the
 * two decides nothing but what is called left.
 */
export function comparePair(left: SchemaModel, right: SchemaModel): PairDifference[] {
  const [leftSpeaks, rightSpeaks] = [speakerOf(left), speakerOf(right)];
  const changesOf = factComparer(left, right);
  const isCompared = (item: Item): boolean => leftSpeaks(item) && rightSpeaks(item);
  const [ours, theirs] = [byId(left), byId(right)];
  const differences: PairDifference[] = [];
  const [leftOnly, rightOnly]: [Item[], Item[]] = [[], []];

  for (const [id, item] of ours) {
    if (!isCompared(item)) continue;
    const other = theirs.get(id);
    if (other === undefined) leftOnly.push(item);
    else if (isCompared(other)) {
      const changes = changesOf(item, other);
      if (changes.length > 0) differences.push(difference('differs', item, other, changes));
    }
  }
  for (const [id, item] of theirs) if (!ours.has(id) && isCompared(item)) rightOnly.push(item);

  const paired = new Set<Item>();
  const pairUp = (pairs: readonly Pair[]): void => {
    for (const { item, other, guess } of pairs) {
      paired.add(item).add(other);
      differences.push(difference('renamed', item, other, changesOf(item, other), guess));
    }
  };
  pairUp(sameUnderAnotherName(leftOnly, rightOnly, changesOf));
  const unpaired = (items: readonly Item[]): Item[] => items.filter((item) => !paired.has(item));
  pairUp(likelyRenames(unpaired(leftOnly), unpaired(rightOnly), { ours, theirs, changesOf }));

  const all = [...differences, ...alone('left-only', unpaired(leftOnly)), ...alone('right-only', unpaired(rightOnly))];
  const renamedTables = new Map(
    all
      .filter(({ change, kind }) => change === 'renamed' && kind === 'table')
      .map((found) => [idOf(found.left as Item), idOf(found.right as Item)]),
  );
  return withoutPartsOfRenamed(all, renamedTables, changesOf).sort((a, b) =>
    compareItems((a.left ?? a.right) as Item, (b.left ?? b.right) as Item),
  );
}

export interface Pair {
  readonly item: Item;
  readonly other: Item;
  readonly guess: string | undefined;
}

function difference(
  change: PairDifference['change'],
  left: Item | undefined,
  right: Item | undefined,
  changes: readonly FactChange[],
  guess?: string,
  parts: PairDifference['parts'] = {},
): PairDifference {
  const item = (left ?? right) as Item;
  return {
    id: idOf(item),
    kind: item.kind,
    name: item.name,
    change,
    left,
    right,
    changes,
    severity: severityOf(change, item, changes, guess !== undefined),
    guess,
    parts,
  };
}

/** What only one side has; a part of something that is missing itself is counted with the whole. */
function alone(change: 'left-only' | 'right-only', items: readonly Item[]): PairDifference[] {
  const missing = new Map(items.map((item) => [idOf(item), item]));
  const parts = new Map<string, Partial<Record<DriftKind, number>>>();
  const top: Item[] = [];
  for (const item of items) {
    const whole = outermost(item, missing);
    if (whole === undefined) {
      top.push(item);
      continue;
    }
    const counts = parts.get(whole) ?? {};
    counts[item.kind] = (counts[item.kind] ?? 0) + 1;
    parts.set(whole, counts);
  }
  return top.map((item) => {
    const [left, right] = change === 'left-only' ? [item, undefined] : [undefined, item];
    return difference(change, left, right, [], undefined, parts.get(idOf(item)) ?? {});
  });
}

function outermost(item: Item, missing: ReadonlyMap<string, Item>): string | undefined {
  let whole: string | undefined;
  for (let next = item.of; next !== undefined; next = missing.get(next)?.of) if (missing.has(next)) whole = next;
  return whole;
}

/** The parts of a renamed table have other names too: they are one difference with it, as long as they are equal. */
function withoutPartsOfRenamed(
  differences: readonly PairDifference[],
  tables: ReadonlyMap<string, string>,
  changesOf: (a: Item, b: Item) => FactChange[],
): PairDifference[] {
  if (tables.size === 0) return [...differences];
  const partOf = (item: Item, table: string): string =>
    `${item.kind} ${item.name.replace(table.slice(table.indexOf(' ') + 1), '')}`;
  const theirs = new Map<string, PairDifference>();
  for (const found of differences) {
    if (found.change === 'right-only' && found.right?.of !== undefined) {
      theirs.set(`${found.right.of} ${partOf(found.right, found.right.of)}`, found);
    }
  }
  const dropped = new Set<PairDifference>();
  const added: PairDifference[] = [];
  for (const found of differences) {
    const { left } = found;
    const renamed = left?.of === undefined ? undefined : tables.get(left.of);
    if (found.change !== 'left-only' || left?.of === undefined || renamed === undefined) continue;
    const other = theirs.get(`${renamed} ${partOf(left, left.of)}`);
    if (other?.right === undefined) continue;
    dropped.add(found).add(other);
    const changes = changesOf(left, other.right);
    if (changes.length > 0) added.push(difference('differs', left, other.right, changes));
  }
  return [...differences.filter((found) => !dropped.has(found)), ...added];
}
