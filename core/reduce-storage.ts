import type { EngineEvent } from './events.ts';
import { blend, sampleMs } from './rates.ts';
import type { BucketState, State, WorkState } from './state.ts';

type PlanReady = Extract<EngineEvent, { type: 'plan.ready' }>;

/** The buckets of a plan, with what the ledger has of them. */
export function bucketsReady(event: PlanReady): readonly BucketState[] {
  const buckets = (event.buckets ?? []).map(
    (bucket): BucketState => ({
      bucket: bucket.bucket,
      state: 'waiting',
      files: 0,
      bytes: 0,
      expectedFiles: bucket.files,
      expectedBytes: bucket.bytes,
      filesPerSecond: 0,
      bytesPerSecond: 0,
      lastProgressAt: undefined,
      running: 0,
      failed: 0,
      stepsLeft: 0,
      sampleAt: 0,
      sampleFiles: 0,
      sampleBytes: 0,
    }),
  );
  const places = bucketPlaces(event);
  for (const step of event.steps) {
    const place = movesFiles(step) ? (places.get(step.bucket ?? '') ?? -1) : -1;
    const before = buckets[place];
    if (before === undefined) continue;
    buckets[place] = {
      ...before,
      files: before.files + (step.done && step.kind === 'blobs' ? step.rows : 0),
      bytes: before.bytes + (step.done && step.kind === 'blobs' ? step.bytes : 0),
      stepsLeft: before.stepsLeft + (step.done ? 0 : 1),
    };
  }
  return buckets.map((bucket) => ({ ...bucket, state: stateOf(bucket) }));
}

/** Places of the buckets, by name. */
export function bucketPlaces(event: PlanReady): ReadonlyMap<string, number> {
  return new Map((event.buckets ?? []).map(({ bucket }, index) => [bucket, index]));
}

/** True for the steps that a bucket's bar is made of: its verification comes later, and on another screen. */
export function movesFiles(step: { readonly kind: string; readonly phase: string }): boolean {
  return (step.kind === 'blobs' || step.kind === 'bucket') && step.phase !== 'verify';
}

/** The buckets after an event of a step; `before` is the state that the event came upon. */
export function bucketsAfter(before: State, event: EngineEvent): readonly BucketState[] {
  const { buckets } = before;
  if (buckets.length === 0 || !('id' in event)) return buckets;
  const place = before.planned.get(event.id)?.bucketIndex;
  const bucket = place === undefined ? undefined : buckets[place];
  if (bucket === undefined || place === undefined) return buckets;
  const step = before.steps.get(event.id);
  const told = { files: step?.rows ?? 0, bytes: step?.bytes ?? 0 };
  const wasRunning = step?.state === 'running' ? 1 : 0;
  const gain = (rows: number, bytes: number) => ({
    files: bucket.files + rows - told.files,
    bytes: bucket.bytes + bytes - told.bytes,
    lastProgressAt: event.at,
  });
  const change = (difference: Partial<BucketState>): readonly BucketState[] => {
    const after = rated({ ...bucket, ...difference }, Date.parse(event.at));
    return buckets.with(place, { ...after, state: stateOf(after) });
  };
  switch (event.type) {
    case 'step.started':
      return change({
        running: bucket.running + 1 - wasRunning,
        failed: bucket.failed - (step?.state === 'failed' ? 1 : 0),
        lastProgressAt: event.at,
      });
    case 'step.progress':
      return change(gain(event.rows, event.bytes));
    case 'step.finished':
      return change({
        ...gain(event.rows, event.bytes),
        running: bucket.running - wasRunning,
        stepsLeft: bucket.stepsLeft - 1,
      });
    case 'step.failed':
      return change({
        files: bucket.files - told.files,
        bytes: bucket.bytes - told.bytes,
        running: bucket.running - wasRunning,
        failed: bucket.failed + (event.willRetry ? 0 : 1),
      });
    default:
      return buckets;
  }
}

function stateOf(bucket: Pick<BucketState, 'failed' | 'running' | 'stepsLeft'>): WorkState {
  if (bucket.failed > 0) return 'failed';
  if (bucket.running > 0) return 'running';
  return bucket.stepsLeft > 0 ? 'waiting' : 'done';
}

function rated(bucket: BucketState, now: number): BucketState {
  if (bucket.running === 0) return { ...bucket, filesPerSecond: 0, bytesPerSecond: 0, sampleAt: 0 };
  const sample = { sampleAt: now, sampleFiles: bucket.files, sampleBytes: bucket.bytes };
  const since = now - bucket.sampleAt;
  if (bucket.sampleAt === 0 || since < 0) return { ...bucket, ...sample };
  if (since < sampleMs) return bucket;
  const perSecond = (gained: number): number => Math.max(0, (gained * 1000) / since);
  return {
    ...bucket,
    ...sample,
    filesPerSecond: blend(bucket.filesPerSecond, perSecond(bucket.files - bucket.sampleFiles)),
    bytesPerSecond: blend(bucket.bytesPerSecond, perSecond(bucket.bytes - bucket.sampleBytes)),
  };
}
