import type { Check } from './types.ts';
export declare const sourceApiCheck: Check;
export declare const targetApiCheck: Check;
