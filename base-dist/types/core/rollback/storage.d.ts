import type { EngineConfig } from '../config.ts';
import type { Emit } from '../events.ts';
import type { Session } from '../postgres/session.ts';
import type { RunControl } from '../run/control.ts';
interface Request {
    readonly config: EngineConfig;
    readonly ledger: Session;
    readonly runId: string;
    readonly emit: Emit;
    readonly control: RunControl;
}
/**
 * Removes from the target's Storage exactly what the run put there, file by file as the ledger has them, and brings
 * back what was set aside. What is done leaves the ledger, so a rollback that is killed goes on. True where it came to
 * its end, false where it was stopped. Throws `config.invalid` where the target's API is not known.
 */
export declare function rollBackStorage(request: Request): Promise<boolean>;
/** Ends the hold over what was set aside: the buckets that it is in are emptied and deleted. Throws CutoverError. */
export declare function finalizeStorage({ config, ledger, runId, }: Pick<Request, 'config' | 'ledger' | 'runId'>): Promise<void>;
export {};
