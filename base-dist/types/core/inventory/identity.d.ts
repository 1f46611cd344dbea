import type { Session } from '../postgres/session.ts';
/** Who a database is, by the server's own word. Serialisable. */
export interface ServerIdentity {
    /** Drawn at initdb; standbys and physical copies share it. Undefined where the role may not read it. */
    readonly systemIdentifier: string | undefined;
    readonly databaseOid: number;
    readonly databaseName: string;
    /** Seconds since 1970, to the microsecond. */
    readonly postmasterStart: string;
    /** As the server sees its own end of this connection; undefined over a Unix socket. */
    readonly serverAddress: string | undefined;
    readonly serverPort: number | undefined;
    /** True on a standby. */
    readonly inRecovery: boolean;
    readonly dataChecksums: boolean;
}
export type Sameness = 'same' | 'different' | 'unknown';
/** Reads the identity of the session's database; works for any role. Throws CutoverError. */
export declare function readIdentity(session: Session): Promise<ServerIdentity>;
/**
 * Whether what is written to one may be seen in the other. A standby is the same database as its primary.
 * Two servers of one system identifier that both take writes are a physical copy and its original: different.
 */
export declare function sameDatabase(a: ServerIdentity, b: ServerIdentity): Sameness;
export interface Proof {
    readonly verdict: Sameness;
    /** How it was found, in the operator's words. */
    readonly detail: string;
    readonly source: ServerIdentity;
    readonly target: ServerIdentity;
}
/**
 * Proves source and target to be different databases, or the same, whatever host names, poolers and tunnels lie
 * between: the target takes an advisory lock with a random key, and the source looks for it in pg_locks, which every
 * role may read in full. Nothing is written. The identities then tell a standby from a stranger, since locks do not
 * travel. Throws CutoverError.
 */
export declare function proveDifferent(source: Session, target: Session): Promise<Proof>;
