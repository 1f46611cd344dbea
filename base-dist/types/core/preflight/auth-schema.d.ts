import type { Check } from './types.ts';
/** Whether this is Supabase at all, and whether its auth schema is open to the roles on both ends. */
export declare const authSchemaCheck: Check;
