import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { boundYoungGeneration } from '../../young-generation.ts';
import { shrinkYoungGeneration } from './garbage.ts';

/** A connection on which nothing moves for so long is given up, in ms; a retry takes another one. */
const idleTimeoutMs = 120_000;

/**
 * `fetch` over node:http, with what storage-js and tus-js-client use of it. A body comes as the socket's own stream, and
 * goes as a buffer or a Node stream: with Node's fetch each file costs web streams and abort signals, which made half of
 * a small file's time and most of the memory (docs/decisions/0028). One signal ends everything that is under way.
 */
export function httpFetch(signal: AbortSignal): typeof fetch {
  shrinkYoungGeneration();
  const options = { keepAlive: true, maxFreeSockets: 64, timeout: idleTimeoutMs };
  const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) };
  const active = new Set<http.ClientRequest>();
  signal.addEventListener(
    'abort',
    () => {
      for (const request of active) request.destroy(new Error('stopped'));
      for (const agent of Object.values(agents)) agent.destroy();
    },
    { once: true },
  );
  const send = async (input: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Answer> => {
    if (signal.aborted) throw new Error('stopped');
    boundYoungGeneration();
    const url = new URL(input instanceof Request ? input.url : input);
    const secure = url.protocol === 'https:';
    const answered = Promise.withResolvers<IncomingMessage>();
    const request = (secure ? https : http).request(url, {
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      agent: agents[secure ? 'https:' : 'http:'],
      timeout: idleTimeoutMs,
    });
    active.add(request);
    request.once('close', () => active.delete(request));
    request.once('response', answered.resolve);
    request.on('error', answered.reject);
    request.once('timeout', () => request.destroy(new Error(`nothing moved for ${idleTimeoutMs / 1000} s`)));
    const onAbort = (): void => void request.destroy(new Error('aborted'));
    init.signal?.addEventListener('abort', onAbort, { once: true });
    const body: unknown = init.body ?? undefined;
    if (body instanceof Readable) {
      // An answer may come before the end of the body: a refusal must not wait for the rest.
      body.once('error', (error) => request.destroy(error));
      request.once('close', () => body.destroy());
      body.pipe(request);
    } else if (typeof body === 'string' || body instanceof Uint8Array) {
      request.setHeader('content-length', Buffer.byteLength(body));
      request.end(body);
    } else request.end();
    try {
      return new Answer(await answered.promise);
    } finally {
      init.signal?.removeEventListener('abort', onAbort);
    }
  };
  return send as unknown as typeof fetch;
}

/** The part of a Response that the two libraries read. */
class Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly headers: { get(name: string): string | null };
  /** The bytes as they come: an async iterable, where fetch would have a web stream. */
  readonly body: IncomingMessage;

  constructor(message: IncomingMessage) {
    this.status = message.statusCode ?? 0;
    this.ok = this.status >= 200 && this.status < 300;
    this.statusText = message.statusMessage ?? '';
    this.body = message;
    this.headers = {
      get: (name) => {
        const value = message.headers[name.toLowerCase()];
        return value === undefined ? null : String(value);
      },
    };
  }

  async text(): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.body as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
}
