import { CutoverError } from '../errors.ts';

/** Errors of PostgreSQL carry a SQLSTATE in `code`, errors of the socket an errno name: one field for both. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return '';
}

/** The SQLSTATE of an error of the server; empty for one of the socket. */
export function sqlStateOf(error: unknown): { sqlState?: string } {
  const code = codeOf(error);
  return /^[0-9A-Z]{5}$/.test(code) && code !== 'EPIPE' ? { sqlState: code } : {};
}

const lostStates = new Set(['57P01', '57P02', '57P03', '57P05']);
const lostErrnos = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'ECONNREFUSED']);

/** True where the session is gone: whatever it was doing has been rolled back by the server. */
export function isConnectionLoss(error: unknown): boolean {
  const code = codeOf(error);
  if (lostStates.has(code) || lostErrnos.has(code) || code.startsWith('08')) return true;
  return (
    error instanceof Error &&
    /Connection terminated|connection error and is not queryable|Client has encountered a connection error|Client was closed/i.test(
      error.message,
    )
  );
}

/** Serialisation failure, deadlock, lock timeout, out of connections, a disk or memory that may be freed. */
const transientStates = new Set(['40001', '40P01', '55P03', '53000', '53200', '53300', '57014']);

/** An error that ended the session, whatever it says: nobody knows whether what was under way came to its end. */
export function lostError(error: unknown, end: 'source' | 'target'): CutoverError {
  if (error instanceof CutoverError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new CutoverError('connection.lost', `${end}: the connection was lost (${message})`, {
    hint: 'The work since the last finished step is tried again on a new connection.',
    cause: error,
    ...sqlStateOf(error),
    transient: true,
  });
}

/** An error of a statement, in the operator's words: what the server said, its detail, and what to do. */
export function statementError(error: unknown, end: 'source' | 'target'): CutoverError {
  if (error instanceof CutoverError) return error;
  if (isConnectionLoss(error)) return lostError(error, end);
  const message = error instanceof Error ? error.message : String(error);
  const state = codeOf(error);
  const detail =
    error instanceof Error && 'detail' in error && typeof error.detail === 'string' ? ` (${error.detail})` : '';
  if (state === '42501') {
    return new CutoverError('rights.missing', `${end}: ${message}${detail}`, {
      hint: `Grant the right to the role that cutover connects as on the ${end}, or connect as another role.`,
      cause: error,
      sqlState: state,
    });
  }
  return new CutoverError('step.failed', `${end}: ${message}${detail}`, {
    hint: hintFor(state),
    cause: error,
    ...sqlStateOf(error),
    transient: transientStates.has(state),
  });
}

function hintFor(state: string): string {
  switch (state) {
    case '53100':
      return 'The disk of the server is full: make room, then resume.';
    case '53200':
      return 'The server is out of memory or locks: lower --jobs or raise max_locks_per_transaction, then resume.';
    case '57014':
      return 'Somebody or a timeout cancelled the statement; it can be resumed.';
    case '40P01':
    case '55P03':
      return 'Another session on the server holds a lock that the step needs: end that session, then resume.';
    default:
      return 'Mend the cause named by the server, then resume: finished steps are kept.';
  }
}
