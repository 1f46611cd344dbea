/**
 * Runs work on each item, at most `limit` at a time, in the order of the items. After the first error nothing new
 * begins; it is thrown once what was begun has settled.
 */
export declare function eachAtOnce<T>(items: Iterable<T>, limit: number, work: (item: T) => Promise<void>): Promise<void>;
