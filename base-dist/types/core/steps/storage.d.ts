import type { StorageFilesAction } from '../plan/types.ts';
import { type CallOptions, type StepContext, type StepOf, type StepOutcome } from './context.ts';
/**
 * The files of one range of a bucket. What the ledger has as done is left alone; what an earlier attempt may have
 * finished without a word to the ledger is read and compared before it is sent again. A file that cannot be moved is
 * named, and the others go on. Throws `storage.files-failed` with the names, or what keeps all of them from moving.
 */
export declare function runStorageFiles(context: StepContext, steps: readonly StepOf<StorageFilesAction>[], options: CallOptions): Promise<StepOutcome[]>;
