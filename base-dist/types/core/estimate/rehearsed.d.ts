import type { RunRecord } from './history.ts';
import type { StepCosts } from './simulate.ts';
/**
 * What steps cost by what they took in a rehearsal with as many jobs, each scaled by its weight then and now. The times
 * are those of jobs beside each other, so they slow each other down no further, and a step has its part of its
 * transaction in them. Pure.
 */
export declare function rehearsedCosts(record: RunRecord): StepCosts;
