import type { Rule } from './types.ts';
export declare const notIdempotent: Rule;
