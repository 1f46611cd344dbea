import type { StorageInventory } from '../inventory/storage.ts';
import type { StorageMode } from '../supabase/storage/settings.ts';
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
export declare const weightOfFile: number;
/**
 * Buckets, their files in ranges of names, and what comes after them. A range is no list: a million objects are two
 * thousand steps. Pure.
 */
export declare function storageSteps(plan: StoragePlan, runId: string, verify: boolean, after: readonly string[]): StorageSteps;
/** A bucket's name has at most 63 characters. */
export declare function asideBucket(bucket: string, runId: string): string;
