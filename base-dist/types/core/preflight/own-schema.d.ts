import type { Check } from './types.ts';
export declare const ownSchemaCheck: Check;
export declare const existingRowsCheck: Check;
