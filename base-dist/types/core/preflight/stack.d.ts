import type { Check } from './types.ts';
/** The key works, and nobody in the project is in the way of a user that is to be created. */
export declare const stackProjectCheck: Check;
/** Every id that will be rewritten has a user that will be there. */
export declare const userIdsCheck: Check;
