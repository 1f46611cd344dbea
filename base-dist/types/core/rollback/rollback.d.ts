import type { EngineConfig } from '../config.ts';
import type { Emit } from '../events.ts';
import { type Session } from '../postgres/session.ts';
import type { RunControl } from '../run/control.ts';
export interface RollbackEnd {
    /** `failed` where everything was taken back, and the target is not what it was. */
    readonly outcome: 'rolled-back' | 'failed' | 'paused';
    readonly verdict: string;
    readonly runId: string;
}
export interface RollbackRequest {
    readonly config: EngineConfig;
    readonly emit: Emit;
    readonly control: RunControl;
    readonly runId: string | undefined;
}
/**
 * Walks the ledger backwards: what the run made is dropped, what it set aside comes back. Each step is taken back in a
 * transaction with its ledger row, so a rollback that is killed goes on where it stopped. Then the target is compared
 * with what was recorded before the run. The ledger goes last.
 * Throws CutoverError; nothing that was taken back is lost by it.
 */
export declare function rollBack(request: RollbackRequest & {
    /** The target database's name, as the operator gave it. */
    readonly confirm: string;
}): Promise<RollbackEnd>;
/** What a rollback would do, told as `rollback.planned`. Changes nothing, and needs no lock. Throws CutoverError. */
export declare function showRollback({ config, emit, runId }: RollbackRequest): Promise<{
    readonly runId: string;
    readonly verdict: string;
}>;
/** A schema of thousands of tables cannot be dropped at once; its tables go first, in portions. */
export declare function emptySchema(session: Session, schema: string): Promise<void>;
/** `DROP SCHEMA … CASCADE` in portions that a server's lock table has room for. */
export declare function dropSchema(session: Session, schema: string): Promise<void>;
