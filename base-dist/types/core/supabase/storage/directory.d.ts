import type { StorageClient } from './client.ts';
import type { CarriedFile, Passed } from './transfer.ts';
/**
 * Where a file goes below the folder: its own path where that is possible, with `%XX` for what a file system cannot
 * hold. Undefined where only a made-up name will do.
 */
export declare function pathOf(bucket: string, name: string): string | undefined;
/**
 * Writes a file of the source below the folder, hashed as it passes, and gives its path there. It appears whole or not
 * at all; one of the same contents that is there already is taken for it. Throws CutoverError.
 */
export declare function writeFile(request: {
    readonly source: StorageClient;
    readonly folder: string;
    readonly bucket: string;
    readonly name: string;
    readonly size: number | undefined;
    readonly passed: Passed;
}): Promise<CarriedFile & {
    readonly path: string;
}>;
/** What a file of the folder holds. Throws what the file system says. */
export declare function hashFile(path: string, passed?: Passed): Promise<CarriedFile>;
