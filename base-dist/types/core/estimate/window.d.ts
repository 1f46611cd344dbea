import type { History } from './history.ts';
/** What a plan is given on top of the estimate, and what it is compared with. */
export declare const bufferFactor = 1.5;
/** Whether the buffered time fits into a window. A window of 0 is none: everything fits. */
export declare function fitWindow(seconds: number, windowSeconds: number): {
    readonly bufferedSeconds: number;
    readonly fits: boolean;
};
/**
 * Seconds to set aside for a rollback: what the newest one in the history took, with the buffer and half a minute for
 * reconnecting and for nerves; else a guess. A rollback renames schemas and drops what the run made, so it depends on
 * the number of relations and not on their size; 20 ms for each is ample.
 */
export declare function rollbackSeconds(tables: number, history?: History): number;
