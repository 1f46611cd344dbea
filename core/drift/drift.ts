import { comparePair, type PairDifference } from './compare.ts';
import {
  compareItems,
  type DriftKind,
  driftKinds,
  hashModel,
  idOf,
  type Item,
  type SchemaModel,
  type TruthName,
} from './model.ts';
import { changerOf } from './blame.ts';
import { type Severity, severities, worst } from './severity.ts';
import { speakerOf } from './speech.ts';

/** What one source of truth says about a thing. */
export type Stand = 'has' | 'lacks' | 'silent';

/** One thing about which the sources of truth do not agree. Plain data. */
export interface Difference {
  readonly id: string;
  readonly kind: DriftKind;
  readonly name: string;
  readonly severity: Severity;
  /** By source of truth, in the order of comparison. */
  readonly stands: readonly { readonly truth: TruthName; readonly stand: Stand }[];
  /** Whose doing it seems to be, and by what evidence; undefined where nothing tells. */
  readonly changed: { readonly truth: TruthName; readonly why: string } | undefined;
  /** Between the two that show it best. */
  readonly pair: PairDifference & { readonly leftTruth: TruthName; readonly rightTruth: TruthName };
}

/** A source of truth, as it is shown. */
export interface Truth {
  readonly truth: TruthName;
  readonly label: string;
  readonly hash: string;
  readonly objects: number;
  readonly notes: readonly string[];
}

export interface Drift {
  readonly truths: readonly Truth[];
  /** The worst first, then by kind and name. */
  readonly differences: readonly Difference[];
  /** Things that only some of them have words for, by kind. */
  readonly notCompared: readonly {
    readonly truth: TruthName;
    readonly kinds: readonly { readonly kind: DriftKind; readonly count: number }[];
  }[];
  readonly worst: Severity | undefined;
}

/** Compares every source of truth with every other one. Pure. */
export function findDrift(models: readonly SchemaModel[]): Drift {
  const readings = models.map(
    (model): Reading => ({ model, ids: new Set(model.items.map(idOf)), speaks: speakerOf(model) }),
  );
  const differences = groupPairs(models).map((pairs) => differenceOf(pairs, readings));
  differences.sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      compareItems(shownItem(a.pair), shownItem(b.pair)),
  );
  return {
    truths: models.map((model) => ({
      truth: model.truth,
      label: model.label,
      hash: hashModel(model),
      objects: model.items.length,
      notes: model.notes,
    })),
    differences,
    notCompared: silences(readings),
    worst:
      differences.length === 0
        ? undefined
        : worst(
            differences.map(({ severity }) => severity),
            'harmless',
          ),
  };
}

type NamedPair = Difference['pair'];

/** A model, with what is asked of it again and again. */
interface Reading {
  readonly model: SchemaModel;
  readonly ids: ReadonlySet<string>;
  readonly speaks: (item: Item) => boolean;
}

function shownItem(pair: PairDifference): Item {
  return (pair.left ?? pair.right) as Item;
}

/** Differences of all pairs, put together by what they are about; a rename puts two names together. */
function groupPairs(models: readonly SchemaModel[]): NamedPair[][] {
  const groups = new Map<string, NamedPair[]>();
  for (const [at, left] of models.entries()) {
    for (const right of models.slice(at + 1)) {
      for (const found of comparePair(left, right)) {
        const pair = { ...found, leftTruth: left.truth, rightTruth: right.truth };
        const ids = [...new Set([found.left, found.right].flatMap((item) => (item === undefined ? [] : [idOf(item)])))];
        const known = ids.map((id) => groups.get(id)).find((group) => group !== undefined) ?? [];
        known.push(pair);
        for (const id of ids) groups.set(id, known);
      }
    }
  }
  return [...new Set(groups.values())];
}

function differenceOf(pairs: readonly NamedPair[], readings: readonly Reading[]): Difference {
  const odd = oddOneOut(pairs, readings);
  const shown =
    pairs.find(({ leftTruth, rightTruth }) => odd !== undefined && (leftTruth === odd || rightTruth === odd)) ??
    (pairs[0] as NamedPair);
  const item = shownItem(shown);
  return {
    id: idOf(item),
    kind: item.kind,
    name: item.name,
    severity: worst(
      pairs.map(({ severity }) => severity),
      'harmless',
    ),
    stands: standsOf(pairs, readings),
    changed:
      odd === undefined
        ? changerOf(
            shown,
            readings.map(({ model }) => model),
          )
        : { truth: odd, why: `${listWords(speakers(pairs, readings).filter((name) => name !== odd))} agree` },
    pair: shown,
  };
}

function listWords(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

function speakers(pairs: readonly NamedPair[], readings: readonly Reading[]): TruthName[] {
  const item = shownItem(pairs[0] as NamedPair);
  return readings.filter(({ speaks }) => speaks(item)).map(({ model }) => model.truth);
}

/** The one that differs from all the others while these agree; with two alone nobody can tell. */
function oddOneOut(pairs: readonly NamedPair[], readings: readonly Reading[]): TruthName | undefined {
  const names = speakers(pairs, readings);
  if (names.length < 3) return undefined;
  const [odd, another] = names.filter(
    (name) =>
      pairs.every(({ leftTruth, rightTruth }) => leftTruth === name || rightTruth === name) &&
      pairs.length === names.length - 1,
  );
  return another === undefined ? odd : undefined;
}

function standsOf(pairs: readonly NamedPair[], readings: readonly Reading[]): Difference['stands'] {
  const items = pairs.flatMap(({ left, right }) => [left, right]).filter((item) => item !== undefined);
  const ids = new Set(items.map(idOf));
  return readings.map(({ model, ids: own, speaks }) => {
    const isHeard = items.some(speaks);
    return { truth: model.truth, stand: isHeard ? ([...ids].some((id) => own.has(id)) ? 'has' : 'lacks') : 'silent' };
  });
}

/** What others have and one cannot speak of. */
function silences(readings: readonly Reading[]): Drift['notCompared'] {
  return readings.flatMap(({ model, speaks }) => {
    const unheard = new Map<string, DriftKind>();
    for (const { model: other } of readings) {
      if (other === model) continue;
      for (const item of other.items) if (!speaks(item)) unheard.set(idOf(item), item.kind);
    }
    const counts = new Map<DriftKind, number>();
    for (const kind of unheard.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const kinds = driftKinds.flatMap((kind) => {
      const count = counts.get(kind);
      return count === undefined ? [] : [{ kind, count }];
    });
    return kinds.length === 0 ? [] : [{ truth: model.truth, kinds }];
  });
}
