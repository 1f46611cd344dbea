import type { BucketState } from '../../core/index.ts';
import { durationText } from '../text/durations.ts';
import { countText, plural } from '../text/sizes.ts';
import { secondsSince, stallSeconds } from './migrate.ts';

const order = { failed: 0, running: 1, waiting: 2, done: 3 } as const;

/** Failed buckets first, then running, waiting and done ones; each group in the plan's order. */
export function orderBuckets(buckets: readonly BucketState[]): readonly BucketState[] {
  return buckets.toSorted((a, b) => order[a.state] - order[b.state]);
}

/** 0 to 1; all of it only when the bucket is done. By bytes, since one file may be most of them. */
export function bucketShare(bucket: BucketState): number {
  if (bucket.state === 'done') return 1;
  const { files, bytes, expectedFiles, expectedBytes } = bucket;
  const share = expectedBytes > 0 ? bytes / expectedBytes : expectedFiles > 0 ? files / expectedFiles : 0;
  return Math.max(0, Math.min(0.999, share));
}

/** What a bucket's last column says: its rates, `nothing for 20 s`, or its state. */
export function bucketNow(
  bucket: BucketState,
  paused: boolean,
  now: number,
  rate: (bytesPerSecond: number) => string,
): string {
  if (bucket.state === 'failed') return 'FAILED';
  if (bucket.state !== 'running') return bucket.state;
  if (paused) return 'pausing';
  const silent = secondsSince(bucket.lastProgressAt, now);
  if (silent >= stallSeconds) return `nothing for ${durationText(silent)}`;
  return `${countText(Math.round(bucket.filesPerSecond))} files/s ${rate(bucket.bytesPerSecond)}`;
}

/** All buckets in one line: what is there, of how much, and what passes in a second. */
export function filesText(
  buckets: readonly BucketState[],
  rate: (bytesPerSecond: number) => string,
  size: (bytes: number) => string,
): string {
  const sum = (of: (bucket: BucketState) => number): number => buckets.reduce((total, each) => total + of(each), 0);
  const files = sum((bucket) => bucket.files);
  const expected = sum((bucket) => bucket.expectedFiles);
  const perSecond = sum((bucket) => bucket.filesPerSecond);
  const moving =
    perSecond > 0 || buckets.some((bucket) => bucket.bytesPerSecond > 0)
      ? ` · ${countText(Math.round(perSecond))} files/s · ${rate(sum((bucket) => bucket.bytesPerSecond))}`
      : '';
  return `${countText(files)} of ${plural(expected, 'file')} · ${size(sum((bucket) => bucket.bytes))} of ${size(sum((bucket) => bucket.expectedBytes))}${moving}`;
}
