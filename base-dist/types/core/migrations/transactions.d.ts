import type { Statement } from './parse.ts';
/** Why a statement cannot run in a transaction block; undefined where it can. [PreventInTransactionBlock in the source] */
export declare function outsideReason({ node }: Statement): string | undefined;
/** A statement or several, as they are run: together in one transaction, or one that cannot be in any. */
export interface Segment {
    readonly transactional: boolean;
    readonly statements: readonly Statement[];
}
/** Statements in order, cut into what can be one transaction each. One segment at most where all of it can. */
export declare function segmentsOf(statements: readonly Statement[]): Segment[];
/**
 * The statements of a section without a BEGIN in front of all and a COMMIT behind all: the transaction is cutover's.
 * `stray` is the first other statement that begins or ends one, which nothing can be done about.
 */
export declare function withoutOwnTransaction(statements: readonly Statement[]): {
    readonly statements: readonly Statement[];
    readonly stray: Statement | undefined;
};
/** What is wrong with a section that changes nothing, and what to do. */
export declare const changesNothing = "no statement that changes anything: write one, or take the comment marks off those that are meant";
/** False where no statement is active, as in a way back that is all commented out: a SET leaves nothing in the database. */
export declare function changesSomething(statements: readonly Statement[]): boolean;
/** True for what may stand in preconditions and verification: a SELECT, or a DO block that raises what is wrong. */
export declare function isCheck({ node }: Statement): boolean;
