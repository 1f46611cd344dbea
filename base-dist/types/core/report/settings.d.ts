import type { Profile, RunOptions } from '../config.ts';
/** What a run was asked to do, as an operator would write it. Pure. */
export declare function settingsOf(profile: Profile, options: RunOptions): {
    readonly name: string;
    readonly value: string;
}[];
