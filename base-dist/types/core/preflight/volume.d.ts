import type { CheckContext } from './types.ts';
/** Bytes that cross the links: rows and large objects. Indexes are built on the target. */
export declare function movedBytes(context: CheckContext): Promise<number>;
/** Bytes that are written on the target: rows, large objects and indexes. */
export declare function loadedBytes(context: CheckContext): Promise<number>;
