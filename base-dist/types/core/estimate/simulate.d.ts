import type { Phase } from '../events.ts';
import type { Step } from '../plan/types.ts';
/** What steps cost, in seconds. */
export interface StepCosts {
    /** The step's own work while nothing else runs. */
    seconds(step: Step): number;
    /** How many times as long the step takes while all jobs are at work: they share disks, cores and the line. */
    slowdown(step: Step): number;
    /** Steps with one word here share what the word stands for: two at once take twice as long each. */
    lane?(step: Step): string | undefined;
    /** What a transaction costs beside the work of its steps. */
    readonly transaction: number;
    /** The number of jobs that the slowdown was measured with. */
    readonly measuredJobs: number;
}
export interface Schedule {
    /** From the first step to the end of the last one. */
    readonly seconds: number;
    /** When each phase begins and ends, in seconds from the first step. */
    readonly phases: readonly {
        readonly phase: Phase;
        readonly from: number;
        readonly to: number;
    }[];
    /** Time that jobs spend on each table, by key. */
    readonly tables: ReadonlyMap<string, number>;
    /** The same of each bucket of Storage. */
    readonly buckets: ReadonlyMap<string, number>;
}
/**
 * Lays the steps out on the jobs as the scheduler would run them: the same queue decides what goes next and with what in
 * one transaction. Jobs slow each other down, so a job's speed changes whenever another begins or ends. Pure; steps come
 * in an order in which each stands behind what it needs.
 */
export declare function simulate(steps: readonly Step[], jobs: number, costs: StepCosts): Schedule;
