import type { Session } from '../postgres/session.ts';
import type { Statement } from './parse.ts';
/**
 * Runs the statements of a precondition or verification. A SELECT holds where it gives at least one row and true in the
 * first column of each; a DO block holds where it raises nothing. They cannot write, whatever they call.
 * `inTransaction` where the session is in one, whose view counts. Throws `migrations.failed` for the first that does
 * not hold.
 */
export declare function runChecks(session: Session, statements: readonly Statement[], about: {
    readonly section: 'preconditions' | 'verification';
    readonly path: string;
    readonly inTransaction: boolean;
}): Promise<void>;
