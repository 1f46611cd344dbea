import type { EngineConfig } from '../config.ts';
import type { RunSummary } from '../commands.ts';
/**
 * Runs that the state folder has a record of, and the one in the target's ledger, newest first. What the ledger says
 * of a run counts more than what the folder says. A target out of reach costs the ledger's word alone.
 */
export declare function listRuns(config: EngineConfig): Promise<readonly RunSummary[]>;
