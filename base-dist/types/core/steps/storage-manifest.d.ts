import type { StorageAction } from '../plan/types.ts';
import { type StepContext, type StepOf, type StepOutcome } from './context.ts';
export declare const manifestName = "manifest.ndjson";
/**
 * `manifest.ndjson` in the folder of the files: one JSON object a line with bucket, name, path below the folder, size,
 * SHA-256 and what the source's row says, in the order of buckets and names. It appears whole.
 */
export declare function runManifest(context: StepContext, steps: readonly StepOf<Extract<StorageAction, {
    type: 'storage-manifest';
}>>[]): Promise<StepOutcome[]>;
