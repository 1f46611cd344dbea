import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StorageFiles } from './files.ts';
import { type StorageRefusal } from './replies.ts';
/** The only chunk size that the server takes, but for a file's last one. [Supabase documentation, Resumable uploads] */
export declare const tusChunkBytes: number;
export interface TusUpload {
    readonly id: string;
    readonly bucket: string;
    readonly name: string;
    readonly contentType: string;
    readonly cacheControl: string;
    readonly userMetadata: {
        readonly [key: string]: unknown;
    } | undefined;
    readonly upsert: boolean;
    readonly length: number;
    /** Where what has arrived is kept. */
    readonly file: string;
    offset: number;
    busy: boolean;
}
/** The resumable uploads under way. They are in memory: the double lives as long as what it is there for. */
export declare class TusUploads {
    #private;
    constructor(files: StorageFiles);
    /** `allow` throws the refusal where the file may not be uploaded. */
    create(request: IncomingMessage, response: ServerResponse, base: string, allow: (upload: TusUpload) => Promise<void>): Promise<void>;
    head(id: string, response: ServerResponse): void;
    /** Takes a chunk; `complete` makes the object of the whole file. What arrived before a cut stays. */
    patch(id: string, request: IncomingMessage, response: ServerResponse, complete: (upload: TusUpload) => Promise<void>): Promise<void>;
    terminate(id: string, response: ServerResponse): Promise<void>;
}
/** The resumable routes answer in HTTP's own codes, with the message as text. [src/http/routes/tus/lifecycle.ts] */
export declare function refuseTus(response: ServerResponse, refusal: StorageRefusal): void;
