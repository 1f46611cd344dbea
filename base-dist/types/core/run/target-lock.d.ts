import { type Session } from '../postgres/session.ts';
/**
 * Opens the session that holds the target for one cutover at a time. Throws `ledger.busy` where another has it.
 * Whoever has the lock is alone, so workers that are still there belong to a process that died: they are ended, with
 * the locks that a half-built index would hold on to. What they were about to commit is decided when this returns: the
 * ledger can be believed.
 *
 * `former` is a lost session of our own that had the lock: where its connection broke unheard, its backend still has.
 */
export declare function lockTarget(targetUrl: string, former?: Session): Promise<Session>;
/** The target database's name has to be repeated before anything is dropped. Throws `confirm.mismatch`. */
export declare function confirmTarget(session: Session, confirm: string): Promise<string>;
