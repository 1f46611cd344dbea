import type { Check } from './types.ts';
export declare const sourceReachableCheck: Check;
export declare const targetReachableCheck: Check;
