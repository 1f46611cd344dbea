import type { EngineConfig } from '../config.ts';
import type { Emit } from '../events.ts';
import type { RunControl } from '../run/control.ts';
export interface ReconcileEnd {
    /** `failed` where something is not known for sure, and must be looked at before going back. */
    readonly outcome: 'verified' | 'failed' | 'paused';
    readonly verdict: string;
    readonly runId: string;
}
interface Request {
    readonly config: EngineConfig;
    readonly emit: Emit;
    readonly control: RunControl;
}
/**
 * Finds what was written to the target since the cutover, against the source, which nobody has written to since, and
 * exports it as SQL that the operator may apply to the source by hand, and as JSON. Reads both ends, each in one
 * snapshot; writes to neither. Throws CutoverError.
 */
export declare function reconcile(request: Request & {
    readonly runId: string | undefined;
}): Promise<ReconcileEnd>;
export {};
