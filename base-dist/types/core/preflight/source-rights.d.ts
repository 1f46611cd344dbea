import type { Check } from './types.ts';
/** A role that may not read a row would move a part of the database and call it whole. */
export declare const sourceRightsCheck: Check;
