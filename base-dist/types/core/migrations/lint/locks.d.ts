import type { Rule } from './types.ts';
export declare const blocksWrites: Rule;
export declare const indexNotConcurrent: Rule;
export declare const rewritesTable: Rule;
