import type { Socket } from 'node:net';
import type { Session } from './session.ts';
import { type SlabReader } from './slab-socket.ts';
/**
 * The few messages of the frontend/backend protocol 3.0 that are spoken without pg.
 * [PostgreSQL documentation, 53.7 Message Formats]
 */
export declare const backend: {
    readonly copyData: 100;
    readonly copyDone: 99;
    readonly copyInResponse: 71;
    readonly commandComplete: 67;
    readonly errorResponse: 69;
    readonly readyForQuery: 90;
};
/** A Query message: the statement runs as one simple query. */
export declare function queryMessage(sql: string): Buffer;
/** CopyFail: the server ends the COPY with an error and the transaction is aborted. */
export declare function copyFailMessage(reason: string): Buffer;
/** An ErrorResponse as pg throws it: message, SQLSTATE in `code`, `detail`. */
export declare function parseErrorResponse(body: Buffer): Error;
/** The number in a command tag such as `COPY 1042`. */
export declare function rowsOfTag(body: Buffer): number;
/**
 * Takes an idle session's socket away from pg. Every byte that arrives goes to `onData` until `release`, which
 * gives the socket back; the protocol must be idle (ReadyForQuery seen) at both moments. Bytes that come with a slab
 * are only lent: whoever keeps them longer than the call holds the slab.
 */
export declare function borrowSocket(session: Session, onData: SlabReader): {
    socket: Socket;
    release(): void;
};
