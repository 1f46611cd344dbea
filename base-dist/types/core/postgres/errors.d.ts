import { CutoverError } from '../errors.ts';
/** Errors of PostgreSQL carry a SQLSTATE in `code`, errors of the socket an errno name: one field for both. */
export declare function codeOf(error: unknown): string;
/** The SQLSTATE of an error of the server; empty for one of the socket. */
export declare function sqlStateOf(error: unknown): {
    sqlState?: string;
};
/** True where the session is gone: whatever it was doing has been rolled back by the server. */
export declare function isConnectionLoss(error: unknown): boolean;
/** An error of a statement, in the operator's words: what the server said, its detail, and what to do. */
export declare function statementError(error: unknown, end: 'source' | 'target'): CutoverError;
