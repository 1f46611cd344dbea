import type { Readable } from 'node:stream';
import type { StorageSettings } from './settings.ts';
/** How an object is stored beside its contents. */
export interface FileFacts {
    readonly contentType: string;
    /** Without `max-age=`; undefined where the server is to decide. */
    readonly cacheControl: string | undefined;
    readonly userMetadata: {
        readonly [key: string]: unknown;
    } | undefined;
}
export interface BucketSettings {
    readonly public: boolean;
    /** In bytes; null for the server's own limit. */
    readonly fileSizeLimit: number | null;
    /** Null for any. */
    readonly allowedMimeTypes: readonly string[] | null;
}
export interface ListedBucket extends BucketSettings {
    readonly id: string;
    readonly type: string;
}
/** One entry of a folder: an object, or a folder where `id` is null. */
export interface Listed {
    readonly name: string;
    readonly id: string | null;
    readonly size: number;
}
export interface ListedObject {
    readonly id: string;
    readonly version: string | undefined;
    readonly size: number | undefined;
}
/** The Storage API of one end. Every method tries again while an answer can be another one; all throw CutoverError. */
export declare class StorageClient {
    #private;
    readonly end: 'source' | 'target';
    readonly fetch: typeof fetch;
    private constructor();
    static open(end: 'source' | 'target', settings: StorageSettings, signal: AbortSignal): Promise<StorageClient>;
    get signal(): AbortSignal;
    get resumableEndpoint(): string;
    get headers(): {
        readonly [name: string]: string;
    };
    buckets(): Promise<ListedBucket[]>;
    createBucket(id: string, settings: BucketSettings): Promise<void>;
    updateBucket(id: string, settings: BucketSettings): Promise<void>;
    /** Refused by the server while something is in it. */
    deleteBucket(id: string): Promise<void>;
    /** One folder level, page by page. */
    list(bucket: string, folder: string): AsyncGenerator<Listed>;
    info(bucket: string, name: string): Promise<FileFacts & ListedObject>;
    /** The file's bytes, as they come; what breaks off later is the caller's to try again. */
    download(bucket: string, name: string): Promise<AsyncIterable<Uint8Array>>;
    /** Puts a file there. One try: the body may have passed. */
    upload(bucket: string, name: string, body: Buffer | Readable, facts: FileFacts & {
        readonly upsert: boolean;
    }): Promise<void>;
    move(from: {
        bucket: string;
        name: string;
    }, to: {
        bucket: string;
        name: string;
    }): Promise<void>;
    /** Removes those of the names that are there. */
    remove(bucket: string, names: readonly string[]): Promise<void>;
}
