import { CutoverError } from '../errors.ts';
import type { Session } from '../postgres/session.ts';
import type { Tell } from './events.ts';
import type { Statement } from './parse.ts';
/** Undoes what files set, and what an earlier file left behind. Throws CutoverError. */
export declare function useProjectSettings(session: Session, lockTimeoutMs: number): Promise<void>;
/** Runs statements one after the other, and tells of each: how long it took, and which locks it added. */
export declare function runStatements(session: Session, statements: readonly Statement[], about: {
    readonly name: string;
    readonly path: string;
    readonly tell: Tell;
    /** Statements in front of these, and all there are, for the numbers that are told. */
    readonly before: number;
    readonly of: number;
    /** False outside of a transaction, where every lock is gone with its statement. */
    readonly inTransaction: boolean;
    readonly signal: AbortSignal | undefined;
}): Promise<void>;
/** The beginning of a statement on one line. */
export declare function firstWords(sql: string): string;
export declare function stopped(): CutoverError;
/** Sessions that hold a lock on a table that the statements name, in the operator's words. Throws CutoverError. */
export declare function lockHolders(session: Session, statements: readonly Statement[]): Promise<string[]>;
