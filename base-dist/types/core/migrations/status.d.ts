import type { Change, History } from './history.ts';
import type { FolderProblem, MigrationFile, MigrationFolder } from './folder.ts';
import { type TestRecord, type TestVerdict } from './test-record.ts';
/** Where a migration stands on the target: `unknown` without a connection. */
export type Here = 'applied' | 'waiting' | 'interrupted' | 'rolled-back' | 'unknown';
export interface StatusRow {
    readonly version: string;
    readonly name: string;
    /** Below the folder; undefined where only the history knows it. */
    readonly path: string | undefined;
    readonly stage: MigrationFile['stage'] | 'missing';
    readonly here: Here;
    /** ISO time, where cutover applied it. */
    readonly appliedAt: string | undefined;
    readonly tested: TestVerdict;
    readonly hasRollback: boolean;
    /** What is wrong with it, each a sentence. */
    readonly troubles: readonly string[];
}
export interface StatusReport {
    /** By version. */
    readonly rows: readonly StatusRow[];
    /** Of the folder as such. */
    readonly problems: readonly FolderProblem[];
}
/** The folder against a target's history. Pure. `history` is undefined without a connection. */
export declare function migrationStatus(folder: MigrationFolder, history: History | undefined, tests: ReadonlyMap<string, TestRecord>): StatusReport;
/** What an unfinished change says of itself. */
export declare function interruption(change: Change | undefined): string;
