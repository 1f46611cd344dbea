import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** What is to go wrong, for the next requests that fit. */
export interface Fault {
  readonly method?: string;
  /** A part of the path, as it stands in the request. */
  readonly path?: string;
  /** How many requests are hit; one where it is left out. */
  readonly times?: number;
  /** The answer in place of the real one; `retryAfter` in seconds. */
  readonly status?: number;
  readonly retryAfter?: number;
  /** The connection is cut after this many bytes of the body, whichever way it goes. */
  readonly cutAfter?: number;
  /** How long the answer waits, in ms. */
  readonly delayMs?: number;
}

/** Faults on demand, each for a number of requests. */
export class Faults {
  readonly #pending: { readonly fault: Fault; left: number }[] = [];

  #delayMs = 0;

  slow(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  add(fault: Fault): void {
    this.#pending.push({ fault, left: fault.times ?? 1 });
  }

  /** True where the request was answered, or has no connection any more. */
  async strike(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (this.#delayMs > 0) await setTimeout(this.#delayMs);
    const index = this.#pending.findIndex(
      ({ fault }) =>
        (fault.method === undefined || fault.method === request.method) &&
        (fault.path === undefined || (request.url ?? '').includes(fault.path)),
    );
    const found = this.#pending[index];
    if (!found) return false;
    found.left -= 1;
    if (found.left === 0) this.#pending.splice(index, 1);
    const { fault } = found;
    if (fault.delayMs !== undefined) await setTimeout(fault.delayMs);
    if (fault.cutAfter !== undefined) cut(request, response, fault.cutAfter);
    if (fault.status === undefined) return false;
    // A gateway in front of the server says so in HTTP, and not in the server's words.
    response.writeHead(fault.status, {
      'content-type': 'text/plain',
      ...(fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }),
    });
    request.resume();
    response.end(`fault ${fault.status}`);
    return true;
  }
}

function cut(request: IncomingMessage, response: ServerResponse, after: number): void {
  const { socket } = request;
  if (request.method === 'GET') {
    let sent = 0;
    const write = response.write.bind(response);
    response.write = ((chunk: Buffer, ...rest: never[]) => {
      sent += chunk.length;
      if (sent <= after) return write(chunk, ...rest);
      write(chunk.subarray(0, Math.max(0, chunk.length - (sent - after))));
      socket.destroySoon();
      return false;
    }) as typeof response.write;
    return;
  }
  let received = 0;
  request.prependListener('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received >= after) socket.destroy();
  });
  request.pause();
}
