import type { Hash } from 'node:crypto';
/** Files above this go in chunks of this, in bytes; the server takes no other size. [Supabase, Resumable uploads] */
export declare const chunkBytes: number;
export interface ResumableRequest {
    readonly endpoint: string;
    /** Where an earlier attempt has begun to put the file. */
    readonly uploadUrl: string | undefined;
    readonly upsert: boolean;
    readonly headers: {
        readonly [name: string]: string;
    };
    readonly metadata: {
        readonly [name: string]: string;
    };
    readonly size: number;
    /** The whole file, from its first byte. */
    readonly content: AsyncIterable<Uint8Array>;
    readonly hash: Hash;
    readonly fetch: typeof fetch;
    readonly signal: AbortSignal;
    readonly onUrl: (url: string) => void;
}
/**
 * Uploads a file in chunks, from where the server has it. The content is read from its beginning all the same, since it
 * is hashed as it passes. Throws what tus-js-client throws, or `storage.changed` where the content has another size.
 */
export declare function uploadResumable(request: ResumableRequest): Promise<void>;
