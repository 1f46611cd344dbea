import { Reading } from './reading.ts';
import { type MigrateContext, type MigrateEnd } from './rounds.ts';
/**
 * A new run, from an empty ledger to its verdict, with what was read of its source ahead of it. Throws CutoverError
 * where it could not begin.
 */
export declare function startRun(context: MigrateContext, runId: string, ahead?: Reading): Promise<MigrateEnd>;
/** Goes on with the run of the target's ledger. Throws CutoverError where there is none, or it cannot go on. */
export declare function resumeRun(context: MigrateContext, runId?: string): Promise<MigrateEnd>;
