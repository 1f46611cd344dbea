import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import pg from 'pg';
import { type Address, parseAddress } from './address.ts';
import { addressesOf } from './host-addresses.ts';
import type { Attempt } from './connection-attempt.ts';
import { asksForAddresses, connectionError } from './connection-errors.ts';
import { lostError, statementError } from './errors.ts';
import { type Activity, activityOf, lockTimeoutSql, stallTimeoutMs, watchForStall } from './stall.ts';
import { SlabSocket } from './slab-socket.ts';

/** One connection, in the shape that the rest of the engine needs. */
export interface Session {
  readonly end: 'source' | 'target';
  readonly client: pg.Client;
  /** The socket under the client, TLS included: the relay passes bytes over it while the client is idle. */
  readonly socket: Socket;
  readonly address: Address;
  readonly encrypted: boolean;
  /** `server_version_num` */
  readonly serverVersion: number;
  /** As the server itself knows it: a pooler tells its clients another one. */
  readonly backendPid: number;
  /** True once the connection is gone or in an unknown state; such a session is closed, never reused. */
  readonly broken: boolean;
  /** Rows of one statement; values are parameters. Bigint and numeric come as strings. Throws CutoverError. */
  query<Row extends Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The same, each value as the server writes it, in the order of the columns. Throws CutoverError. */
  texts(sql: string, values?: readonly unknown[]): Promise<(string | null)[][]>;
  /** One or many statements without parameters, over the simple protocol. Throws CutoverError. */
  execute(sql: string): Promise<void>;
  /** The rows of each of several statements without parameters, in one round trip. Throws CutoverError. */
  queryAll<Answers extends readonly unknown[][]>(statements: readonly string[]): Promise<Answers>;
  /** Ends a transaction that is open without its work. Where none is, the server is not asked. Throws CutoverError. */
  rollBack(): Promise<void>;
  /** What the backend is doing, asked over a connection of its own; for one that has been silent for too long. */
  activity(): Promise<Activity>;
  /** Marks the session unusable and drops its socket: what it was doing is rolled back by the server. */
  destroy(reason: Error): void;
  close(): Promise<void>;
}

export interface ConnectRequest {
  readonly end: 'source' | 'target';
  readonly url: string;
  /** Ends up in application_name, behind `cutover`: `cutover copy 2`. */
  readonly purpose: string;
  readonly connectTimeoutMs?: number;
}

const defaultConnectTimeoutMs = 15_000;

/** `host:port` of servers that have refused TLS where it was optional: asked once, not for every connection. */
const withoutTls = new Set<string>();

/** A server that has vanished is noticed after this time of silence and ten probes of a second each (Linux, macOS). */
const keepAliveDelayMs = 30_000;

/** How long a server may take to hang up when it is told to; then the socket is dropped. */
const closeTimeoutMs = 2_000;

/** Of what the other side says first: enough to tell what it is. */
const greetingBytes = 64;

/** Sent with the startup packet, so that not even the first statement of a source session could write. */
const readOnlyOption = '-c default_transaction_read_only=on';

/**
 * Every session of ours runs under the same settings: no timeout may end a long copy [facts 5] (waiting for a lock is
 * no work, and has its limit), a table under RLS
 * is read whole or not at all [facts 7], and values have one textual form on both ends.
 */
const sessionSettings = `
  SET statement_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  SET idle_session_timeout = 0;
  SET row_security = off;
  SELECT pg_catalog.set_config('search_path', '', false);
  SET TimeZone = 'UTC';
  SET DateStyle = 'ISO, MDY';
  SET IntervalStyle = 'postgres';
  SET bytea_output = 'hex';
  SET extra_float_digits = 3;
  SET lc_monetary = 'C';
  SET xmloption = 'content';
  SET standard_conforming_strings = on;
  SET client_min_messages = 'warning';
  SET tcp_keepalives_idle = 30;
  SET tcp_keepalives_interval = 10;
  SET tcp_keepalives_count = 3;
`;

/**
 * A backend that is busy notices that its client is gone, instead of building an index for nobody. Refused where the
 * server's system cannot watch a socket; Linux can. [PostgreSQL documentation, 20.3.2 TCP Settings]
 */
const checkClientSql = "SET client_connection_check_interval = '10s'";
const checkClientOnLinuxSql = `
  SELECT pg_catalog.set_config('client_connection_check_interval', '10s', false)
  WHERE pg_catalog.version() ~ 'linux'`;

/** 17 ends whole transactions after a while; earlier servers do not know the setting. */
const transactionTimeoutSql = `
  SELECT pg_catalog.set_config('transaction_timeout', '0', false)
  WHERE pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL`;

const factsSql = `
  SELECT pg_catalog.current_setting('server_version_num')::int AS version, pg_catalog.pg_backend_pid() AS pid,
    pg_catalog.version() ~ 'linux' AS linux`;

const readOnlySettings = 'SET default_transaction_read_only = on;';
/**
 * As in a dump's own preamble: what the target's database or role has as defaults does not decide how objects are made.
 * A stricter isolation than this would let our own jobs fail each other. The ledger's last word must outlast a crash of
 * the server, and all that was committed before it with it.
 */
const targetSettings = `
  SET check_function_bodies = off;
  SELECT pg_catalog.set_config('synchronous_commit', 'on', false)
    WHERE pg_catalog.current_setting('synchronous_commit') = 'off';
  SET default_tablespace = '';
  SET default_table_access_method = 'heap';
  SET default_transaction_isolation = 'read committed';`;

/**
 * Opens a session with every timeout off. A source session is read-only from its first statement.
 * Throws a CutoverError with a `connection.*` code, or `config.invalid`.
 */
export async function connect(request: ConnectRequest): Promise<Session> {
  const address = parseAddress(request.url, request.end);
  const client = await openClient(request, address);
  // A lost idle connection is noticed by the next statement; without a listener it would end the process.
  const session = new PgSession(request, address, client);
  client.on('error', (error) => session.destroy(error));
  try {
    await session.prepare();
    return session;
  } catch (error) {
    await session.close();
    throw connectionError(error, request.end, address, { connected: true, greeting: undefined });
  }
}

async function openClient(request: ConnectRequest, address: Address): Promise<pg.Client> {
  const wanted = request.end === 'source' ? readOnlyOption : undefined;
  const options = [address.options, wanted].filter((option) => option !== undefined).join(' ') || undefined;
  const optional = address.tlsMode === 'prefer' || address.tlsMode === 'allow';
  const server = `${address.host}:${address.port}`;
  const tls = optional && withoutTls.has(server) ? undefined : address.tls;
  let opened = await attempt(request, address, tls, options);
  const refusal = 'error' in opened && opened.error instanceof Error ? opened.error.message : '';
  // What libpq does for sslmode=prefer and allow.
  if (/does not support SSL/i.test(refusal) && optional) {
    withoutTls.add(server);
    opened = await attempt(request, address, undefined, options);
  } else if (/unsupported startup parameter/i.test(refusal)) {
    // A pooler may take no startup options; the first statement then sets the same.
    opened = await attempt(request, address, tls, undefined);
  }
  if (opened.client) return opened.client;
  const { error } = opened;
  const addresses = asksForAddresses(error, opened) ? await addressesOf(address.host) : undefined;
  throw connectionError(error, request.end, address, opened, addresses);
}

type Opened = { readonly client: pg.Client } | (Attempt & { readonly client?: never; readonly error: unknown });

async function attempt(
  request: ConnectRequest,
  address: Address,
  tls: ConnectionOptions | undefined,
  options: string | undefined,
): Promise<Opened> {
  const stream = new SlabSocket();
  const client = new pg.Client({
    host: address.host,
    port: address.port,
    user: address.user,
    database: address.database,
    ...(address.password === undefined ? {} : { password: address.password }),
    ssl: tls ?? false,
    application_name: `cutover ${request.purpose}`.slice(0, 63),
    client_encoding: 'UTF8',
    connectionTimeoutMillis: request.connectTimeoutMs ?? address.connectTimeoutMs ?? defaultConnectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelayMs,
    stream: () => stream,
    ...(options === undefined ? {} : { options }),
  });
  // Errors during connect() reject it; this listener keeps late ones from being thrown.
  client.on('error', () => undefined);
  let connected = false;
  let greeting: Buffer | undefined;
  stream.once('connect', () => {
    connected = true;
  });
  const onData = (bytes: Buffer): void => {
    greeting = Buffer.from(bytes.subarray(0, greetingBytes));
  };
  stream.once('data', onData);
  try {
    await client.connect();
    return { client };
  } catch (error) {
    await endClient(client);
    return { error, connected, greeting };
  } finally {
    stream.off('data', onData);
  }
}

/** Says goodbye, and hangs up where nobody answers. */
async function endClient(client: pg.Client): Promise<void> {
  const { stream } = (client as unknown as ClientInternals).connection;
  const timer = setTimeout(() => stream.destroy(), closeTimeoutMs);
  try {
    await client.end();
  } catch {
    stream.destroy();
  } finally {
    clearTimeout(timer);
  }
}

/** pg's own types leave out the connection under a client, and that it knows when the server is ready. */
interface ClientInternals {
  readonly connection: { readonly stream: Socket };
  /** False from a statement's sending until the ReadyForQuery that ends it. */
  readonly readyForQuery: boolean;
}

/** No parser: what the server's own output function gave. */
function asWritten(text: string): string {
  return text;
}

class PgSession implements Session {
  readonly end: 'source' | 'target';
  readonly client: pg.Client;
  readonly address: Address;
  readonly #request: ConnectRequest;
  #serverVersion = 0;
  #backendPid = 0;
  #broken = false;
  /** The statement before: one is sent when the last one is answered. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(request: ConnectRequest, address: Address, client: pg.Client) {
    this.end = request.end;
    this.address = address;
    this.client = client;
    this.#request = request;
    // A server never closes one half alone. Waiting for what is still to be sent could take for ever.
    this.socket.once('end', () => this.destroy(new Error('Connection terminated by the server')));
  }

  get #internals(): ClientInternals {
    return this.client as unknown as ClientInternals;
  }

  get socket(): Socket {
    return this.#internals.connection.stream;
  }

  get encrypted(): boolean {
    return 'encrypted' in this.socket && this.socket.encrypted === true;
  }

  get serverVersion(): number {
    return this.#serverVersion;
  }

  get backendPid(): number {
    return this.#backendPid;
  }

  get broken(): boolean {
    return this.#broken || this.socket.destroyed;
  }

  /** The settings go out as the session's first statements, read-only before all others, in one round trip. */
  async prepare(): Promise<void> {
    const settings = `${this.end === 'source' ? readOnlySettings : targetSettings}${sessionSettings}${lockTimeoutSql()}`;
    const answers = await this.queryAll<{ version: number; pid: number; linux: boolean }[][]>([
      settings,
      transactionTimeoutSql,
      checkClientOnLinuxSql,
      factsSql,
    ]);
    const [facts] = answers.at(-1) ?? [];
    this.#serverVersion = facts?.version ?? 0;
    this.#backendPid = facts?.pid ?? 0;
    if (facts?.linux) return;
    try {
      await this.execute(checkClientSql);
    } catch (error) {
      if (this.broken) throw error;
    }
  }

  async query<Row extends Record<string, unknown>>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.#inTurn(() => this.client.query<Row>(sql, [...values]));
    return result.rows;
  }

  async texts(sql: string, values: readonly unknown[] = []): Promise<(string | null)[][]> {
    const types = { getTypeParser: () => asWritten };
    const request = { text: sql, values: [...values], rowMode: 'array' as const, types };
    const result = await this.#inTurn(() => this.client.query<(string | null)[]>(request));
    return result.rows;
  }

  async execute(sql: string): Promise<void> {
    await this.#inTurn(() => this.client.query(sql));
  }

  async queryAll<Answers extends readonly unknown[][]>(statements: readonly string[]): Promise<Answers> {
    // pg gives an array where there is more than one statement.
    const answer: unknown = await this.#inTurn(() => this.client.query(statements.join(';\n')));
    const results = (Array.isArray(answer) ? answer : [answer]) as pg.QueryResult[];
    return results.map(({ rows }) => rows as unknown[]) as unknown as Answers;
  }

  async rollBack(): Promise<void> {
    await this.#inTurn(async () => {
      // The turn begins when the last answer has ended, and its end told this. [PostgreSQL documentation, 53.7 Message Formats, ReadyForQuery]
      if (this.client.getTransactionStatus() !== 'I') await this.client.query('ROLLBACK');
    });
  }

  async activity(): Promise<Activity> {
    const connectTimeoutMs = Math.min(this.#request.connectTimeoutMs ?? defaultConnectTimeoutMs, stallTimeoutMs());
    return await activityOf(this.backendPid, async () => {
      const request = { ...this.#request, purpose: 'probe', connectTimeoutMs };
      const client = await openClient(request, this.address);
      return { client, end: () => endClient(client), timeoutMs: connectTimeoutMs };
    });
  }

  /** One statement at a time, and none for longer than its server is at work on it. */
  async #inTurn<T>(send: () => Promise<T>): Promise<T> {
    const before = this.#last;
    const turn = Promise.withResolvers<void>();
    this.#last = turn.promise;
    await before;
    const unwatch = watchForStall([this], (error) => this.destroy(error));
    try {
      await this.#serverReady();
      return await send();
    } catch (error) {
      // Whatever the socket's own words for it are: a host that became unreachable, a TLS record that was cut.
      throw this.broken ? lostError(error, this.end) : statementError(error, this.end);
    } finally {
      unwatch();
      turn.resolve();
    }
  }

  /**
   * pg tells an error when it reads it. What state the error leaves the transaction in comes behind it, with
   * ReadyForQuery, and may come in a later packet.
   */
  async #serverReady(): Promise<void> {
    if (this.#internals.readyForQuery || this.broken) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.client.once('drain', resolve);
    this.socket.once('close', resolve);
    await promise;
    this.client.off('drain', resolve);
    this.socket.off('close', resolve);
  }

  destroy(reason: Error): void {
    this.#broken = true;
    if (!this.socket.destroyed) this.socket.destroy(reason);
  }

  async close(): Promise<void> {
    if (this.broken) {
      this.socket.destroy();
      return;
    }
    this.#broken = true;
    await endClient(this.client);
  }
}
