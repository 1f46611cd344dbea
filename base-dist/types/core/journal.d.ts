import { type EngineEvent } from './events.ts';
import type { Report } from './report/schema.ts';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export interface JournalOptions {
    readonly stateDir: string;
    readonly runId: string;
    readonly logLevel?: LogLevel;
    /** Told once where the record of the run cannot be written. */
    readonly onWarning?: (message: string) => void;
}
/** The record of one run on disk, for people. The ledger in the target is the truth; a lost journal loses no run. */
export interface Journal {
    readonly folder: string;
    /** Keeps the event where it belongs to the contract. Written within a second, and before the process exits. */
    record(event: EngineEvent): void;
    /** A line of run.log, without secrets; `extra` may hold errors. Written before it returns. */
    log(level: LogLevel, message: string, extra?: Readonly<Record<string, unknown>>): void;
    /** Writes the report's three files; the path of report.md, or undefined where the folder takes no files. */
    saveReport(report: Report): Promise<string | undefined>;
    /** Safe to call twice. */
    close(): void;
}
/** `$XDG_STATE_HOME/cutover`, by default `~/.local/state/cutover`. */
export declare function defaultStateDir(env: Readonly<Record<string, string | undefined>>): string;
export declare function runFolder(stateDir: string, runId: string): string;
/**
 * Opens the run's folder (0700) with events.ndjson and run.log (0600); a resumed run goes on in the same files.
 * Never throws: a full disk or a folder that cannot be written costs the record, not the run.
 */
export declare function openJournal(options: JournalOptions): Journal;
/** One line into the log of a run that has no open journal: what ended the program. Never throws. */
export declare function appendRunLog(stateDir: string, runId: string | undefined, message: string, error: unknown): void;
