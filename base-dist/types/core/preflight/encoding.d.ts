import type { Check, CheckVerdict } from './types.ts';
export declare const encodingCheck: Check;
/** Pure: the verdict on two server encodings, by PostgreSQL's names. */
export declare function compareEncodings(source: string, target: string): CheckVerdict;
