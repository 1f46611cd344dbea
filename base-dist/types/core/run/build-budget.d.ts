import type { Capacity } from '../plan/capacity.ts';
import type { Step } from '../plan/types.ts';
/** What one build gets: `maintenance_work_mem` in megabytes, and parallel workers beside its own backend. */
export interface BuildGrant {
    readonly memoryMb: number;
    readonly workers: number;
}
/**
 * Divides the target's idle cores and the memory for sorts among the steps that build indexes or validate keys. What
 * has been given is kept until the step ends; a step that starts gets its part of what is left. Plain bookkeeping: what
 * starts is told by the scheduler, and what the server has is read once.
 */
export declare class BuildBudget {
    #private;
    constructor(capacity: Capacity, jobs: number, left: readonly Step[]);
    started(step: Step): void;
    ended(step: Step): void;
    /** What a step may use while so many jobs are at work, itself included; undefined for one that builds nothing large. */
    grant(step: Step, active: number): BuildGrant | undefined;
}
