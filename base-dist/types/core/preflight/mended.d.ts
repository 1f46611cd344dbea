import type { Check } from './types.ts';
export declare const mendedCheck: Check;
