import type { Check } from './types.ts';
export declare const targetWalCheck: Check;
/** For loads from `leastBytes` on. */
export declare function targetWal(leastBytes: number): Check;
