import type { BucketState } from '../../core/index.ts';
/** Failed buckets first, then running, waiting and done ones; each group in the plan's order. */
export declare function orderBuckets(buckets: readonly BucketState[]): readonly BucketState[];
/** 0 to 1; all of it only when the bucket is done. By bytes, since one file may be most of them. */
export declare function bucketShare(bucket: BucketState): number;
/** What a bucket's last column says: its rates, `nothing for 20 s`, or its state. */
export declare function bucketNow(bucket: BucketState, paused: boolean, now: number, rate: (bytesPerSecond: number) => string): string;
/** All buckets in one line: what is there, of how much, and what passes in a second. */
export declare function filesText(buckets: readonly BucketState[], rate: (bytesPerSecond: number) => string, size: (bytes: number) => string): string;
