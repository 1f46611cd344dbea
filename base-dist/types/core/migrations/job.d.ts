import type { Session } from '../postgres/session.ts';
import type { Document } from './document.ts';
import type { Direction, Tell } from './events.ts';
import { type Change } from './history.ts';
import type { Statement } from './parse.ts';
/** One migration, or its way back, ready to be carried out on a target that this session has the lock of. */
export interface Job {
    readonly name: string;
    readonly version: string;
    readonly direction: Direction;
    /** Of the file that is run, for messages. */
    readonly path: string;
    readonly document: Document;
    /** The way back that is taken where an application fails outside of a transaction. */
    readonly wayBack: {
        readonly path: string;
        readonly document: Document;
    } | undefined;
    /** What is noted in the target: `state`, times and `segment` are set on the way. */
    readonly change: Change;
    readonly lockTimeoutMs: number;
    /** How often a lock that was not to be had is tried for. */
    readonly attempts: number;
    readonly tell: Tell;
    readonly signal: AbortSignal | undefined;
}
/** Runs one section of checks, if there is anything in it, and tells how long it took. */
export declare function checked(session: Session, { document, path, name, tell }: Pick<Job, 'document' | 'path' | 'name' | 'tell'>, section: 'preconditions' | 'verification', inTransaction: boolean): Promise<void>;
/** The history's row and the note about it, in the transaction that the session is in. */
export declare function writeDone(session: Session, job: Job, seconds: number): Promise<Change>;
/**
 * Tries again what failed for a lock, with growing pauses, and says each time who is in the way: an operator who sees
 * that can end the other session. Between two tries nothing is held, so nobody waits behind us.
 */
export declare function withPatience<T>(session: Session, job: Pick<Job, 'name' | 'tell' | 'attempts' | 'signal'>, statements: readonly Statement[], work: () => Promise<T>): Promise<T>;
