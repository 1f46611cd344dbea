import type { Said } from '../checklist/said.ts';
import type { Profile, RunOptions } from '../config.ts';
import type { State } from '../state.ts';
import type { Report, Timeline } from './schema.ts';
/** What a run's first process wrote down, for the reports of later ones. */
export type FormerReport = Pick<Report, 'settings' | 'estimate'>;
export interface ReportInput {
    readonly state: State;
    readonly runId: string;
    readonly toolVersion: string;
    readonly profile: Profile;
    readonly options: RunOptions;
    /** The operator's word, with name and time. */
    readonly said?: Said;
    readonly targetDatabase: string;
    /** ISO times. */
    readonly startedAt: string;
    readonly finishedAt: string;
    readonly leftOut?: readonly {
        readonly table: string;
        readonly reason: string;
    }[];
    /** Work for people beside what the report finds by itself. */
    readonly todo?: readonly string[];
    /** When what happened. */
    readonly timeline?: Timeline | undefined;
    /** Of this machine: Node's version, and the system that it runs on. */
    readonly node?: string;
    readonly system?: string;
    /** Set for every process of a run but the first: its options are not those of the run. */
    readonly former?: FormerReport | undefined;
    /** The command that is at work, or was. */
    readonly command?: string;
    /** True while the run goes on. */
    readonly running?: boolean;
    /** True after `finalize`: there is no way back any more, and no hold to describe. */
    readonly finalized?: boolean;
}
/** The report of a run, from its state. Pure; secrets are taken out of every text. */
export declare function buildReport(input: ReportInput): Report;
