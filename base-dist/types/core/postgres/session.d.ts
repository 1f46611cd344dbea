import type { Socket } from 'node:net';
import pg from 'pg';
import { type Address } from './address.ts';
import { type Activity } from './stall.ts';
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
/**
 * Opens a session with every timeout off. A source session is read-only from its first statement.
 * Throws a CutoverError with a `connection.*` code, or `config.invalid`.
 */
export declare function connect(request: ConnectRequest): Promise<Session>;
