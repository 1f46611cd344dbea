import type { EngineConfig } from '../config.ts';
import type { Emit, EventBody } from '../events.ts';
export interface EstimateContext {
    readonly config: EngineConfig;
    readonly emit: Emit;
    readonly signal?: AbortSignal;
}
export type EstimateBody = Extract<EventBody, {
    type: 'estimate.finished';
}>;
export interface EstimateReport {
    /** To be emitted as it is. */
    readonly body: EstimateBody;
    /** The same, of each bucket of Storage. */
    readonly storage: readonly {
        readonly bucket: string;
        readonly files: number;
        readonly bytes: number;
    }[];
    /** What the target needs on its disk. */
    readonly diskNeedBytes: number;
    /** Seconds of the run without some of its tables, by key. */
    readonly secondsWithout: (tables: ReadonlySet<string>) => number;
}
/**
 * How much there is to move and how long that takes: the steps of the very plan that a run would have, laid out on the
 * jobs as the scheduler would run them. What steps cost is taken from the newest rehearsal, or from rows that are really
 * copied to the target in a transaction which is rolled back. Opens and closes its own sessions: two for each job.
 * Throws CutoverError.
 */
export declare function estimate({ config, emit, signal }: EstimateContext): Promise<EstimateReport>;
