import { type MigrateContext, type MigrateEnd } from './rounds.ts';
/**
 * Copies tables that were left out of a run into that run, which is held on the target: the ledger gets further steps,
 * so that a resume goes on with them, and a rollback takes them back with the rest. What was moved before is not looked
 * at: the target may be in use. Throws CutoverError where it cannot begin; nothing was written then.
 */
export declare function copyLater(context: MigrateContext, patterns: readonly string[]): Promise<MigrateEnd>;
