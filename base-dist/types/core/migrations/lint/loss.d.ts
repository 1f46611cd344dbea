import type { Rule } from './types.ts';
export declare const destructive: Rule;
export declare const notNullWithoutDefault: Rule;
export declare const breakingUnsaid: Rule;
