import type { Profile } from '../config.ts';
import type { Check } from '../preflight/types.ts';
/** What production needs beside two databases that fit, and can be known hours before the window. */
export declare const preparationChecks: readonly Check[];
/** What can be true only when it begins. */
export declare const momentChecks: readonly Check[];
/** The checklist of a profile: everything that the word to go rests on beside the preflight checks. */
export declare function checklistChecks(profile: Profile): readonly Check[];
