import type { Rule } from './types.ts';
/** Every rule on a file's contents, in the order in which findings of one line are told. */
export declare const rules: readonly Rule[];
