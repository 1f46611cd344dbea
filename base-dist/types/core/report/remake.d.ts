import type { Report } from './schema.ts';
export interface RemadeReport {
    readonly report: Report;
    /** Of report.json, report.md and report.html. */
    readonly folder: string;
}
/**
 * Makes the files of a run's report anew; of the newest run where none is named. A run that was killed is told of as its
 * events have it, up to its last second. Throws `config.invalid` where there is no record of the run.
 */
export declare function remakeReport(stateDir: string, runId: string | undefined): Promise<RemadeReport>;
