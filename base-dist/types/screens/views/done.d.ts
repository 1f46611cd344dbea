import { type CommandResult, type Profile, type RunOptions, type State } from '../../core/index.ts';
export interface DoneFacts {
    readonly state: State;
    readonly result: CommandResult | undefined;
    readonly profile: Profile;
    readonly options: RunOptions;
    readonly runId: string | undefined;
    /** True for the built-in sample: its servers end with the wizard. */
    readonly sample: boolean;
    /** True for the lines that stay in the terminal: what was found is counted there, and explained in the report. */
    readonly brief?: boolean;
}
export interface Section {
    readonly title: string;
    readonly lines: readonly string[];
}
/** The end, in sections: what moved, the phases, the report, the way back, what is left to do. */
export declare function doneSections(facts: DoneFacts): readonly Section[];
/** What was detected on the way and only people can do. */
export declare function handwork({ state, result, options, sample, brief }: DoneFacts): readonly string[];
