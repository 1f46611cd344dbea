import type { Check } from './types.ts';
/** All readers of a run see one state of the source; that takes a snapshot which a second session can import. */
export declare const snapshotCheck: Check;
