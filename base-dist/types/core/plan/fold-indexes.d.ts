import type { Step } from './types.ts';
/**
 * Indexes and keys of small tables as a part of the table's copy: they are built in its transaction, on rows that are
 * still in the server's caches, and cost neither a step nor a ledger row of their own. Whoever needed one needs the copy
 * now. Larger ones stay steps, so that several build at once. Pure.
 */
export declare function foldIndexes(steps: readonly Step[]): Step[];
