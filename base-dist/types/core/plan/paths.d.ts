import type { Step } from './types.ts';
/**
 * For each step that is left, the weight of the longest path that begins with it: what decides which of the ready
 * steps goes first. Chunks of one table have the same steps behind them, which wait for all of them: each counts what
 * the other chunks still take, divided among the jobs, as a part of its path. Steps come in an order in which each
 * stands behind what it needs.
 */
export declare function remainingPaths(steps: readonly Step[], done: ReadonlySet<string>, jobs: number): ReadonlyMap<string, number>;
