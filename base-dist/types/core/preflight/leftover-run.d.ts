import type { Check } from './types.ts';
export declare const leftoverRunCheck: Check;
