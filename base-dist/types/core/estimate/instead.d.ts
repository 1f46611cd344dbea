import type { RunOptions } from '../config.ts';
import type { Table } from '../inventory/types.ts';
/** What would fit a window that the whole does not. */
export interface Instead {
    /** Without the largest tables, which are copied later: `--skip-large`. */
    readonly skipLarge?: {
        readonly bytes: number;
        readonly tables: readonly string[];
        readonly seconds: number;
        readonly fits: boolean;
    };
    /** `--jobs`, as far as what was measured tells. */
    readonly jobs?: {
        readonly jobs: number;
        readonly seconds: number;
        readonly fits: boolean;
    };
    /** How much longer the window would have to be, or how much earlier begin. */
    readonly missingSeconds: number;
}
/**
 * Looks for what fits the window. Pure. `without` gives the seconds without some tables, `withJobs` those with another
 * number of jobs; undefined where nobody can tell.
 */
export declare function instead(input: {
    readonly tables: readonly Table[];
    readonly options: Pick<RunOptions, 'jobs'>;
    readonly seconds: number;
    readonly windowSeconds: number;
    readonly without: (tables: ReadonlySet<string>) => number;
    readonly withJobs: ((jobs: number) => number) | undefined;
}): Instead;
/** A number that is easily typed, at least `from` and below `to`. */
export declare function roundBetween(from: number, to: number): number;
