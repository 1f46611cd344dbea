import type { Check } from './types.ts';
/** Whether the files can go where they are to go, and whether anybody has decided that they stay. */
export declare const storageCheck: Check;
/** The service keys on both ends: that they are such, that they work, and that they are of these very projects. */
export declare const storageKeysCheck: Check;
/** Names that the target's server refuses, found before the run and not in the middle of it. */
export declare const storageNamesCheck: Check;
/**
 * The largest file against the target's limit. A server looks at a size limit before it looks for the bucket, so the
 * settings of a bucket that does not exist tell the limit, and change nothing. [supabase/storage, src/storage/storage.ts]
 */
export declare const storageSizeCheck: Check;
/** Buckets of the target under the source's names, with files in them that somebody may still want. */
export declare const storageBucketsCheck: Check;
/** The schemas of the two services: what one of them knows and the other does not. */
export declare const storageSchemaCheck: Check;
export declare const storageChecks: readonly Check[];
