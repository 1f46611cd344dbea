import type { Batched } from './batch.ts';
import { middleOf } from './middle.ts';
import type { Alone, Built, Together, Work } from './pass.ts';

/** What was really read, written and timed, free of what disturbed one look or another. */
export interface Measured extends Omit<Alone, 'spent' | 'sampled'> {
  /** How many times as long the same work takes while all jobs are at work. */
  readonly slowdown: { readonly copy: number; readonly index: number; readonly verify: number };
}

type Rates = Omit<Measured, 'slowdown'>;

export interface Pass {
  readonly alone: Alone;
  /** Undefined where there is one job only. */
  readonly together: Together | undefined;
}

/**
 * One set of rates from several looks at the same work. A neighbour, a checkpoint or a stalled line only ever makes
 * work slower, and seldom for most of a sample: of each rate the middle one counts, of an even number the faster of the two
 * in the middle. A mean would carry one bad second into the whole estimate; the fastest of all would promise what only
 * luck brings. Pure.
 */
export function steadyRates(passes: readonly Pass[]): Measured {
  const alone = passes.map((pass) => pass.alone);
  const of = (choose: (each: Alone) => ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
    new Map([...gathered(alone.map(choose))].map(([key, values]) => [key, middleOf(values)]));
  const rates: Rates = {
    copy: of(({ copy }) => copy),
    verify: of(({ verify }) => verify),
    join: of(({ join }) => join),
    analyze: of(({ analyze }) => analyze),
    refresh: of(({ refresh }) => refresh),
    indexes: new Map(
      [...gathered(alone.map(({ indexes }) => indexes))].map(([key, built]) => [key, middleOf(built, builtRate)]),
    ),
    transaction: middleOf(alone.map(({ transaction }) => transaction)),
    object: middleOf(alone.map(({ object }) => object)),
    batched: steadyBatch(alone.flatMap(({ batched }) => batched ?? [])),
  };
  return { ...rates, slowdown: slowdownOf(passes, rates) };
}

function steadyBatch(all: readonly Batched[]): Batched | undefined {
  if (all.length === 0) return undefined;
  const indexes = all.flatMap(({ index }) => index ?? []);
  return {
    copy: middleOf(all.map(({ copy }) => copy)),
    verify: middleOf(all.map(({ verify }) => verify)),
    index: indexes.length === 0 ? undefined : middleOf(indexes),
  };
}

function slowdownOf(passes: readonly Pass[], rates: Rates): Measured['slowdown'] {
  const ratio = (
    choose: (together: Together) => readonly Work[],
    aloneOf: (work: Work) => number,
  ): number | undefined => {
    const ratios = passes.flatMap(({ together }) => {
      if (!together) return [];
      const work = choose(together);
      const alone = work.reduce((sum, each) => sum + aloneOf(each), 0);
      return alone > 0 ? [work.reduce((sum, { seconds }) => sum + seconds, 0) / alone] : [];
    });
    // Never below 1: others do not make anything faster.
    return ratios.length === 0 ? undefined : Math.max(1, middleOf(ratios));
  };
  const copy = ratio(
    (together) => together.copy,
    ({ key, bytes }) => (rates.copy.get(key) ?? 0) * bytes,
  );
  const index = ratio(
    (together) => together.index,
    ({ key, bytes }) => {
      const built = rates.indexes.get(key);
      return built ? builtRate(built) * bytes : 0;
    },
  );
  const verify = ratio(
    (together) => together.verify,
    ({ key, bytes }) => (rates.verify.get(key) ?? 0) * bytes,
  );
  return { copy: copy ?? index ?? 1, index: index ?? copy ?? 1, verify: verify ?? copy ?? 1 };
}

function builtRate({ seconds, bytes }: Built): number {
  return bytes > 0 ? seconds / bytes : 0;
}

/** All values of each key. */
function gathered<T>(maps: readonly ReadonlyMap<string, T>[]): ReadonlyMap<string, readonly T[]> {
  const all = new Map<string, T[]>();
  for (const map of maps) for (const [key, value] of map) all.set(key, [...(all.get(key) ?? []), value]);
  return all;
}
