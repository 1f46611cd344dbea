import type { Session } from '../postgres/session.ts';
/**
 * Sends a word now and then over sessions that only have to be there: the one that holds the lock, the one that holds
 * the snapshot. A session that is lost shows by its socket; nothing is to be done here. Returns what ends it.
 */
export declare function keepAwake(sessions: readonly Session[]): () => void;
