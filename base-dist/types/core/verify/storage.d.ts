import type { StorageAction, VerifyFilesAction } from '../plan/types.ts';
import type { CallOptions, StepContext, StepOf, StepOutcome } from '../steps/context.ts';
/**
 * Reads back what was moved and compares size and SHA-256 with what passed, and the rows of both ends where this role
 * may read them. A file is known by its path.
 */
export declare function verifyFiles(context: StepContext, steps: readonly StepOf<VerifyFilesAction>[], options: CallOptions): Promise<StepOutcome[]>;
/** The buckets' own settings, and one line over all files. */
export declare function verifyStorage(context: StepContext, steps: readonly StepOf<Extract<StorageAction, {
    type: 'verify-storage';
}>>[], options: CallOptions): Promise<StepOutcome[]>;
/** Files that stay behind: said in the verdict, since nobody else will miss them before the users do. */
export declare function verifyLeft(context: StepContext, steps: readonly StepOf<Extract<StorageAction, {
    type: 'storage-left';
}>>[]): Promise<StepOutcome[]>;
