import { type Session } from '../postgres/session.ts';
import type { Tell } from './events.ts';
/** Everything that the commands on migrations share. Holds secrets: memory only. */
export interface MigrationsContext {
    /** The migration folder, absolute. */
    readonly root: string;
    /** Empty where it is not known. */
    readonly sourceUrl: string;
    readonly targetUrl: string;
    /** Backups of affected tables go below it. */
    readonly stateDir: string;
    readonly toolVersion: string;
    readonly tell: Tell;
    readonly signal?: AbortSignal;
}
/** A session that only looks. Throws CutoverError. */
export declare function lookAtTarget(context: MigrationsContext): Promise<Session>;
/**
 * A session that has the target's lock, after the target was named and proved not to be the source. Throws
 * `ledger.busy`, `confirm.mismatch`, `same-database`, `connection.*`.
 */
export declare function takeTarget(context: MigrationsContext, confirm: string): Promise<Session>;
/** Cancels what a session is at when the signal fires. Gives what ends that. */
export declare function cancelOnSignal(context: MigrationsContext, session: Session): () => void;
