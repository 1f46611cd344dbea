import type { StorageApi } from './storage-api.ts';
/**
 * Makes the files of the sample real: some hundred small ones and a large one, with the same contents each time, and
 * rows that say so. `url` is of the source's superuser.
 */
export declare function createSampleFiles(url: string, api: StorageApi): Promise<void>;
