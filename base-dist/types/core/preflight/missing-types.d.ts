import type { Check } from './types.ts';
export declare const missingTypesCheck: Check;
