import type { FileFacts, StorageClient } from './client.ts';
export interface FileToCarry extends FileFacts {
    readonly bucket: string;
    readonly name: string;
    /** As the source's row says it; undefined where it does not. */
    readonly size: number | undefined;
    /** Whether what is there under its name is the run's own, and may be replaced. */
    readonly upsert: boolean;
}
export interface CarriedFile {
    readonly size: number;
    readonly sha256: Buffer;
}
/** Bytes that have passed, or come back where an attempt failed. */
export type Passed = (bytes: number) => void;
export interface CarryRequest {
    readonly source: StorageClient;
    readonly target: StorageClient;
    readonly file: FileToCarry;
    /** Where an earlier attempt has begun to put it. */
    readonly uploadUrl: string | undefined;
    readonly onUrl: (url: string) => void;
    readonly passed: Passed;
}
/**
 * Carries one file from the source's Storage to the target's, hashed as it passes: small ones whole, others as a
 * stream, large ones in chunks that are resumed. Nothing touches the disk, and no more than a chunk is in memory.
 * Throws `storage.missing` and `storage.changed` where the source is not what its row says, or what the target says.
 */
export declare function carryFile(request: CarryRequest): Promise<CarriedFile>;
/** What is stored under a name, read to its end. */
export declare function readFile(client: StorageClient, bucket: string, name: string, passed?: Passed): Promise<CarriedFile>;
