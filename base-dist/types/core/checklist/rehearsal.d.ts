import type { Check } from '../preflight/types.ts';
export declare const rehearsalCheck: Check;
export declare const rollbackTriedCheck: Check;
