import { type Fault } from './storage-api/faults.ts';
import { type WrittenFile } from './storage-api/files.ts';
export interface StorageApiRequest {
    /** Of a role that owns the schema `storage`, which must be there. */
    readonly databaseUrl: string;
    readonly serviceKey?: string;
    /** In bytes; 50 MB where it is left out, as a self-hosted server has it. */
    readonly fileSizeLimit?: number;
}
/** A file that an upload has left behind, whole. */
export interface FinishedUpload {
    readonly bucket: string;
    readonly name: string;
    readonly bytes: number;
}
/** Stands in for Supabase Storage, which cannot run here; see docs/storage.md for what it is held to. */
export interface StorageApi {
    /** The project's URL: what `createClient` is given. */
    readonly url: string;
    readonly serviceKey: string;
    /** Every upload that came to its end, in order. */
    readonly uploads: readonly FinishedUpload[];
    fault(fault: Fault): void;
    /** From now on every request waits for so long, in ms. */
    slow(delayMs: number): void;
    /** Puts a file under a row that is there already, and makes the row tell of it. */
    fill(bucket: string, name: string, version: string, content: Uint8Array): Promise<WrittenFile>;
    /** Takes the file away and leaves its row, as a lost disk would. */
    forget(bucket: string, name: string): Promise<void>;
    /** Gives a file the name that its row has got, as a project from before today's rules has them. */
    rename(bucket: string, name: string, to: string): Promise<void>;
    /** Ends the server and removes its files. Safe to call twice. */
    stop(): Promise<void>;
}
/** Starts a Storage API on a free port of this machine, with files in a folder of its own. */
export declare function startStorageApi(request: StorageApiRequest): Promise<StorageApi>;
