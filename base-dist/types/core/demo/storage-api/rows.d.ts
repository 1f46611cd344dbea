export interface BucketRow {
    readonly id: string;
    readonly name: string;
    readonly public: boolean;
    readonly file_size_limit: number | null;
    readonly allowed_mime_types: readonly string[] | null;
    readonly created_at: Date;
    readonly updated_at: Date;
}
export interface ObjectRow {
    readonly id: string;
    readonly name: string;
    readonly version: string | null;
    readonly metadata: {
        readonly [key: string]: unknown;
    } | null;
    readonly user_metadata: {
        readonly [key: string]: unknown;
    } | null;
    readonly created_at: Date;
    readonly updated_at: Date;
    readonly last_accessed_at: Date;
}
export interface UploadedRow {
    readonly bucket: string;
    readonly name: string;
    readonly metadata: {
        readonly [key: string]: unknown;
    };
    readonly userMetadata: {
        readonly [key: string]: unknown;
    } | undefined;
    readonly version: string;
    readonly upsert: boolean;
}
/** The Storage server's side of the schema `storage`: it may delete, which others may not. */
export declare class StorageRows {
    #private;
    constructor(url: string);
    close(): Promise<void>;
    buckets(): Promise<BucketRow[]>;
    bucket(id: string): Promise<BucketRow>;
    createBucket(bucket: Omit<BucketRow, 'created_at' | 'updated_at'>): Promise<void>;
    updateBucket(id: string, change: {
        readonly public: boolean | undefined;
        /** Undefined where it is to stay as it is. */
        readonly fileSizeLimit: number | null | undefined;
        readonly allowedMimeTypes: readonly string[] | null | undefined;
    }): Promise<void>;
    deleteBucket(id: string): Promise<void>;
    object(bucket: string, name: string): Promise<ObjectRow>;
    hasObject(bucket: string, name: string): Promise<boolean>;
    /** `replaced` where there was a row, with the version that it had. */
    putObject(row: UploadedRow): Promise<{
        id: string;
        replaced: boolean;
        oldVersion: string | null;
    }>;
    moveObject(from: {
        bucket: string;
        name: string;
    }, to: {
        bucket: string;
        name: string;
    }, version: string): Promise<void>;
    deleteObjects(bucket: string, names: readonly string[]): Promise<ObjectRow[]>;
    emptyBucket(bucket: string): Promise<ObjectRow[]>;
    list(bucket: string, prefix: string, limit: number, offset: number): Promise<unknown[]>;
}
