import type { EngineConfig } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Emit } from '../events.ts';
import type { RunControl } from './control.ts';
export interface VerifyEnd {
    readonly outcome: 'verified' | 'failed' | 'paused';
    readonly verdict: string;
    readonly runId: string | undefined;
    readonly error?: CutoverError;
}
/**
 * Verification by itself, at any time: every table that the run moved, under a new snapshot of the source. Without a
 * ledger on the target all tables that both ends have are compared; with one, it also says what has changed since the
 * verification before, and keeps its own findings there. Writes nothing else. Throws CutoverError.
 */
export declare function verifyAgain(request: {
    readonly config: EngineConfig;
    readonly emit: Emit;
    readonly control: RunControl;
    readonly runId: string | undefined;
}): Promise<VerifyEnd>;
