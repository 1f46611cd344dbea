import type { Check } from './types.ts';
/** Readers or writers and verification for each job, and a few for snapshot, ledger, pg_dump and watching. */
export declare function connectionsNeeded(jobs: number): number;
export declare const connectionsCheck: Check;
