import type { Profile } from '../config.ts';
import type { Check } from '../preflight/types.ts';
/** An item of the checklist that only people can know. */
export interface ManualItem {
    /** Stable while its words are the same: `--tick` takes it. */
    readonly id: string;
    readonly item: string;
}
/** The profile's manual items with their ids: the words in small letters, joined by dashes. Pure. */
export declare function manualItems({ checklist }: Pick<Profile, 'checklist'>): readonly ManualItem[];
/** Begins the id of a check that is a manual item. */
export declare const manualPrefix = "manual:";
/** The manual items as checks: green where somebody gave their word, red in production where nobody did. */
export declare function manualChecks(profile: Pick<Profile, 'checklist'>): readonly Check[];
