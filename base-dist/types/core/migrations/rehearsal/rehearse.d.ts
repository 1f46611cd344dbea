import { type Scratch } from '../../scratch/scratch.ts';
import { type MigrationsContext } from '../target.ts';
import { type TestRecord } from '../test-record.ts';
export interface RehearsalRequest {
    /** Version, name, or a part of it. */
    readonly word: string;
    /** Rows of each of the target's tables that are copied along; 0 for none. */
    readonly sampleRows: number;
    readonly dryRun: boolean;
    /** A server that is there already, and stays; one is made for the test where it is left out. */
    readonly scratch?: Scratch;
}
export interface RehearsalResult {
    readonly name: string;
    /** Undefined in a dry run. */
    readonly record: TestRecord | undefined;
    /** Where the file is now, below the folder. */
    readonly path: string;
}
/**
 * Tries a migration out on a scratch server that holds the target's schema, or the folder's where no target is known:
 * the change, its way back, whether that brings back what was there, the change again, and once more on top of itself.
 * The record of the outcome lies beside the file; one that has passed moves to `testing`, one that has not goes back to
 * `planned`. The target is only read. Throws CutoverError where the test itself could not be made.
 */
export declare function rehearseMigration(context: MigrationsContext, request: RehearsalRequest): Promise<RehearsalResult>;
