import type { Rule } from './types.ts';
export declare const syntax: Rule;
export declare const empty: Rule;
export declare const header: Rule;
export declare const rollbackMissing: Rule;
export declare const notInTransaction: Rule;
