import type { EngineConfig } from './config.ts';
export declare const userReportNames: readonly ['list', 'mapping', 'resets', 'notices'];
export type UserReport = (typeof userReportNames)[number];
/** A line of a report on users: the same keys in each line of one report. */
export type UserRow = Readonly<Record<string, string>>;
/** The keys of each report, in the order in which they are shown. */
export declare const userReportColumns: Readonly<Record<UserReport, readonly string[]>>;
/**
 * One report, user by user. `list` and the notice before the window come from the source; the mapping, the resets and
 * the notice after it from the target's ledger. Throws CutoverError.
 */
export declare function userReport(config: EngineConfig, report: UserReport): AsyncGenerator<UserRow>;
/** Mails that are still to be sent, and the time that they take, in seconds. */
export interface ResetPlan {
    readonly mails: number;
    readonly seconds: number;
}
/** What {@link sendResets} would do. Throws CutoverError. */
export declare function planResets(config: EngineConfig, perHour: number): Promise<ResetPlan>;
/**
 * Sends the reset mails that have not been sent, one after the other at an even pace. Each is written down when the
 * service has taken it, so that a stop between two mails costs none and repeats none; a crash in the moment between
 * repeats one. `confirm` is the number of mails. Throws CutoverError.
 */
export declare function sendResets(request: {
    readonly config: EngineConfig;
    readonly signal: AbortSignal;
    readonly confirm: number;
    readonly callbackUrl: string;
    readonly perHour: number;
    readonly sent: (mails: number, of: number) => void;
}): Promise<{
    readonly mails: number;
    readonly of: number;
}>;
