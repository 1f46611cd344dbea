import type { Check } from './types.ts';
export declare const serviceVersionsCheck: Check;
/** Pure: whether `version` comes before `than`, by numbers and not by letters. */
export declare function isOlder(version: string, than: string): boolean;
