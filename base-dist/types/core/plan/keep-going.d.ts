import type { Step } from './types.ts';
/**
 * The plan of a run that goes on past schema objects that fail: such a step is tolerated, and what only stood behind it
 * waits for its end, good or not. Rows are never given up: a failed copy still stops all that would rest on it, and so
 * does a failed preparation. Pure.
 */
export declare function keepGoing(steps: readonly Step[]): Step[];
