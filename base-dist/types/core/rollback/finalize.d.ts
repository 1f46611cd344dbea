import type { EngineConfig } from '../config.ts';
import type { Emit } from '../events.ts';
/** Ends the hold: what was set aside is dropped for good, then the ledger. Throws CutoverError. */
export declare function finalizeRun(request: {
    readonly config: EngineConfig;
    readonly emit: Emit;
    readonly runId: string | undefined;
    readonly confirm: string;
    /** The operator's word that the hold may end before its time. */
    readonly endHoldEarly?: boolean;
}): Promise<{
    readonly runId: string;
    readonly verdict: string;
}>;
