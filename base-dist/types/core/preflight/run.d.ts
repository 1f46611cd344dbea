import type { EngineConfig } from '../config.ts';
import type { Emit } from '../events.ts';
import { type Reading, type ReadingTarget } from '../run/reading.ts';
import type { Check, CheckReport } from './types.ts';
export interface CheckRequest {
    readonly config: EngineConfig;
    /** Names what will be set aside; a made-up word where no run has begun. */
    readonly runId?: string;
    /**
     * Begins to read the source for the run that may follow, once both ends can be reached, and gives what the checks look
     * at as well. A wrong password is tried once and not by everybody.
     */
    readonly readAhead?: (target: ReadingTarget) => Reading;
}
export interface CheckOptions {
    /** Check id -> the operator's reason for going on although it is red. */
    readonly overrides?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
    /** All of them where it is left out. The connection checks always run first. */
    readonly checks?: readonly Check[];
}
export declare const defaultLimitMs = 60000;
/**
 * Runs the checks and reports each as it ends. Never rejects because of what a check found or could not find:
 * one that fails to run or takes too long is skipped, with the reason, and is never green.
 */
export declare function runChecks(request: CheckRequest, emit: Emit, options?: CheckOptions): Promise<CheckReport>;
