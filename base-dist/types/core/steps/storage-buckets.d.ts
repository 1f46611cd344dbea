import type { PlannedBucket, StorageAction } from '../plan/types.ts';
import { type CallOptions, type StepContext, type StepOf, type StepOutcome } from './context.ts';
type BucketAction = Extract<StorageAction, {
    bucket: PlannedBucket;
}>;
type AsideAction = Extract<StorageAction, {
    type: 'storage-aside';
}>;
/**
 * Buckets of the target: made with the source's id, open to any file; or, when their files are there, under the rules
 * that they have on the source. What a bucket was before is written down first. Both can be done again.
 */
export declare function runBuckets(context: StepContext, steps: readonly StepOf<BucketAction>[], options: CallOptions): Promise<StepOutcome[]>;
/**
 * Moves what is in the way into a bucket of its own, where a rollback finds it and finalize ends it. The server does
 * it without a byte passing here. Each name is written down before it moves, with its row.
 */
export declare function runAside(context: StepContext, steps: readonly StepOf<AsideAction>[], options: CallOptions): Promise<StepOutcome[]>;
export {};
