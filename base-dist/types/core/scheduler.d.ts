import { CutoverError } from './errors.ts';
import { type RetryLimits } from './patience.ts';
import type { Step } from './plan/types.ts';
/** What the scheduler asks of the engine: to do a step, and to hear how it goes. */
export interface StepRunner {
    /** Does the steps and writes them down, all in one transaction. Throws CutoverError. */
    execute(steps: readonly Step[], attempt: number, signal: AbortSignal): Promise<void>;
    started(step: Step): void;
    finished(step: Step): void;
    failed(step: Step, error: CutoverError, attempt: number, willRetry: boolean): void;
}
export interface ScheduleRequest {
    readonly steps: readonly Step[];
    /** Ids that are done already. */
    readonly done: ReadonlySet<string>;
    readonly jobs: number;
    readonly runner: StepRunner;
    readonly limits?: RetryLimits;
    /** First pause before a retry, in ms; it doubles each time up to 5 s. */
    readonly retryDelayMs?: number;
}
export interface ScheduleResult {
    readonly outcome: 'done' | 'failed' | 'stopped' | 'source-lost' | 'target-lost';
    readonly failures: readonly {
        readonly step: Step;
        readonly error: CutoverError;
    }[];
    /** Steps that could not begin because something that they need failed. */
    readonly blocked: readonly Step[];
}
/**
 * Runs the graph: a step starts when what it needs is done, no other step holds its table in a way that PostgreSQL
 * would make it wait for, and a job is free. Of the steps that may start, the one with the longest path behind it
 * goes first. A failed step stops only what needs it, and what comes `after` it unless it is tolerated.
 */
export declare class Scheduler {
    #private;
    constructor(request: ScheduleRequest);
    /** Ends when nothing is left that could run. Never rejects. */
    run(): Promise<ScheduleResult>;
    /** Starts no further step; the running ones go to their end. */
    pause(): void;
    proceed(): void;
    /**
     * The source's snapshot or the target's lock is gone, and with it what the schedule rests on. Starts no further step
     * and tries none again; the running ones go to their end.
     */
    lose(end: 'source' | 'target'): void;
    /** Aborted when a stop's grace is over: the running steps are rolled back. */
    get signal(): AbortSignal;
    /** How many steps are at work. */
    get active(): number;
    /** Starts no further step, gives the running ones `graceMs` to end, then rolls them back. */
    stop(graceMs: number): Promise<void>;
}
