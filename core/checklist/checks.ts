import type { Profile } from '../config.ts';
import { allChecks } from '../preflight/checks.ts';
import type { Check } from '../preflight/types.ts';
import { backupTakenCheck } from './backup-taken.ts';
import { manualChecks } from './manual.ts';
import { rehearsalCheck, rollbackTriedCheck } from './rehearsal.ts';
import { windowCheck } from './window.ts';
import { writesFrozenCheck } from './writes-frozen.ts';

/** What production needs beside two databases that fit, and can be known hours before the window. */
export const preparationChecks: readonly Check[] = [rehearsalCheck, rollbackTriedCheck, backupTakenCheck];

/** What can be true only when it begins. */
export const momentChecks: readonly Check[] = [windowCheck, writesFrozenCheck];

/** The checklist of a profile: everything that the word to go rests on beside the preflight checks. */
export function checklistChecks(profile: Profile): readonly Check[] {
  return [...preparationChecks, ...momentChecks, ...manualChecks(profile)];
}

/** All that a run looks at before it begins, and the Checklist screen shows. */
export function goChecks(profile: Profile): readonly Check[] {
  return [...allChecks, ...checklistChecks(profile)];
}
