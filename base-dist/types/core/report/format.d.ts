import type { Report } from './schema.ts';
/** Words and numbers that report.md and report.html have in common. */
export declare function bytesText(bytes: number): string;
export declare function secondsText(seconds: number | undefined): string;
export declare function countText(count: number): string;
/** `m:ss` since the begin, or `h:mm:ss`; with tenths where the whole took less than some seconds. */
export declare function clockText(seconds: number, tenths?: boolean): string;
/** Everything in a report may come from a database or an operator; none of it may become markup. */
export declare function escapeHtml(text: string): string;
export declare function headline(report: Report): string;
/** True where a run was verified, but something was not compared. */
export declare function isPartial(report: Report): boolean;
/** The verdict of a check in words; an override never makes it look green. */
export declare function checkWord(check: Report['checks'][number]): string;
export declare function tableWord(table: Report['tables'][number]): string;
/** What the operator can do next with this run, as commands to type. */
export declare function nextSteps(report: Report): readonly string[];
/** Name and value of what identifies a run: the head of each form of the report. */
export declare function runFacts(report: Report): [name: string, value: string][];
/** What does not match, table by table and object by object; rows and columns where they were found. */
export declare function differencesOf(report: Report): {
    readonly what: string;
    readonly name: string;
    readonly detail: string;
}[];
/** Checks that were red, and why the run went on all the same. */
export declare function overridesOf(report: Report): {
    readonly title: string;
    readonly reason: string;
}[];
/** The tables that were being copied for the longest, with the time that was expected of each. */
export declare function slowestTables(report: Report): {
    readonly table: string;
    readonly seconds: number;
    readonly rows: number;
    readonly bytes: number;
    readonly expected: number | undefined;
}[];
/** Seconds in which the run was at work, whatever the number of its processes; pauses between them left out. */
export declare function workSeconds(report: Report): number;
/** The estimate beside what came of it: rows of a table of three columns. Empty where nobody estimated. */
export declare function estimateRows(report: Report): [what: string, expected: string, actual: string][];
/** What worked with what, name and value. */
export declare function versionFacts(report: Report): [name: string, value: string][];
