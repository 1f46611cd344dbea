import type { Step } from '../plan/types.ts';
import type { RunRecord } from './history.ts';
import { middleOf } from './middle.ts';
import type { StepCosts } from './simulate.ts';

/**
 * What steps cost by what they took in rehearsals with as many jobs, each scaled by its weight then and now; of several
 * rehearsals, by the one in the middle for each step, so that a step which something held up in one of them does not
 * count for what it took there. The times are those of jobs beside each other, so they slow each other down no further,
 * and a step has its part of its transaction in them. Pure; the newest record first, and at least one.
 */
export function rehearsedCosts(records: readonly [RunRecord, ...RunRecord[]]): StepCosts {
  const all = records.map(ratesOf);
  const secondsOf = (step: Step): number => {
    if (step.kind === 'barrier' || step.weight === 0) return 0;
    const known = (rates: readonly (number | undefined)[]): number[] => rates.filter((rate) => rate !== undefined);
    const own = known(all.map(({ steps }) => steps.get(step.id)));
    const kind = known(all.map(({ kinds }) => kinds.get(step.kind)));
    const rates = [own, kind, all.map(({ overall }) => overall)].find(({ length }) => length > 0) ?? [];
    return middleOf(rates) * step.weight;
  };
  return { transaction: 0, seconds: secondsOf, slowdown: () => 1, measuredJobs: records[0].jobs };
}

/** Seconds for each byte of weight. */
interface Rates {
  readonly steps: ReadonlyMap<string, number>;
  readonly kinds: ReadonlyMap<string, number>;
  readonly overall: number;
}

function ratesOf({ steps, kinds }: RunRecord): Rates {
  const rates = (each: readonly (readonly [string, { readonly weight: number; readonly seconds: number }])[]) =>
    new Map(each.flatMap(([key, { weight, seconds }]) => (weight > 0 ? [[key, seconds / weight] as const] : [])));
  const weight = sum(kinds.map((kind) => kind.weight));
  return {
    steps: rates(steps.map((step) => [step.id, step])),
    kinds: rates(kinds.map((kind) => [kind.kind, kind])),
    overall: weight > 0 ? sum(kinds.map((kind) => kind.seconds)) / weight : 0,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
