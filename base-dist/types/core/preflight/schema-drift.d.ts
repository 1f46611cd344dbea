import type { Check } from './types.ts';
/** What code that runs on the source would miss on the target. */
export declare const schemaDriftCheck: Check;
