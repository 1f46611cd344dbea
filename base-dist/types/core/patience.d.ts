import { CutoverError } from './errors.ts';
/** First pause before a retry, in ms; it doubles each time up to `longestRetryDelayMs`. */
export declare const firstRetryDelayMs = 500;
export declare const longestRetryDelayMs = 5000;
/** How long and how often work is tried again. */
export interface RetryLimits {
    readonly connectionPatienceMs?: number;
    readonly otherRetries?: number;
}
/**
 * Decides for one piece of work whether an error is worth another try. Connections get time, since an outage has a
 * length; every other passing error gets a number of attempts. An attempt that ran for longer than the patience had a
 * connection that worked: the time begins anew.
 */
export declare class Patience {
    #private;
    constructor(limits?: RetryLimits);
    /** `begun` is when the attempt began that ended with the error, by performance.now(). */
    allows(error: CutoverError, begun: number): boolean;
}
/**
 * Work that is tried again while its errors can pass; `onRetry` hears of each failure that is. Throws the last error,
 * or `stopped` once the signal fires.
 */
export declare function patiently<T>(work: () => Promise<T>, options: {
    readonly signal: AbortSignal;
    readonly onRetry: (error: CutoverError) => void;
}): Promise<T>;
