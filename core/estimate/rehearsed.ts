import type { Step } from '../plan/types.ts';
import type { RunRecord } from './history.ts';
import type { StepCosts } from './simulate.ts';

/**
 * What steps cost by what they took in a rehearsal with as many jobs, each scaled by its weight then and now. The times
 * are those of jobs beside each other, so they slow each other down no further, and a step has its part of its
 * transaction in them. Pure.
 */
export function rehearsedCosts(record: RunRecord): StepCosts {
  const steps = new Map(record.steps.map((step) => [step.id, step]));
  const kinds = new Map(record.kinds.map((kind) => [kind.kind, kind]));
  const all = record.kinds.reduce(
    (sum, { weight, seconds }) => ({ weight: sum.weight + weight, seconds: sum.seconds + seconds }),
    { weight: 0, seconds: 0 },
  );
  const secondsOf = (step: Step): number => {
    if (step.kind === 'barrier') return 0;
    const known = steps.get(step.id);
    if (known && known.weight > 0) return (known.seconds * step.weight) / known.weight;
    const { weight, seconds } = kinds.get(step.kind) ?? all;
    return weight > 0 ? (seconds * step.weight) / weight : 0;
  };
  return { transaction: 0, seconds: secondsOf, slowdown: () => 1, measuredJobs: record.jobs };
}
