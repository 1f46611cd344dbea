import { CutoverError } from '../errors.ts';
import { statementError } from './errors.ts';
import { FrameScanner } from './frames.ts';
import type { Session } from './session.ts';
import type { Slab } from './slab-socket.ts';
import { backend, borrowSocket, copyFailMessage, parseErrorResponse, queryMessage, rowsOfTag } from './wire.ts';

export interface RelayRequest {
  readonly source: Session;
  readonly target: Session;
  /** `COPY … TO STDOUT …`, run on the source. */
  readonly copyOut: string;
  /** `COPY … FROM STDIN …` of the same columns and format, run on the target, inside the caller's transaction. */
  readonly copyIn: string;
  readonly format: 'binary' | 'text';
  /** Rows and bytes that have passed so far; called for each piece that arrives. */
  readonly onProgress?: (rows: number, bytes: number) => void;
  readonly signal?: AbortSignal;
}

/** Bytes that may wait in the target's socket before the source is told to wait: what bounds the memory. */
const pendingLimit = 1024 * 1024;

/**
 * Passes a COPY from the source's socket to the target's. CopyData messages have one form in both directions, so
 * the bytes go on as they came; only message heads are read. [PostgreSQL documentation, 53.2.6 COPY Operations]
 *
 * Resolves when both servers are idle again, with the rows that both report and the payload bytes. Throws a
 * CutoverError: after an error of the source the target's transaction is aborted; after any other error the source's
 * session is broken as well, since what it still sends is not wanted.
 */
export async function relayCopy(request: RelayRequest): Promise<{ rows: number; bytes: number }> {
  const { source, target, signal } = request;
  if (signal?.aborted) throw stopped();
  // A session that died while it was idle has closed already: no event of its socket would ever end the copy.
  for (const session of [source, target]) if (session.broken) throw connectionLost(session.end);
  const { promise, resolve, reject } = Promise.withResolvers<{ rows: number; bytes: number }>();

  const sourceEnd = { rows: Number.NaN, ready: false, error: undefined as CutoverError | undefined };
  const targetEnd = { rows: Number.NaN, ready: false, open: false, error: undefined as CutoverError | undefined };
  /** Copy bytes that came before the target had opened its side. */
  let early: { readonly bytes: Buffer; readonly slab: Slab | undefined }[] = [];
  /** The memory of the piece that is being read at this moment. */
  let lent: Slab | undefined;

  const fromSource = new FrameScanner({
    copy(bytes) {
      if (targetEnd.error) return;
      if (!targetEnd.open) {
        lent?.hold();
        early.push({ bytes, slab: lent });
        sourceWire.socket.pause();
        return;
      }
      forward(bytes, lent);
    },
    message(type, body) {
      if (type === backend.commandComplete) sourceEnd.rows = rowsOfTag(body);
      else if (type === backend.readyForQuery) sourceEnd.ready = true;
      else if (type === backend.errorResponse) {
        sourceEnd.error = statementError(parseErrorResponse(body), 'source');
        if (targetEnd.open && !targetEnd.ready)
          targetWire.socket.write(copyFailMessage('the source reported an error'));
      }
      settle();
    },
  });
  const fromTarget = new FrameScanner({
    copy: () => undefined,
    message(type, body) {
      if (type === backend.copyInResponse) {
        targetEnd.open = true;
        const waiting = early;
        early = [];
        for (const { bytes, slab } of waiting) {
          forward(bytes, slab);
          slab?.release();
        }
        if (sourceEnd.error) targetWire.socket.write(copyFailMessage('the source reported an error'));
        if (!congested) sourceWire.socket.resume();
      } else if (type === backend.commandComplete) targetEnd.rows = rowsOfTag(body);
      else if (type === backend.readyForQuery) targetEnd.ready = true;
      else if (type === backend.errorResponse) targetEnd.error ??= statementError(parseErrorResponse(body), 'target');
      settle();
    },
  });

  let congested = false;
  const forward = (bytes: Buffer, slab: Slab | undefined): void => {
    const { socket } = targetWire;
    slab?.hold();
    if (!socket.write(bytes, slab && (() => slab.release())) && socket.writableLength > pendingLimit && !congested) {
      congested = true;
      sourceWire.socket.pause();
    }
  };
  const onDrain = (): void => {
    congested = false;
    if (targetEnd.open) sourceWire.socket.resume();
  };

  const progress = (): void => {
    request.onProgress?.(rowsSoFar(), fromSource.payloadBytes);
  };
  const rowsSoFar = (): number =>
    request.format === 'binary' ? Math.max(fromSource.frames - 1, 0) : fromSource.frames;

  function settle(): void {
    // The target gave up: the rest of the source's rows is of no use, and reading it could take hours. Where the source
    // failed first, its error is the cause; a fatal one is followed by no ReadyForQuery.
    if (targetEnd.error && targetEnd.ready && !sourceEnd.ready) {
      source.destroy(targetEnd.error);
      return finish(sourceEnd.error ?? targetEnd.error);
    }
    if (!sourceEnd.ready) return;
    if (!targetEnd.ready) return;
    finish(sourceEnd.error ?? targetEnd.error);
  }

  let finished = false;
  function finish(error: CutoverError | undefined): void {
    if (finished) return;
    finished = true;
    sourceWire.release();
    targetWire.release();
    for (const session of [source, target]) {
      session.socket.off('close', session === source ? onSourceClose : onTargetClose);
    }
    target.socket.off('drain', onDrain);
    signal?.removeEventListener('abort', onAbort);
    if (error) return reject(error);
    if (sourceEnd.rows !== targetEnd.rows) {
      return reject(
        new CutoverError(
          'copy.row-count',
          `the source sent ${sourceEnd.rows} rows and the target took ${targetEnd.rows}`,
          { hint: 'Look for a BEFORE INSERT trigger or a rule on the target table; the step is rolled back.' },
        ),
      );
    }
    resolve({ rows: sourceEnd.rows, bytes: fromSource.payloadBytes });
  }

  const onSourceClose = (): void => lost('source');
  const onTargetClose = (): void => lost('target');
  function lost(end: 'source' | 'target'): void {
    const error = connectionLost(end);
    // Half a message may be on its way: only the end of the connection tells the target that nothing follows.
    source.destroy(error);
    target.destroy(error);
    finish(error);
  }
  function onAbort(): void {
    const error = stopped();
    source.destroy(error);
    target.destroy(error);
    finish(error);
  }

  const sourceWire = borrowSocket(source, (bytes, slab) => {
    lent = slab;
    fromSource.push(bytes);
    lent = undefined;
    progress();
  });
  const targetWire = borrowSocket(target, (bytes) => fromTarget.push(bytes));
  source.socket.once('close', onSourceClose);
  target.socket.once('close', onTargetClose);
  target.socket.on('drain', onDrain);
  signal?.addEventListener('abort', onAbort, { once: true });
  targetWire.socket.write(queryMessage(request.copyIn));
  sourceWire.socket.write(queryMessage(request.copyOut));
  return promise;
}

function connectionLost(end: 'source' | 'target'): CutoverError {
  return new CutoverError('connection.lost', `${end}: the connection was lost during the copy`, {
    hint: 'The rows of this step were rolled back; it is tried again on a new connection.',
    transient: true,
  });
}

function stopped(): CutoverError {
  return new CutoverError('stopped', 'the copy was stopped', { hint: 'Its rows were rolled back; resume goes on.' });
}
