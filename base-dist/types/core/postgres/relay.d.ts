import { type RewriteRequest } from './rewrite.ts';
import type { Session } from './session.ts';
export interface RelayedCopy {
    /** `COPY … TO STDOUT …`, run on the source. */
    readonly copyOut: string;
    /** `COPY … FROM STDIN …` of the same columns and format, run on the target. */
    readonly copyIn: string;
    readonly format: 'binary' | 'text';
    /** The first columns of each row, whose ids are replaced on the way. */
    readonly rewrite?: Omit<RewriteRequest, 'format'> | undefined;
}
export interface RelayRequest {
    readonly source: Session;
    readonly target: Session;
    /** One after another, all of them in one round trip to each server. */
    readonly copies: readonly RelayedCopy[];
    /** Statements that run on the target first, in the same round trip: `BEGIN; TRUNCATE …`. */
    readonly begin?: string;
    /** Rows and bytes that have passed so far, of all copies together; called for each piece that arrives. */
    readonly onProgress?: (rows: number, bytes: number) => void;
    readonly signal?: AbortSignal;
}
/** What one copy moved: the rows that both servers report, and the payload bytes. */
export interface CopyResult {
    readonly rows: number;
    readonly bytes: number;
}
/**
 * Passes COPYs from the source's socket to the target's. CopyData messages have one form in both directions, so the
 * bytes go on as they came; only message heads are read. [PostgreSQL documentation, 53.2.6 COPY Operations]
 *
 * Nothing waits for the target to open a COPY: what arrives early lies in its socket, and where it fails first, a
 * server ignores copy messages outside of a COPY. [PostgresMain, postgres.c]
 *
 * Resolves when both servers are idle again. Throws a CutoverError: after an error of the source the target's
 * transaction is aborted; after any other error the source's session is broken as well, since what it still sends is
 * not wanted.
 */
export declare function relayCopies(request: RelayRequest): Promise<CopyResult[]>;
/** A single COPY, inside the caller's transaction. See {@link relayCopies}. */
export declare function relayCopy(request: Omit<RelayRequest, 'copies' | 'begin'> & RelayedCopy): Promise<CopyResult>;
