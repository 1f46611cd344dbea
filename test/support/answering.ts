import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { type SecureVersion, TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';

export interface AnsweringRequest {
  /** What is sent first, before anything is asked: a greeting of another protocol. */
  readonly greeting?: string;
  /** TLS is offered, with this certificate. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly maxVersion?: SecureVersion };
  /** What answers the startup message; without it nothing does. */
  readonly startup?: (socket: Socket) => void;
}

const sslRequest = 80877103;

/** A port that behaves as servers, poolers and strangers do while a client connects. Closed when the test is over. */
export async function answering(request: AnsweringRequest): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const { greeting } = request;
    if (greeting !== undefined) {
      socket.once('data', () => socket.end(greeting));
      return;
    }
    socket.once('data', (bytes) => {
      if (bytes.readInt32BE(4) !== sslRequest) return request.startup?.(socket);
      if (!request.tls) {
        socket.write('N');
        socket.once('data', () => request.startup?.(socket));
        return;
      }
      socket.write('S');
      const { cert, key, maxVersion } = request.tls;
      const minVersion = maxVersion === undefined ? {} : ({ minVersion: 'TLSv1', maxVersion } as const);
      const secure = new TLSSocket(socket, { isServer: true, cert, key, ...minVersion });
      secure.on('error', () => undefined);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A message of the server: its letter, length and body. [PostgreSQL documentation, 53.7 Message Formats] */
export function message(letter: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(letter), length, body]);
}

/** What a server or a pooler sends before it hangs up. */
export function fatal(state: string, text: string): (socket: Socket) => void {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${state}\0M${text}\0\0`);
  return (socket) => socket.end(message('E', fields));
}

/** Asks for a login by SASL with the given mechanisms. */
export function sasl(...mechanisms: readonly string[]): (socket: Socket) => void {
  const kind = Buffer.alloc(4);
  kind.writeInt32BE(10);
  const body = Buffer.concat([kind, Buffer.from(`${mechanisms.join('\0')}\0\0`)]);
  return (socket) => socket.write(message('R', body));
}
