import { CutoverError, type ErrorCode } from '../errors.ts';

interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly transient?: boolean;
}

interface Address {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** Errors of PostgreSQL carry a SQLSTATE in `code`, errors of the socket an errno name: one field for both. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return '';
}

/** A connection attempt that failed, in the operator's words. `Address` must not hold a password. */
export function connectionError(error: unknown, end: 'source' | 'target', address: Address): CutoverError {
  if (error instanceof CutoverError) return error;
  const failure = explainConnection(codeOf(error), error instanceof Error ? error.message : String(error), address);
  return new CutoverError(failure.code, `${end}: ${failure.message}`, {
    hint: failure.hint,
    cause: error,
    ...sqlStateOf(error),
    transient: failure.transient ?? false,
  });
}

const supabaseDirectHost = /^db\.([a-z0-9]+)\.supabase\.(co|com|red)$/;
const sessionPooler = (ref: string): string =>
  `use the session pooler instead: user postgres.${ref} on the pooler's host, port 5432 (Supabase dashboard, Connect, Session pooler)`;

function explainConnection(code: string, message: string, at: Address): Failure {
  const place = `${at.host}:${at.port}`;
  const direct = supabaseDirectHost.exec(at.host);
  switch (code) {
    case 'ECONNREFUSED':
      return {
        code: 'connection.refused',
        message: `nothing accepts connections at ${place}`,
        hint: 'Check host and port, that the server is running and listens on that address; a paused Supabase project must be restored first.',
        transient: true,
      };
    case 'ENOENT':
      return {
        code: 'connection.refused',
        message: `there is no socket of a server at ${place}`,
        hint: 'Check the socket folder in ?host= and the port, and that the server is running.',
        transient: true,
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ENODATA':
      return {
        code: 'connection.dns',
        message: `the name ${at.host} has no address that this machine can use`,
        hint: direct
          ? `Supabase's direct host is reachable over IPv6 only: ${sessionPooler(direct[1] ?? '<ref>')}.`
          : 'Check the spelling of the host and the DNS of this machine.',
        transient: code === 'EAI_AGAIN',
      };
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return {
        code: 'connection.unreachable',
        message: `${place} cannot be reached from this machine`,
        hint: direct
          ? `Supabase's direct host is reachable over IPv6 only: ${sessionPooler(direct[1] ?? '<ref>')}.`
          : 'Check routes, VPN and firewall between this machine and the server.',
        transient: true,
      };
    case 'ETIMEDOUT':
      return {
        code: 'connection.timeout',
        message: `${place} does not answer`,
        hint: 'A firewall may drop the packets: check allowed addresses on the server and the port.',
        transient: true,
      };
    case '28P01':
      return {
        code: 'connection.password',
        message: `the password for user "${at.user}" is wrong`,
        hint: 'Correct the password in the connection string (percent-encode special characters), PGPASSWORD or ~/.pgpass.',
      };
    case '28000':
      return {
        code: 'connection.role',
        message,
        hint: 'Check the user name, and that pg_hba.conf lets it in from this machine (with or without TLS).',
      };
    case '3D000':
      return {
        code: 'connection.database',
        message: `there is no database "${at.database}" on ${place}`,
        hint: 'Correct the database name at the end of the connection string, or create the database.',
      };
    case '53300':
      return {
        code: 'connection.too-many',
        message: `the server has no connection left (${message})`,
        hint: 'Lower --jobs, close other sessions, or raise max_connections or the pool size.',
        transient: true,
      };
    case '57P03':
      return {
        code: 'connection.refused',
        message: `the server at ${place} is starting up or shutting down`,
        hint: 'Wait until it accepts connections and try again.',
        transient: true,
      };
  }
  if (/password must be a string|no password supplied|empty password/i.test(message)) {
    return {
      code: 'connection.password',
      message: `a password is needed for user "${at.user}", and none was given`,
      hint: 'Put it into the connection string, PGPASSWORD or ~/.pgpass.',
    };
  }
  if (/tenant or user not found/i.test(message)) {
    return {
      code: 'connection.role',
      message: `the pooler at ${place} does not know user "${at.user}"`,
      hint: 'On the Supabase pooler the user is postgres.<project ref>; check the region in the host name too.',
    };
  }
  if (/does not support SSL/i.test(message)) {
    return {
      code: 'connection.tls',
      message: `the server at ${place} does not offer TLS`,
      hint: 'Turn ssl on at the server, or connect with sslmode=disable where the network is trusted.',
    };
  }
  if (/certificate|^(UNABLE|CERT|DEPTH|SELF|ERR_TLS|ERR_SSL|EPROTO)/i.test(`${code} ${message}`)) {
    return {
      code: 'connection.tls',
      message: `TLS with ${place} failed: ${message}`,
      hint: 'Give the certificate authority with sslrootcert=FILE (on Supabase: Database settings, SSL certificate), or use sslmode=require to encrypt without checking it.',
    };
  }
  if (/timeout/i.test(message)) {
    return {
      code: 'connection.timeout',
      message: `${place} does not answer`,
      hint: 'A firewall may drop the packets: check allowed addresses on the server and the port.',
      transient: true,
    };
  }
  if (isConnectionLoss(error(code, message))) {
    return {
      code: 'connection.lost',
      message: `the connection to ${place} was cut while it was being made`,
      hint: 'Try again; if it stays, look into the log of the server or the pooler.',
      transient: true,
    };
  }
  return { code: 'connection.refused', message, hint: 'Check the connection string and the log of the server.' };
}

function error(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function sqlStateOf(error: unknown): { sqlState?: string } {
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

/** An error of a statement, in the operator's words: what the server said, its detail, and what to do. */
export function statementError(error: unknown, end: 'source' | 'target'): CutoverError {
  if (error instanceof CutoverError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (isConnectionLoss(error)) {
    return new CutoverError('connection.lost', `${end}: the connection was lost (${message})`, {
      hint: 'The work since the last finished step is tried again on a new connection.',
      cause: error,
      ...sqlStateOf(error),
      transient: true,
    });
  }
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
