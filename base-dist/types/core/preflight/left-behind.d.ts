import type { Check } from './types.ts';
/** What a dump has, or the source has, and the target will not: each with its reason. */
export declare const leftBehindCheck: Check;
