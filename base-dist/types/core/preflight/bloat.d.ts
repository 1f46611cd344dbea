import type { Check } from './types.ts';
export declare const bloatCheck: Check;
/** Tables with at least `leastBytes` that hold no rows: their size says less than elsewhere about the time they take. */
export declare function bloat(leastBytes: number): Check;
