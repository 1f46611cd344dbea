import { userInfo } from 'node:os';
import type { ConnectionOptions } from 'node:tls';
import { parse } from 'pg-connection-string';
import { CutoverError } from '../errors.ts';

export type TlsMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';
const tlsModes: readonly string[] = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

/** Where a connection string leads, in libpq's meaning of its parts. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: string | undefined;
  /** True where `host` is the folder of a Unix socket. */
  readonly socket: boolean;
  readonly tlsMode: TlsMode;
  /** Options for the TLS handshake; undefined where none is wanted. */
  readonly tls: ConnectionOptions | undefined;
  readonly connectTimeoutMs: number | undefined;
  /** Command-line options for the server, from `?options=`. */
  readonly options: string | undefined;
}

/**
 * Reads a URL (`postgres://`, `postgresql://`) or libpq's `key=value` form. Parts that are left out come from
 * libpq's variables (PGHOST, PGPORT, PGUSER, PGDATABASE, PGPASSWORD, PGSSLMODE).
 * Throws `config.invalid`. No message repeats the string: it may hold a password.
 */
export function parseAddress(text: string, end: 'source' | 'target'): Address {
  const trimmed = text.trim();
  if (trimmed === '') throw invalid(end, 'the connection string is empty');
  const url = /^postgres(ql)?:\/\//.test(trimmed) ? trimmed : urlFromKeywords(trimmed, end);
  let parsed: ReturnType<typeof parse>;
  try {
    // pg reads sslmode in a meaning of its own (require checks the certificate); operators mean libpq's.
    parsed = parse(withDefaultTls(url), { useLibpqCompat: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw invalid(end, 'a file named by sslrootcert, sslcert or sslkey does not exist');
    }
    if (error instanceof Error && error.message.startsWith('SECURITY WARNING')) {
      throw invalid(end, 'sslmode=verify-ca needs sslrootcert=FILE, the certificate authority to trust');
    }
    throw invalid(end, 'the connection string cannot be read');
  }
  const tlsMode = parsed['sslmode'];
  if (!isTlsMode(tlsMode)) throw invalid(end, `sslmode is none of ${tlsModes.join(', ')}`);
  const host = parsed.host || process.env['PGHOST'] || 'localhost';
  const port = Number(parsed.port || process.env['PGPORT'] || 5432);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw invalid(end, 'the port is no number from 1 to 65535');
  const user = parsed.user || process.env['PGUSER'] || userInfo().username;
  const socket = host.startsWith('/');
  const timeout = Number(parsed['connect_timeout']);
  return {
    host,
    port,
    user,
    database: parsed.database || process.env['PGDATABASE'] || user,
    password: parsed.password || process.env['PGPASSWORD'] || undefined,
    socket,
    tlsMode,
    tls: socket || tlsMode === 'disable' ? undefined : tlsOptions(parsed.ssl, tlsMode),
    connectTimeoutMs: timeout > 0 ? timeout * 1000 : undefined,
    options: parsed.options,
  };
}

/** `host:port/database`: how an end is named on screens and in events. */
export function formatAddress(address: Pick<Address, 'host' | 'port' | 'database'>): string {
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `${host}:${address.port}/${address.database}`;
}

function isTlsMode(mode: unknown): mode is TlsMode {
  return typeof mode === 'string' && tlsModes.includes(mode);
}

/** `prefer` is what libpq does without a word about TLS; pg-connection-string would not even try. */
function withDefaultTls(url: string): string {
  if (/[?&]sslmode=/.test(url)) return url;
  const mode = process.env['PGSSLMODE'] ?? 'prefer';
  return `${url}${url.includes('?') ? '&' : '?'}sslmode=${encodeURIComponent(mode)}`;
}

function tlsOptions(ssl: ReturnType<typeof parse>['ssl'], mode: TlsMode): ConnectionOptions {
  const { cert, ...rest } = typeof ssl === 'object' ? ssl : {};
  const given: ConnectionOptions = cert ? { ...rest, cert } : rest;
  if (mode === 'allow' || mode === 'prefer') return { ...given, rejectUnauthorized: false };
  return given;
}

const keywords: ReadonlyMap<string, string> = new Map([
  ['host', 'host'],
  ['hostaddr', 'host'],
  ['port', 'port'],
  ['user', 'user'],
  ['password', 'password'],
  ['dbname', 'database'],
]);

/** libpq's `host=db port=5432 dbname='my db'` form. [PostgreSQL documentation, 34.1.1.1 Keyword/Value Connection Strings] */
function urlFromKeywords(text: string, end: 'source' | 'target'): string {
  const pattern = /\s*([a-z_]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s'\\]|\\.)*))/gy;
  const values = new Map<string, string>();
  const query = new URLSearchParams();
  let position = 0;
  for (const match of text.matchAll(pattern)) {
    position = (match.index ?? 0) + match[0].length;
    const value = (match[2] ?? match[3] ?? '').replaceAll(/\\(.)/g, '$1');
    const key = keywords.get(match[1] ?? '');
    if (key) values.set(key, value);
    else query.set(match[1] ?? '', value);
  }
  if (values.size === 0 || text.slice(position).trim() !== '') {
    throw invalid(end, 'the connection string is neither a postgres:// URL nor libpq keywords (host=… dbname=…)');
  }
  const part = (key: string): string => encodeURIComponent(values.get(key) ?? '');
  const host = values.get('host') ?? '';
  if (host.startsWith('/')) query.set('host', host);
  const authority = host === '' || host.startsWith('/') ? '' : host.includes(':') ? `[${host}]` : host;
  const name = values.has('user') ? `${part('user')}@` : '';
  const login = values.has('password') ? `${part('user')}:${part('password')}@` : name;
  const port = values.has('port') ? `:${part('port')}` : '';
  // A URL without a host takes no port in the authority: it goes to the query instead.
  if (authority === '' && values.has('port')) query.set('port', values.get('port') ?? '');
  const search = query.size > 0 ? `?${query.toString()}` : '';
  return `postgres://${login}${authority}${authority === '' ? '' : port}/${part('database')}${search}`;
}

function invalid(end: 'source' | 'target', message: string): CutoverError {
  return new CutoverError('config.invalid', `${end}: ${message}`, {
    hint: 'A connection string reads postgres://user:password@host:5432/database?sslmode=require; special characters are percent-encoded.',
  });
}
