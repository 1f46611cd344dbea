import type { Readable } from 'node:stream';
export interface WrittenFile {
    readonly size: number;
    /** As the server's rows have it: a quoted MD5. */
    readonly eTag: string;
}
/**
 * Files as the real server's file backend keeps them: a folder for each object, in it a file for each version. Names
 * are hashed, since an object may have the name of another one's folder.
 */
export declare class StorageFiles {
    #private;
    constructor(root: string);
    /** Writes what arrives, up to `limit` bytes; what is larger is refused and leaves nothing behind. */
    write(bucket: string, name: string, version: string, body: Readable, limit: number): Promise<WrittenFile>;
    /** Writes a file that is in memory already. */
    put(bucket: string, name: string, version: string, content: Uint8Array): Promise<WrittenFile>;
    /** Takes over a file that was written elsewhere below the root. */
    adopt(bucket: string, name: string, version: string, from: string): Promise<WrittenFile>;
    /** Where a version is, and its size. Throws the server's 500 where the row promises a file that is not there. */
    find(bucket: string, name: string, version: string | null): Promise<{
        path: string;
        size: number;
    }>;
    move(from: {
        bucket: string;
        name: string;
        version: string | null;
    }, to: {
        bucket: string;
        name: string;
        version: string;
    }): Promise<void>;
    /** Without a version the path is the object's folder, and with it goes every version: the trap of a NULL version. */
    remove(bucket: string, name: string, version: string | null): Promise<void>;
    temporary(id: string): string;
}
