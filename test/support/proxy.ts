import { once } from 'node:events';
import { createServer, type Socket, connect as openSocket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { onTestFinished } from 'vitest';
import { type Message, MessageFollower } from './protocol.ts';

/** Which way bytes flow: `toServer` is what the client sends. */
export type Direction = 'toServer' | 'toClient';
const directions: readonly Direction[] = ['toServer', 'toClient'];

/** One client's connection through the proxy, with the hand on its cable. */
export interface Link {
  /** application_name of the client, once it has introduced itself. */
  readonly application: string;
  /** The statement that the client sent last. */
  readonly statement: string;
  /** Process id of the backend, once the server has told it. */
  readonly backendPid: number;
  /** Whether the server owes an answer, sits in a transaction, or neither. */
  readonly state: 'busy' | 'transaction' | 'idle';
  readonly closed: boolean;
  /** Ends both halves: each end sees a connection that was closed. */
  cut(): void;
  /** The same with a TCP reset. */
  reset(): void;
  /** Closes one direction alone: its reader sees the end of the stream, the other way stays open. */
  halfClose(direction: Direction): void;
  /** Lets nothing pass any more, and closes nothing: a cable that was pulled, behind a switch that stays up. */
  stall(direction?: Direction): void;
  /** Ends a stall; what was held back goes on its way. */
  flow(): void;
}

/** What a rule waits for. Without `nth` the first match counts; the count runs over all links of the proxy. */
export interface Trigger {
  readonly direction: Direction;
  /** Protocol name of the message: `CopyData`, `CommandComplete`, `Query` … */
  readonly message?: string;
  /** On the message's text: the SQL of a Query, the tag of a CommandComplete, the state of a ReadyForQuery. */
  readonly text?: RegExp;
  /** On the statement that was sent last over the link. */
  readonly statement?: RegExp;
  /** On the client's application_name. */
  readonly application?: RegExp;
  readonly nth?: number;
  /** Instead of a message: once this many bytes have passed in the direction, over one link. */
  readonly byte?: number;
  /** Where in the message: `before` holds it back, `middle` lets the half of it pass, `after` all of it. */
  readonly moment?: 'before' | 'middle' | 'after';
}

export interface Proxy {
  readonly port: number;
  /** The same connection string, through the proxy and without TLS, so that it can read along. */
  url(url: string): string;
  /** Links that are open now. */
  links(application?: RegExp): readonly Link[];
  /** Once: does `act` when the trigger is met, and resolves with the link. */
  at(trigger: Trigger, act: (link: Link) => void): Promise<Link>;
  /** The same for every time that it is met. */
  always(trigger: Trigger, act: (link: Link) => void): void;
  /** Cuts every link, and refuses new ones until `up`: as if the server were down. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** Stalls every link there is and every one that will be. */
  stall(): void;
  flow(): void;
}

export interface ProxyRequest {
  /** Added to each direction, in ms: half of the round-trip time. Bytes under way overlap, as on a long cable. */
  readonly latencyMs?: number;
  /** Per link and direction. */
  readonly bytesPerSecond?: number;
  /** False where nothing has to be met: bytes pass unread, which costs less. */
  readonly follow?: boolean;
}

interface Rule {
  readonly trigger: Trigger;
  readonly act: (link: Link) => void;
  /** Matches that are still to come; undefined for a rule that holds always. */
  left: number | undefined;
}

/** A proxy in front of a server, closed with its test. */
export async function proxyForTest(serverUrl: string, request: ProxyRequest = {}): Promise<Proxy> {
  const { proxy, stop } = await startProxy(serverUrl, request);
  onTestFinished(stop);
  return proxy;
}

/** A TCP proxy in front of the server of `serverUrl`, on a free port of 127.0.0.1. */
export async function startProxy(
  serverUrl: string,
  request: ProxyRequest = {},
): Promise<{ readonly proxy: Proxy; stop(): Promise<void> }> {
  const upstream = new URL(serverUrl);
  const links = new Set<ProxyLink>();
  const rules = new Set<Rule>();
  let stalled = false;
  let port = 0;

  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const server = openSocket({
      host: upstream.hostname,
      port: Number(upstream.port),
      allowHalfOpen: true,
      noDelay: true,
    });
    const link: ProxyLink = new ProxyLink(client, server, request, rules, () => links.delete(link));
    links.add(link);
    if (stalled) link.stall();
  });
  const listen = async (): Promise<void> => {
    listener.listen(port, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  };
  const down = async (): Promise<void> => {
    for (const link of links) link.reset();
    if (!listener.listening) return;
    const closed = once(listener, 'close');
    listener.close();
    await closed;
  };
  await listen();

  const proxy: Proxy = {
    get port() {
      return port;
    },
    url(url) {
      const through = new URL(url);
      through.hostname = '127.0.0.1';
      through.port = String(port);
      through.searchParams.set('sslmode', 'disable');
      return through.href;
    },
    links: (application = /^/) => [...links].filter((link) => application.test(link.application)),
    at(trigger, act) {
      const { promise, resolve } = Promise.withResolvers<Link>();
      const met = (link: Link): void => {
        act(link);
        resolve(link);
      };
      rules.add({ trigger, act: met, left: trigger.nth ?? 1 });
      return promise;
    },
    always(trigger, act) {
      rules.add({ trigger, act, left: undefined });
    },
    down,
    up: listen,
    stall() {
      stalled = true;
      for (const link of links) link.stall();
    },
    flow() {
      stalled = false;
      for (const link of links) link.flow();
    },
  };
  return { proxy, stop: down };
}

class ProxyLink implements Link {
  application = '';
  statement = '';
  backendPid = 0;
  state: Link['state'] = 'busy';
  closed = false;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #pipes: Readonly<Record<Direction, Pipe>>;
  readonly #onClosed: () => void;

  constructor(client: Socket, server: Socket, request: ProxyRequest, rules: Set<Rule>, onClosed: () => void) {
    this.#client = client;
    this.#server = server;
    this.#onClosed = onClosed;
    const pipe = (direction: Direction, from: Socket, to: Socket): Pipe =>
      new Pipe({ from, to, direction, request, rules, link: this });
    this.#pipes = { toServer: pipe('toServer', client, server), toClient: pipe('toClient', server, client) };
    for (const socket of [client, server]) {
      socket.on('error', () => this.reset());
      socket.on('close', () => {
        if (client.destroyed && server.destroyed) this.#end();
      });
    }
  }

  cut(): void {
    this.#client.destroy();
    this.#server.destroy();
    this.#end();
  }

  reset(): void {
    for (const socket of [this.#client, this.#server]) {
      if (socket.connecting) socket.destroy();
      else socket.resetAndDestroy();
    }
    this.#end();
  }

  halfClose(direction: Direction): void {
    this.#pipes[direction].halfClose();
  }

  stall(direction?: Direction): void {
    for (const each of directions) if (direction === undefined || each === direction) this.#pipes[each].stall();
  }

  flow(): void {
    for (const each of directions) this.#pipes[each].flow();
  }

  /** What the messages tell about the connection. */
  note(direction: Direction, message: Message): void {
    if (direction === 'toServer') {
      if (message.name === 'Startup') this.application = message.parameter('application_name') ?? '';
      if (message.name === 'Query' || message.name === 'Parse') this.statement = message.text;
      if (message.name !== 'Terminate') this.state = 'busy';
    } else if (message.name === 'BackendKeyData') this.backendPid = message.body.readInt32BE(0);
    else if (message.name === 'ReadyForQuery')
      this.state = message.body.toString('latin1') === 'I' ? 'idle' : 'transaction';
  }

  #end(): void {
    if (this.closed) return;
    this.closed = true;
    for (const direction of directions) this.#pipes[direction].end();
    this.#onClosed();
  }
}

/** Bytes that one direction may hold before its sender is told to wait: more than a fast link of 40 ms has under way. */
const heldLimit = 16 * 1024 * 1024;
const unsentLimit = 1024 * 1024;

type Item = { readonly due: number } & ({ readonly bytes: Buffer } | { readonly act: () => void });

interface Wiring {
  readonly from: Socket;
  readonly to: Socket;
  readonly direction: Direction;
  readonly request: ProxyRequest;
  readonly rules: Set<Rule>;
  readonly link: ProxyLink;
}

/** One direction of a link: reads, follows the messages, and delivers in time. */
class Pipe {
  readonly #wiring: Wiring;
  readonly #follower: MessageFollower | undefined;
  readonly #queue: Item[] = [];
  #held = 0;
  #passed = 0;
  /** When the line is free again, where it is throttled. */
  #freeAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #stalled = false;
  #ended = false;

  constructor(wiring: Wiring) {
    this.#wiring = wiring;
    const { from, to, direction, request, link } = wiring;
    if (request.follow !== false) {
      this.#follower = new MessageFollower(direction === 'toServer' ? 'client' : 'server', {
        bytes: (bytes) => this.#send(bytes),
        message: (message, deliver) => {
          link.note(direction, message);
          this.#meet(message, deliver);
        },
      });
    }
    from.on('data', (bytes) => {
      if (this.#ended) return;
      if (this.#follower) this.#follower.push(bytes);
      else this.#send(bytes);
    });
    from.on('end', () => this.#later(() => void to.end()));
    from.on('close', () => {
      // A reset of one end is one for the other; after a plain end both halves are through already.
      if (!to.destroyed && !from.readableEnded) link.reset();
    });
    to.on('drain', () => this.#refill());
  }

  stall(): void {
    this.#stalled = true;
  }

  flow(): void {
    this.#stalled = false;
    this.#deliver();
  }

  halfClose(): void {
    this.#ended = true;
    this.#wiring.to.end();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#queue.length = 0;
  }

  /** Runs the rules that a message meets; `deliver` passes on a part of it (0 to 1). */
  #meet(message: Message, deliver: (share: number) => void): void {
    const { direction, link, rules } = this.#wiring;
    for (const rule of rules) {
      const { trigger } = rule;
      if (trigger.direction !== direction || trigger.message !== message.name) continue;
      if (trigger.text && !trigger.text.test(message.text)) continue;
      if (trigger.statement && !trigger.statement.test(link.statement)) continue;
      if (trigger.application && !trigger.application.test(link.application)) continue;
      if (rule.left !== undefined) {
        rule.left -= 1;
        if (rule.left > 0) continue;
        rules.delete(rule);
      }
      const share = trigger.moment === 'after' ? 1 : trigger.moment === 'middle' ? 0.5 : 0;
      if (share > 0) deliver(share);
      this.#later(() => rule.act(link));
    }
    deliver(1);
  }

  #send(bytes: Buffer): void {
    if (this.#ended || bytes.length === 0) return;
    for (const rule of this.#wiring.rules) {
      const { byte, direction } = rule.trigger;
      if (byte === undefined || direction !== this.#wiring.direction) continue;
      if (this.#passed + bytes.length < byte || this.#passed >= byte) continue;
      if (rule.left !== undefined) this.#wiring.rules.delete(rule);
      const cut = byte - this.#passed;
      this.#enqueue(bytes.subarray(0, cut));
      this.#later(() => rule.act(this.#wiring.link));
      return this.#send(bytes.subarray(cut));
    }
    this.#enqueue(bytes);
  }

  #enqueue(bytes: Buffer): void {
    const { request } = this.#wiring;
    this.#passed += bytes.length;
    let due = 0;
    if (request.latencyMs !== undefined || request.bytesPerSecond !== undefined) {
      const now = performance.now();
      const sending = request.bytesPerSecond === undefined ? 0 : (bytes.length / request.bytesPerSecond) * 1000;
      this.#freeAt = Math.max(now, this.#freeAt) + sending;
      due = this.#freeAt + (request.latencyMs ?? 0);
    }
    this.#queue.push({ due, bytes });
    this.#held += bytes.length;
    this.#deliver();
  }

  /** In its turn: after everything that was sent before it has been delivered. */
  #later(act: () => void): void {
    const due = this.#queue.at(-1)?.due ?? 0;
    this.#queue.push({ due, act });
    this.#deliver();
  }

  #deliver(): void {
    const { from, to } = this.#wiring;
    while (!this.#stalled && !this.#ended) {
      const [next] = this.#queue;
      if (!next) break;
      const wait = next.due - performance.now();
      if (wait > 0.5) {
        this.#timer ??= setTimeout(() => {
          this.#timer = undefined;
          this.#deliver();
        }, wait);
        break;
      }
      this.#queue.shift();
      if ('act' in next) next.act();
      else {
        this.#held -= next.bytes.length;
        to.write(next.bytes);
      }
    }
    if (this.#held > heldLimit || to.writableLength > unsentLimit || (this.#stalled && this.#held > unsentLimit)) {
      from.pause();
    } else this.#refill();
  }

  #refill(): void {
    const { from, to } = this.#wiring;
    if (!this.#ended && from.isPaused() && this.#held <= heldLimit && to.writableLength <= unsentLimit) from.resume();
  }
}
