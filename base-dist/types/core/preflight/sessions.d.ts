import type { EngineConfig } from '../config.ts';
import { type Session } from '../postgres/session.ts';
import type { End } from './types.ts';
/** Sessions for checks: one at a time each, used again by the next check, closed together at the end. */
export interface SessionPool {
    take(end: End): Promise<Session>;
    /** Takes a session back. Whatever the check left open is rolled back; a broken session is dropped. */
    giveBack(session: Session): Promise<void>;
    /** Ends what the session is doing, on the server too: a lost client alone would let a long query go on. */
    cancel(session: Session): void;
    /** Resolves when nothing of the checks is at work any more on an end that answers. */
    close(): Promise<void>;
}
export declare function createSessionPool(config: EngineConfig): SessionPool;
