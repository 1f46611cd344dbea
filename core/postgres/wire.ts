import type { Socket } from 'node:net';
import type { Session } from './session.ts';
import { type SlabReader, SlabSocket } from './slab-socket.ts';

/**
 * The few messages of the frontend/backend protocol 3.0 that are spoken without pg.
 * [PostgreSQL documentation, 53.7 Message Formats]
 */
export const backend = {
  copyData: 0x64, // d
  copyDone: 0x63, // c
  copyInResponse: 0x47, // G
  commandComplete: 0x43, // C
  errorResponse: 0x45, // E
  readyForQuery: 0x5a, // Z
} as const;

/** A Query message: the statement runs as one simple query. */
export function queryMessage(sql: string): Buffer {
  return message(0x51, Buffer.from(`${sql}\0`));
}

/** CopyFail: the server ends the COPY with an error and the transaction is aborted. */
export function copyFailMessage(reason: string): Buffer {
  return message(0x66, Buffer.from(`${reason}\0`));
}

function message(type: number, body: Buffer): Buffer {
  const head = Buffer.allocUnsafe(5);
  head.writeUInt8(type, 0);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** An ErrorResponse as pg throws it: message, SQLSTATE in `code`, `detail`. */
export function parseErrorResponse(body: Buffer): Error {
  const fields = new Map<string, string>();
  let offset = 0;
  while (offset < body.length && body[offset] !== 0) {
    const end = body.indexOf(0, offset + 1);
    fields.set(String.fromCharCode(body[offset] ?? 0), body.toString('utf8', offset + 1, end));
    offset = end + 1;
  }
  const detail = [fields.get('D'), fields.get('W')].filter(Boolean).join('; ');
  return Object.assign(new Error(fields.get('M') ?? 'the server reported an error'), {
    code: fields.get('C') ?? '',
    ...(detail === '' ? {} : { detail }),
  });
}

/** The number in a command tag such as `COPY 1042`. */
export function rowsOfTag(body: Buffer): number {
  const tag = body.toString('latin1', 0, Math.max(body.indexOf(0), 0));
  return Number(/(\d+)$/.exec(tag)?.[1] ?? Number.NaN);
}

/**
 * Takes an idle session's socket away from pg. Every byte that arrives goes to `onData` until `release`, which
 * gives the socket back; the protocol must be idle (ReadyForQuery seen) at both moments. Bytes that come with a slab
 * are only lent: whoever keeps them longer than the call holds the slab.
 */
export function borrowSocket(session: Session, onData: SlabReader): { socket: Socket; release(): void } {
  const { socket } = session;
  if (socket instanceof SlabSocket) {
    socket.reader = onData;
    return {
      socket,
      release() {
        socket.reader = undefined;
        socket.resume();
      },
    };
  }
  // TLS: what arrives was decrypted into memory of its own.
  const listeners = socket.listeners('data') as ((bytes: Buffer) => void)[];
  const listener = (bytes: Buffer): void => onData(bytes, undefined);
  for (const each of listeners) socket.off('data', each);
  socket.on('data', listener);
  return {
    socket,
    release() {
      socket.off('data', listener);
      for (const each of listeners) socket.on('data', each);
      socket.resume();
    },
  };
}
