import { type LintReport } from './lint/lint.ts';
import { type StatusReport } from './status.ts';
import { type MigrationsContext } from './target.ts';
export interface FolderStatus extends StatusReport {
    /** Absolute. */
    readonly root: string;
    /** False where there is no such folder. */
    readonly exists: boolean;
    /** Undefined without a connection: nobody knows then what has been applied. */
    readonly database: string | undefined;
}
/**
 * The folder, against the target's history where a target is known. Makes up for moves that a killed command did not
 * come to, unless `dryRun`. Throws CutoverError.
 */
export declare function folderStatus(context: MigrationsContext, options: {
    readonly dryRun: boolean;
}): Promise<FolderStatus>;
export interface FolderLint extends LintReport {
    readonly root: string;
    readonly exists: boolean;
    /** Whose sizes were asked for; undefined without a connection. */
    readonly database: string | undefined;
}
/**
 * Looks at the migrations that the words name; without any, at every file that is not applied: not in `applied/`, and
 * not in the target's history where a target is known. Throws CutoverError.
 */
export declare function lintFolder(context: MigrationsContext, chosen: readonly string[]): Promise<FolderLint>;
