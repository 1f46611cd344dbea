import type { Profile, RunSummary } from '../../core/index.ts';
import { type Mark } from '../text/marks.ts';
/** A run as the state folder has it, with the name of the profile that leads to its databases. */
export interface WelcomeRun {
    readonly summary: RunSummary;
    readonly profile: string | undefined;
}
export type WelcomeItem = {
    readonly kind: 'resume';
    readonly run: WelcomeRun;
    readonly profile: Profile;
} | {
    readonly kind: 'profile';
    readonly profile: Profile;
} | {
    readonly kind: 'demo';
} | {
    readonly kind: 'new';
} | {
    readonly kind: 'held';
    readonly run: WelcomeRun;
    readonly profile: Profile;
} | {
    readonly kind: 'past';
    readonly run: WelcomeRun;
};
/** What can be chosen, the likeliest first: the newest unfinished run, profiles, the sample, a new profile, past runs. */
export declare function welcomeItems(runs: readonly WelcomeRun[], profiles: readonly Profile[]): readonly WelcomeItem[];
/** The line of an item: a word for what it is, and the sentence. */
export declare function welcomeText(item: WelcomeItem, now: number): {
    readonly mark: Mark;
    readonly label: string;
    readonly text: string;
};
/** Why a past run cannot be opened. */
export declare function whyClosed(run: WelcomeRun): string;
