import type { StorageBucket, StorageInventory } from '../inventory/storage.ts';
import type { StorageMode } from '../supabase/storage/settings.ts';
import { smallestWeight } from './data-steps.ts';
import { setAsideName } from './names.ts';
import type { Plan, Step } from './types.ts';

/** What becomes of buckets that are on the target already, and not empty. */
export type ExistingBuckets = 'skip' | 'overwrite' | 'rename';

/** What the plan of Storage is made from. */
export interface StoragePlan {
  readonly mode: StorageMode;
  /** Why this mode, in the operator's words; for the ones that nobody asked for. */
  readonly reason: string;
  /** The source's. */
  readonly inventory: StorageInventory;
  /** Buckets of the target that have files already. */
  readonly occupied: readonly string[];
  readonly existing: ExistingBuckets | undefined;
  /** Files that verification reads back, in percent. */
  readonly sample: number;
}

export interface StorageSteps {
  /** They move files, and take part in what `everything is in place` waits for. */
  readonly steps: readonly Step[];
  /** What is compared once the files are there. */
  readonly verify: readonly Step[];
  readonly buckets: NonNullable<Plan['buckets']>;
  readonly leftOut: Plan['leftOut'];
}

/** What a file costs beside its bytes: four requests and two rows, as much as so many bytes of a table. */
export const weightOfFile = 32 * 1024;
/** Steps of files under way at once; the transfers themselves share `--storage-jobs`. */
const stepsAtOnce = 2;
const lane = 'files of Storage';

const base = { kind: 'blobs', phase: 'copy' } as const;

/**
 * Buckets, their files in ranges of names, and what comes after them. A range is no list: a million objects are two
 * thousand steps. Pure.
 */
export function storageSteps(
  plan: StoragePlan,
  runId: string,
  verify: boolean,
  after: readonly string[],
): StorageSteps {
  const { inventory, mode } = plan;
  if (inventory.buckets.length === 0) return { steps: [], verify: [], buckets: [], leftOut: otherBuckets(inventory) };
  if (mode === 'none') return notMoved(plan, verify);
  const skipped = new Set(mode === 'api' && plan.existing === 'skip' ? plan.occupied : []);
  const buckets = inventory.buckets.filter(({ id }) => !skipped.has(id));
  const made = mode === 'api' ? buckets.map((bucket) => bucketStep(bucket, after)) : [];
  const asides = mode === 'api' ? asideSteps(plan, runId, made) : [];
  const ready = new Map(made.map((step) => [step.bucket, step.id]));
  for (const step of asides) ready.set(step.bucket, step.id);
  const counts = new Map<string, number>();
  const files: Step[] = [];
  const checks: Step[] = [];
  for (const { bucket, after: from, upTo, files: count, bytes } of inventory.ranges) {
    if (skipped.has(bucket)) continue;
    const number = (counts.get(bucket) ?? 0) + 1;
    counts.set(bucket, number);
    const range = { bucket, ...(from === undefined ? {} : { after: from }), ...(upTo === undefined ? {} : { upTo }) };
    const label = `files of ${bucket}${number === 1 && upTo === undefined ? '' : ` (${number})`}`;
    const weight = Math.max(bytes + count * weightOfFile, smallestWeight);
    files.push({
      ...base,
      id: `files:${bucket}:${number}`,
      label,
      bucket,
      needs: [...after, ...(ready.has(bucket) ? [ready.get(bucket) ?? ''] : [])],
      weight,
      holds: [{ table: lane, mode: 'shared', atMost: stepsAtOnce }],
      action: { type: 'storage-files', mode, listing: inventory.access, ...range },
    });
    checks.push({
      kind: 'verify',
      phase: 'verify',
      id: `verify-files:${bucket}:${number}`,
      label: `verify ${label}`,
      bucket,
      needs: [`files:${bucket}:${number}`],
      weight: Math.max(Math.round((weight * plan.sample) / 200), smallestWeight),
      holds: [{ table: `verification of ${lane}`, mode: 'shared', atMost: stepsAtOnce }],
      action: { type: 'verify-files', mode, listing: inventory.access, sample: plan.sample, ...range },
    });
  }
  const ends = mode === 'api' ? rulesSteps(buckets, files) : [manifestStep(files)];
  const whole: Step = {
    kind: 'verify',
    phase: 'verify',
    id: 'verify-storage',
    label: 'verify storage',
    needs: [...checks, ...ends].map((step) => step.id),
    weight: smallestWeight,
    action: { type: 'verify-storage', mode, sample: plan.sample, buckets: buckets.map(settingsOf) },
  };
  return {
    steps: [...made, ...asides, ...files, ...ends],
    verify: verify ? [...checks, whole] : [],
    buckets: buckets.map(({ id, files: count, bytes }) => ({ bucket: id, files: count, bytes })),
    leftOut: [
      ...otherBuckets(inventory),
      ...[...skipped].map((id) => ({
        table: `bucket ${id}`,
        reason: 'the target has one of this name with files in it (--existing-buckets skip)',
      })),
    ],
  };
}

/** Verification names what stays behind: a verdict never says more than what was moved. */
function notMoved(plan: StoragePlan, verify: boolean): StorageSteps {
  const { inventory, reason } = plan;
  const step: Step = {
    kind: 'verify',
    phase: 'verify',
    id: 'verify-storage',
    label: 'verify storage',
    needs: [],
    weight: smallestWeight,
    action: { type: 'storage-left', files: inventory.files, bytes: inventory.bytes, reason },
  };
  return {
    steps: [],
    verify: verify && inventory.files > 0 ? [step] : [],
    buckets: [],
    leftOut: otherBuckets(inventory),
  };
}

function otherBuckets({ otherBuckets: ids }: StorageInventory): Plan['leftOut'] {
  return ids.map((id) => ({ table: `bucket ${id}`, reason: 'it is of analytics or vectors, and holds no files' }));
}

function settingsOf(bucket: StorageBucket) {
  const { id, fileSizeLimit, allowedMimeTypes } = bucket;
  return { id, public: bucket.public, fileSizeLimit, allowedMimeTypes };
}

function bucketStep(bucket: StorageBucket, after: readonly string[]): Step {
  return {
    kind: 'bucket',
    phase: 'copy',
    id: `bucket:${bucket.id}`,
    label: `bucket ${bucket.id}`,
    bucket: bucket.id,
    needs: after,
    weight: smallestWeight,
    action: { type: 'storage-bucket', bucket: settingsOf(bucket) },
  };
}

/** What is in the way: all of it with `rename`, what has a name of the source's with `overwrite`. */
function asideSteps(plan: StoragePlan, runId: string, made: readonly Step[]): Step[] {
  const { existing } = plan;
  if (existing !== 'overwrite' && existing !== 'rename') return [];
  return made
    .filter((step) => plan.occupied.includes(step.bucket ?? ''))
    .map((step) => ({
      kind: 'bucket',
      phase: 'copy',
      id: `bucket-aside:${step.bucket ?? ''}`,
      label: `set aside files of ${step.bucket ?? ''}`,
      ...(step.bucket === undefined ? {} : { bucket: step.bucket }),
      needs: [step.id],
      weight: smallestWeight,
      action: {
        type: 'storage-aside',
        bucket: step.bucket ?? '',
        into: setAsideName(step.bucket ?? '', runId),
        which: existing === 'rename' ? 'all' : 'same-names',
      },
    }));
}

/** Old files may break the bucket's present rules: they come when the files are there. [facts, Storage API] */
function rulesSteps(buckets: readonly StorageBucket[], files: readonly Step[]): Step[] {
  const byBucket = Map.groupBy(files, (step) => step.bucket);
  return buckets.map((bucket) => ({
    kind: 'bucket',
    phase: 'finish',
    id: `bucket-rules:${bucket.id}`,
    label: `rules of bucket ${bucket.id}`,
    bucket: bucket.id,
    needs: (byBucket.get(bucket.id) ?? []).map((step) => step.id),
    weight: smallestWeight,
    action: { type: 'storage-rules', bucket: settingsOf(bucket) },
  }));
}

function manifestStep(files: readonly Step[]): Step {
  return {
    kind: 'bucket',
    phase: 'finish',
    id: 'storage-manifest',
    label: 'manifest of the files',
    needs: files.map((step) => step.id),
    weight: smallestWeight,
    action: { type: 'storage-manifest' },
  };
}
