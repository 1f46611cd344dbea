import type { Step } from './plan/types.ts';
/**
 * Which steps may start, and which of them goes first: what they need is done, and nobody holds their table in a way that
 * PostgreSQL would make them wait for. Of several, the one with the longest path behind it. Plain bookkeeping without a
 * clock: the scheduler runs what it gives, and the estimate lays the same steps out without running them.
 */
export declare class StepQueue {
    #private;
    /** Steps come in an order in which each stands behind what it needs; `done` are ids. */
    constructor(steps: readonly Step[], done: ReadonlySet<string>, jobs: number);
    /** Steps that are not done: those that are at work among them. */
    get waiting(): readonly Step[];
    get isEmpty(): boolean;
    /**
     * The steps of one transaction that go next while `running` jobs are at work: their tables are held until `release`.
     * Undefined where nothing may start.
     */
    take(running: number): readonly Step[] | undefined;
    /** The step is done: what needs nothing else may start. */
    finish(step: Step): void;
    /** The steps are no longer at work, done or not. */
    release(batch: readonly Step[]): void;
    /** True where a step that was taken in a batch cannot go by itself: what it waits for is not done. */
    waits(step: Step): boolean;
    /** A tolerated step failed: what needs it is given up, step by step, and what comes after any of these goes on. */
    giveUp(failed: Step): void;
}
