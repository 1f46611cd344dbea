import { CutoverError } from '../../errors.ts';
import { FrameScanner } from '../frames.ts';
import type { Session } from '../session.ts';
import { watchForStall } from '../stall.ts';
import { backend, borrowSocket, parseErrorResponse, queryMessage } from '../wire.ts';

/** pg_dump leaves its transaction and its prepared statements to the end of its connection, which lives on here. */
const tidyUp = 'ROLLBACK; DEALLOCATE ALL';

/** An idle session's socket on which another program's requests are asked and answered, one after the other. */
export interface Exchange {
  /** Everything that the server sends up to the given number of ReadyForQuery messages; with 0, nothing is awaited. */
  ask(request: Uint8Array, readyForQueries: number): Promise<Uint8Array>;
  /** Ends what the program left open and gives the socket back to pg. */
  release(): Promise<void>;
}

/**
 * Takes the session's socket until `release`. When the connection ends or the signal fires, `onLost` is called once,
 * with `connection.lost` or `stopped`; an `ask` that is under way rejects with the same error.
 */
export function openExchange(
  session: Session,
  onLost: (error: CutoverError) => void,
  signal: AbortSignal | undefined,
): Exchange {
  let waiting:
    | { remaining: number; unwatch(): void; resolve(answer: Uint8Array): void; reject(error: Error): void }
    | undefined;
  let chunks: Buffer[] = [];
  /** The server's last word before it hangs up: `terminating connection due to administrator command`. */
  let lastError: Error | undefined;
  let lost: CutoverError | undefined;

  const scanner = new FrameScanner({
    copy: () => undefined,
    message(type, body) {
      if (type === backend.errorResponse) lastError = parseErrorResponse(body);
      if (type === backend.readyForQuery && waiting !== undefined) waiting.remaining -= 1;
    },
  });

  // What arrives unasked (a notice, a changed parameter) stays in `chunks` and goes out in front of the next answer.
  const wire = borrowSocket(session, (bytes, slab) => {
    chunks.push(slab ? Buffer.from(bytes) : bytes);
    scanner.push(bytes);
    if (waiting?.remaining === 0) settle(waiting);
  });
  const onClose = (): void => {
    const reason = lastError === undefined ? '' : ` (${lastError.message})`;
    fail(
      new CutoverError('connection.lost', `${session.end}: the connection was lost during the schema dump${reason}`, {
        hint: 'Nothing was changed by the dump; it is made again on a new connection.',
        cause: lastError,
        transient: true,
      }),
    );
  };
  const onAbort = (): void => {
    const error = stopped();
    // A statement may be under way, or wait for a lock: only the end of the connection stops it.
    session.destroy(error);
    fail(error);
  };
  session.socket.once('close', onClose);
  signal?.addEventListener('abort', onAbort, { once: true });

  function settle({ resolve, unwatch }: NonNullable<typeof waiting>): void {
    unwatch();
    waiting = undefined;
    const answer = Buffer.concat(chunks);
    chunks = [];
    lastError = undefined;
    resolve(answer);
  }

  function fail(error: CutoverError): void {
    if (lost !== undefined) return;
    lost = error;
    waiting?.unwatch();
    waiting?.reject(error);
    waiting = undefined;
    onLost(error);
  }

  function ask(request: Uint8Array, readyForQueries: number): Promise<Uint8Array> {
    if (lost !== undefined) return Promise.reject(lost);
    wire.socket.write(request);
    if (readyForQueries === 0) return Promise.resolve(new Uint8Array());
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    const unwatch = watchForStall([session], (error) => {
      session.destroy(error);
      fail(error);
    });
    waiting = { remaining: readyForQueries, unwatch, resolve, reject };
    return promise;
  }

  async function release(): Promise<void> {
    try {
      // The program died with a request under way: what still comes would be taken for the answer to something else.
      if (waiting !== undefined) session.destroy(new Error('pg_dump ended with a request under way'));
      else if (lost === undefined) await ask(queryMessage(tidyUp), 1);
    } finally {
      session.socket.off('close', onClose);
      signal?.removeEventListener('abort', onAbort);
      wire.release();
    }
  }

  return { ask, release };
}

/** The error of a dump that its caller called off. */
export function stopped(): CutoverError {
  return new CutoverError('stopped', 'the schema dump was stopped', { hint: 'Nothing was changed; resume goes on.' });
}
