export interface WrittenFile {
    readonly rows: number;
    readonly bytes: number;
    readonly sha256: string;
}
/**
 * Writes rows as they come, with no more than a block of them in memory, and makes sure that they are on the disk.
 * Rejects with the file system's error, or with that of `rows`.
 */
export declare function writeRows(path: string, rows: AsyncIterable<string>, progress: (rows: number, bytes: number) => void): Promise<WrittenFile>;
/**
 * The lines between the brackets, some of them at a time: as many as fill `batchBytes`, at least one. The digest is whole
 * when the last have been read. Rejects with the file system's error.
 */
export declare function readRows(path: string, batch: {
    readonly bytes: number;
    readonly rows: number;
}, seen: {
    sha256: string;
    bytes: number;
    rows: number;
}): AsyncGenerator<readonly string[]>;
