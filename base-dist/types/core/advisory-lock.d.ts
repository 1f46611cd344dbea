import type { Session } from './postgres/session.ts';
/** True where this session may work on the target: no other cutover does. Held until the session ends. */
export declare function takeLock(session: Session): Promise<boolean>;
/** True while the backend `pid` has the lock. A server that crashed has forgotten it, and perhaps commits with it. */
export declare function holdsLock(session: Session, pid: number): Promise<boolean>;
/** A session that has the lock on a target. */
export interface LockHolder {
    readonly pid: number;
    /** Of its client; empty over a Unix socket, and where this role may not see it. */
    readonly address: string;
    readonly since: Date | null;
}
/** Whoever works on the target at this moment; undefined where nobody does. */
export declare function lockHolder(session: Session): Promise<LockHolder | undefined>;
