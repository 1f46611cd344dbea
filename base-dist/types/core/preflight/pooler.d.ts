import type { Check } from './types.ts';
export declare const sourcePoolerCheck: Check;
export declare const targetPoolerCheck: Check;
