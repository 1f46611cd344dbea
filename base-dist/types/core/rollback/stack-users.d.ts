import type { EngineConfig } from '../config.ts';
import type { Session } from '../postgres/session.ts';
import type { RunControl } from '../run/control.ts';
/**
 * Deletes the users that the run created in Stack Auth: those of the mapping, which forgets them portion by portion so
 * that a rollback that is stopped goes on where it was, and those that a crash kept out of it. False where it was
 * stopped. Throws CutoverError.
 */
export declare function deleteStackUsers(request: {
    readonly config: EngineConfig;
    readonly ledger: Session;
    readonly runId: string;
    readonly control: RunControl;
}): Promise<{
    readonly deleted: number;
    readonly stopped: boolean;
}>;
