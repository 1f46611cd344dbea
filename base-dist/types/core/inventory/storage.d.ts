import type { Session } from '../postgres/session.ts';
import type { BucketSettings, StorageClient } from '../supabase/storage/client.ts';
import { type NameRange } from '../supabase/storage/rows.ts';
export interface StorageBucket extends BucketSettings {
    readonly id: string;
    /** Files, and bytes as the server's rows have them. */
    readonly files: number;
    readonly bytes: number;
    readonly largestBytes: number;
    /** Media types by how many files have them, most first. */
    readonly mimeTypes: readonly {
        readonly type: string;
        readonly files: number;
    }[];
}
/** A part of a bucket that one step moves. */
export interface StorageRange extends NameRange {
    readonly files: number;
    readonly bytes: number;
}
/** What there is in Storage: plain facts. */
export interface StorageInventory {
    /** How it was read: `api` costs a request for each thousand entries of a folder. */
    readonly access: 'sql' | 'api';
    readonly buckets: readonly StorageBucket[];
    readonly ranges: readonly StorageRange[];
    readonly files: number;
    readonly bytes: number;
    readonly largest: {
        readonly bucket: string;
        readonly name: string;
        readonly bytes: number;
    } | undefined;
    /** Names that a Storage server refuses: how many, and the first ones. */
    readonly refused: {
        readonly files: number;
        readonly examples: readonly {
            readonly bucket: string;
            readonly name: string;
            readonly reason: string;
        }[];
    };
    /** Buckets that hold no files: analytics and vectors. */
    readonly otherBuckets: readonly string[];
}
/**
 * Everything in Storage by SQL over its two tables, in one pass whose memory does not grow with the files; undefined
 * where there is no Storage, or this role may not read all of it. Throws CutoverError.
 */
export declare function readStorage(session: Session): Promise<StorageInventory | undefined>;
/** True where the database has a Storage service's tables, whoever may read them. */
export declare function hasStorage(session: Session): Promise<boolean>;
interface BucketRow extends BucketSettings {
    readonly id: string;
    readonly type: string;
}
export declare function readBucketRows(session: Session): Promise<BucketRow[]>;
/** The same by the API alone: every folder is listed. A bucket is one range, since listings have no order of names. */
export declare function listStorage(client: StorageClient): Promise<StorageInventory>;
/** Every file of a bucket, folder by folder. */
export declare function listFiles(client: StorageClient, bucket: string): AsyncGenerator<{
    readonly name: string;
    readonly size: number;
}>;
export {};
