import { CutoverError } from '../errors.ts';
import type { Attempt, Failure, HostAddresses, Place, Seen } from './connection-attempt.ts';
import { codeOf, isConnectionLoss, sqlStateOf } from './errors.ts';
import { ofLogin, ofPooler } from './login-errors.ts';
import { ofTls } from './tls-errors.ts';

/**
 * An attempt to connect that failed, in the operator's words: each cause with its own way on. `addresses` are those of
 * the host, where the failure is one of the network.
 */
export function connectionError(
  error: unknown,
  end: 'source' | 'target',
  at: Place,
  attempt: Attempt,
  addresses?: HostAddresses,
): CutoverError {
  if (error instanceof CutoverError) return error;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const seen: Seen = { code, message, at, place: `${at.host}:${at.port}`, attempt, addresses, error };
  const failure =
    ofNetwork(seen) ??
    ofProtocol(seen) ??
    ofTls(seen) ??
    ofPooler(seen) ??
    ofLogin(seen) ??
    ofServer(seen) ??
    rest(seen);
  return new CutoverError(failure.code, `${end}: ${failure.message}`, {
    hint: failure.hint,
    cause: error,
    ...sqlStateOf(error),
    transient: failure.transient ?? false,
  });
}

/** True where the addresses of the host tell more about the failure than the failure itself. */
export function asksForAddresses(error: unknown, { connected }: Attempt): boolean {
  if (unreachable.has(codeOf(error)) || unknownName.has(codeOf(error))) return true;
  return !connected && error instanceof Error && timedOut.test(error.message);
}

const supabaseDirectHost = /^db\.([a-z0-9]+)\.supabase\.(?:co|com|red)$/;
const supabasePoolerHost = /\.pooler\.supabase\.com$/;

const refOf = ({ host }: Place): string | undefined => supabaseDirectHost.exec(host)?.[1];
const ofSupabase = (at: Place): boolean => refOf(at) !== undefined || supabasePoolerHost.test(at.host);

/** [facts 2; Supabase documentation, Connect to your database] */
const sessionPooler = (ref: string): string =>
  `Use the session pooler, which has IPv4: user postgres.${ref} on the pooler's host, port 5432 (Supabase dashboard, Connect, Session pooler).`;

/** What pg says where its own time for the connection is over. */
const timedOut = /timeout expired/i;

const unreachable: ReadonlySet<string> = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'ETIMEDOUT']);
const unknownName: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'ENODATA']);

function ofNetwork(seen: Seen): Failure | undefined {
  const { code, at, place } = seen;
  if (asksForAddresses(seen.error, seen.attempt)) {
    const ipv6 = ofIpv6(seen);
    if (ipv6) return ipv6;
  }
  if (unknownName.has(code)) return ofName(seen);
  switch (code) {
    case 'ECONNREFUSED':
      return {
        code: 'connection.refused',
        message: `nothing accepts connections at ${place}`,
        hint: ofSupabase(at)
          ? 'Supabase listens on port 5432 (direct and session pooler). It also refuses an address for a while after wrong passwords: dashboard, Database, Settings, Network bans.'
          : 'Check host and port (PostgreSQL has 5432 by default), that the server is running, and that listen_addresses has that address.',
        transient: true,
      };
    case 'ENOENT':
      return {
        code: 'connection.refused',
        message: `there is no socket of a server at ${place}`,
        hint: 'Check the socket folder in ?host= and the port, and that the server is running.',
        transient: true,
      };
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'connection.refused',
        message: `this user may not open a connection to ${place}`,
        hint: 'Run as a user who may use the socket folder, or connect over TCP; a firewall on this machine can forbid it too.',
      };
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'EADDRNOTAVAIL':
      return {
        code: 'connection.unreachable',
        message: `${place} cannot be reached from this machine`,
        hint: 'Check routes, VPN and firewall between this machine and the server.',
        transient: true,
      };
    default:
      return undefined;
  }
}

function ofIpv6({ at, addresses, code }: Seen): Failure | undefined {
  const literal = at.host.includes(':');
  const [first] = addresses?.ipv6 ?? [];
  if (!literal && (first === undefined || (addresses?.ipv4.length ?? 0) > 0)) return undefined;
  const ref = refOf(at);
  return {
    code: 'connection.ipv6',
    message: literal
      ? `${at.host} is an IPv6 address, and this machine cannot reach it over IPv6`
      : `${at.host} has an IPv6 address only (${first}), and this machine cannot reach it over IPv6`,
    hint: ref
      ? `${sessionPooler(ref)} Or book the IPv4 add-on, or run cutover on a machine with IPv6.`
      : 'Use a name or address of the server with IPv4, or run cutover on a machine with IPv6.',
    transient: code !== 'ENOTFOUND',
  };
}

function ofName({ at, code }: Seen): Failure {
  const ref = refOf(at);
  if (ref) {
    return {
      code: 'connection.dns',
      message: `the name ${at.host} has no address`,
      hint: `The project ${ref} is paused or deleted, or its reference is misspelt: look at it in the Supabase dashboard, and restore it there. Where it is active, this machine's DNS may hide IPv6 addresses. ${sessionPooler(ref)}`,
      transient: code === 'EAI_AGAIN',
    };
  }
  return code === 'EAI_AGAIN'
    ? {
        code: 'connection.dns',
        message: `the DNS of this machine gives no answer for ${at.host}`,
        hint: 'Check the network of this machine and its name servers (/etc/resolv.conf).',
        transient: true,
      }
    : {
        code: 'connection.dns',
        message: `there is no host named ${at.host}`,
        hint: 'Check the spelling of the host, and whether this machine needs a VPN or another name server to know it.',
      };
}

function ofProtocol({ message, place, attempt, code }: Seen): Failure | undefined {
  const { greeting, connected } = attempt;
  if (greeting && !isPostgres(greeting)) {
    const text = greeting.toString('latin1');
    const what = text.startsWith('HTTP/')
      ? 'a web server'
      : text.startsWith('SSH-')
        ? 'an SSH server'
        : 'something else';
    return {
      code: 'connection.protocol',
      message: `${what} answers at ${place}, and not PostgreSQL`,
      hint: "Correct the port: PostgreSQL has 5432 by default. The API's URL (https://…) is no connection string; Supabase shows it under Connect.",
    };
  }
  if (code !== 'ETIMEDOUT' && !timedOut.test(message)) return undefined;
  if (connected) {
    return {
      code: 'connection.timeout',
      message: `${place} takes connections, and does not answer`,
      hint: 'A proxy without a server behind it does that, a port of something else, or a server that hangs: check the port, and the log of the server.',
      transient: true,
    };
  }
  return {
    code: 'connection.timeout',
    message: `${place} does not answer`,
    hint: 'A firewall drops the packets, or the host is down: check the addresses that the server lets in (Supabase: Database, Settings, Network restrictions), and the port.',
    transient: true,
  };
}

/** A server begins with one letter about TLS, or with a message of authentication, version or error. */
function isPostgres(greeting: Buffer): boolean {
  const letter = String.fromCharCode(greeting[0] ?? 0);
  if (greeting.length === 1) return letter === 'S' || letter === 'N';
  if (!['R', 'E', 'v'].includes(letter)) return false;
  return greeting.length < 5 || greeting.readUInt32BE(1) < 65_536;
}

function ofServer({ code, message, place, at }: Seen): Failure | undefined {
  switch (code) {
    case '53300':
      return {
        code: 'connection.too-many',
        message: `the server has no connection left (${message})`,
        hint: /for role "/.test(message)
          ? `Close other sessions of ${at.user}, or raise its limit: ALTER ROLE … CONNECTION LIMIT …; a lower --jobs needs fewer.`
          : /for database "/.test(message)
            ? 'Close other sessions of the database, or raise its limit: ALTER DATABASE … CONNECTION LIMIT …; a lower --jobs needs fewer.'
            : 'Close other sessions, lower --jobs, or raise max_connections (which takes a restart of the server).',
        transient: true,
      };
    case '57P03':
      return {
        code: 'connection.refused',
        message: `the server at ${place} takes no connections at the moment (${message})`,
        hint: /recovery|standby|hot/i.test(message)
          ? 'It is a standby that takes no queries, or it recovers from a crash: connect to the primary, or wait.'
          : 'Wait until it accepts connections and try again.',
        transient: true,
      };
    default:
      return undefined;
  }
}

function rest({ error, message, place }: Seen): Failure {
  if (/timeout/i.test(message)) {
    return {
      code: 'connection.timeout',
      message: `${place} does not answer`,
      hint: 'A firewall may drop the packets: check allowed addresses on the server and the port.',
      transient: true,
    };
  }
  if (isConnectionLoss(error)) {
    return {
      code: 'connection.lost',
      message: `the connection to ${place} was cut while it was being made`,
      hint: 'Try again; if it stays, look into the log of the server or the pooler.',
      transient: true,
    };
  }
  return { code: 'connection.refused', message, hint: 'Check the connection string and the log of the server.' };
}
