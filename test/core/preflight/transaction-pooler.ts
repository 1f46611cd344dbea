import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import pg from 'pg';
import { onTestFinished } from 'vitest';

interface Backend {
  readonly client: pg.Client;
  readonly socket: Socket;
}

const backendCount = 6;
const sslRequest = 80877103;
const readyForQuery = 0x5a;
const terminate = 0x58;
const idle = 0x49;

/**
 * A pooler in transaction mode, as PgBouncer and Supavisor are: a client has a backend from its first message to the
 * end of its transaction. With `reset`, a backend forgets its settings before the next client gets it; with `inTurn`,
 * the backend that was idle for longest is next, else the one that was used last.
 */
export async function startTransactionPooler(
  serverUrl: string,
  options: { readonly reset?: boolean; readonly inTurn?: boolean } = {},
): Promise<{ readonly port: number }> {
  const free: Backend[] = [];
  const queue: ((backend: Backend) => void)[] = [];
  const all: Backend[] = [];
  for (let count = 0; count < backendCount; count += 1) {
    const backend = await openBackend(serverUrl);
    all.push(backend);
    free.push(backend);
  }

  const take = (): Promise<Backend> => {
    const backend = options.inTurn ? free.shift() : free.pop();
    return backend ? Promise.resolve(backend) : new Promise((resolve) => queue.push(resolve));
  };
  const release = async (backend: Backend): Promise<void> => {
    if (options.reset) {
      const body = Buffer.from('DISCARD ALL\0');
      const ready = new Promise<void>((resolve) => onReady(backend, undefined, resolve));
      backend.socket.write(Buffer.concat([Buffer.from('Q'), int32(body.length + 4), body]));
      await ready;
    }
    const next = queue.shift();
    if (next) next(backend);
    else free.push(backend);
  };

  const clients = new Set<Socket>();
  const server: Server = createServer((client) => {
    clients.add(client);
    client.on('error', () => undefined);
    let started = false;
    let waiting: Buffer[] | undefined;
    let backend: Backend | undefined;
    client.on('data', (bytes) => {
      if (!started) {
        if (bytes.readInt32BE(4) === sslRequest) return client.write('N');
        started = true;
        return client.write(greeting());
      }
      if (bytes[0] === terminate) return client.end();
      if (backend) return backend.socket.write(bytes);
      if (waiting) return waiting.push(bytes);
      waiting = [bytes];
      void take().then((taken) => {
        backend = taken;
        onReady(taken, client, () => {
          backend = undefined;
          void release(taken);
        });
        for (const each of waiting ?? []) taken.socket.write(each);
        waiting = undefined;
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const client of clients) client.destroy();
    for (const { socket } of all) socket.destroy();
  });
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0 };
}

async function openBackend(url: string): Promise<Backend> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const { stream: socket } = (client as unknown as { connection: { stream: Socket } }).connection;
  socket.removeAllListeners('data');
  return { client, socket };
}

/** Passes the backend's messages on until it is ready and in no transaction; a client that is gone gets none. */
function onReady({ socket }: Backend, client: Socket | undefined, done: () => void): void {
  let rest = Buffer.alloc(0);
  const onData = (bytes: Buffer): void => {
    if (client && !client.destroyed) client.write(bytes);
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= 5 && rest.length >= 1 + rest.readInt32BE(1)) {
      const ended = rest[0] === readyForQuery && rest[5] === idle;
      rest = rest.subarray(1 + rest.readInt32BE(1));
      if (ended) {
        socket.off('data', onData);
        return done();
      }
    }
  };
  socket.on('data', onData);
}

/** AuthenticationOk, BackendKeyData, ReadyForQuery. */
function greeting(): Buffer {
  return Buffer.concat([
    Buffer.from('R'),
    int32(8),
    int32(0),
    Buffer.from('K'),
    int32(12),
    int32(1),
    int32(1),
    Buffer.from('Z'),
    int32(5),
    Buffer.from('I'),
  ]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
