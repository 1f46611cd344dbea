import type { Check } from './types.ts';
/**
 * Looks for rows whose foreign key points nowhere. The server vouches for a valid key, so only NOT VALID ones are
 * looked at; with `--fk trust`, where the target will not look either, all of them are.
 */
export declare const orphansCheck: Check;
