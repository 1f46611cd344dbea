import type { Socket } from 'node:net';
import type pg from 'pg';

/** One connection, in the shape that the rest of the engine needs. */
export interface Session {
  readonly end: 'source' | 'target';
  readonly client: pg.Client;
  /** The socket under the client, TLS included: the relay passes bytes over it while the client is idle. */
  readonly socket: Socket;
  /** `server_version_num` */
  readonly serverVersion: number;
  readonly backendPid: number;
  /** True once the connection is gone or in an unknown state; such a session is closed, never reused. */
  readonly broken: boolean;
  /** Rows of one statement; values are parameters. Bigint and numeric come as strings. Throws CutoverError. */
  query<Row extends Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** One or many statements without parameters, over the simple protocol. Throws CutoverError. */
  execute(sql: string): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectRequest {
  readonly end: 'source' | 'target';
  readonly url: string;
  /** Ends up in application_name, behind `cutover`: `cutover copy 2`. */
  readonly purpose: string;
  readonly connectTimeoutMs?: number;
}

/**
 * Opens a session with every timeout off. A source session is read-only from its first statement.
 * Throws a CutoverError with a `connection.*` code.
 */
export declare function connect(request: ConnectRequest): Promise<Session>;
