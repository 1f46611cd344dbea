import { CutoverError } from '../errors.ts';
import { statementError } from '../postgres/errors.ts';
import type { Session } from '../postgres/session.ts';
import { watchForStall } from '../postgres/stall.ts';
import type { Statement } from './parse.ts';

/** A check that runs in a transaction of its own, which reads only. */
const beginReadOnly = 'BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY';
/** A check within a transaction: what it sets, and that it may only read, ends with the savepoint. */
const enterSavepoint = 'SAVEPOINT cutover_check; SET LOCAL transaction_read_only = on';
const leaveSavepoint = 'ROLLBACK TO SAVEPOINT cutover_check; RELEASE SAVEPOINT cutover_check';

/**
 * Runs the statements of a precondition or verification. A SELECT holds where it gives at least one row and true in the
 * first column of each; a DO block holds where it raises nothing. They cannot write, whatever they call.
 * `inTransaction` where the session is in one, whose view counts. Throws `migrations.failed` for the first that does
 * not hold.
 */
export async function runChecks(
  session: Session,
  statements: readonly Statement[],
  about: { readonly section: 'preconditions' | 'verification'; readonly path: string; readonly inTransaction: boolean },
): Promise<void> {
  for (const statement of statements) {
    await session.execute(about.inTransaction ? enterSavepoint : beginReadOnly);
    let complaint: string | undefined;
    try {
      complaint = await complaintOf(session, statement);
    } catch (error) {
      if (session.broken) throw error;
      const { message, cause, sqlState } = statementError(error, session.end);
      throw failed(about, statement, message, { cause, sqlState });
    } finally {
      // In an aborted transaction the savepoint is still there to go back to.
      if (!session.broken) await session.execute(about.inTransaction ? leaveSavepoint : 'ROLLBACK');
    }
    if (complaint !== undefined) throw failed(about, statement, complaint);
  }
}

async function complaintOf(session: Session, { text }: Statement): Promise<string | undefined> {
  // As arrays: columns of one name would hide each other.
  const unwatch = watchForStall([session], (error) => session.destroy(error));
  const { rows, fields } = await session.client.query<unknown[]>({ text, rowMode: 'array' }).finally(unwatch);
  if (fields.length === 0) return undefined;
  if (rows.length === 0) return 'it gives no row';
  const wrong = rows.find(([first]) => first !== true);
  if (wrong === undefined) return undefined;
  const values = wrong.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return `it gives ${values.join(', ')}`;
}

function failed(
  about: { readonly section: 'preconditions' | 'verification'; readonly path: string },
  statement: Statement,
  complaint: string,
  more: { readonly cause?: unknown; readonly sqlState?: string | undefined } = {},
): CutoverError {
  const what = about.section === 'preconditions' ? 'a precondition does not hold' : 'the verification fails';
  return new CutoverError('migrations.failed', `${about.path}, line ${statement.line}: ${what}: ${complaint}`, {
    hint:
      about.section === 'preconditions'
        ? 'Nothing was changed. Bring about what the file counts on, or mend the check.'
        : 'What was changed has been taken back. See which of the two is wrong, the change or its verification.',
    ...(more.cause === undefined ? {} : { cause: more.cause }),
    ...(more.sqlState === undefined ? {} : { sqlState: more.sqlState }),
  });
}
