import { CutoverError, toCutoverError } from '../errors.ts';
import { statementError } from './errors.ts';
import { FrameScanner } from './frames.ts';
import { type RewriteRequest, RowRewriter } from './rewrite.ts';
import type { Session } from './session.ts';
import { watchForStall } from './stall.ts';
import type { Slab } from './slab-socket.ts';
import { backend, borrowSocket, copyFailMessage, parseErrorResponse, queryMessage, rowsOfTag } from './wire.ts';

export interface RelayedCopy {
  /** `COPY … TO STDOUT …`, run on the source. */
  readonly copyOut: string;
  /** `COPY … FROM STDIN …` of the same columns and format, run on the target. */
  readonly copyIn: string;
  readonly format: 'binary' | 'text';
  /** The first columns of each row, whose ids are replaced on the way. */
  readonly rewrite?: Omit<RewriteRequest, 'format'> | undefined;
}

export interface RelayRequest {
  readonly source: Session;
  readonly target: Session;
  /** One after another, all of them in one round trip to each server. */
  readonly copies: readonly RelayedCopy[];
  /** Statements that run on the target first, in the same round trip: `BEGIN; TRUNCATE …`. */
  readonly begin?: string;
  /** Rows and bytes that have passed so far, of all copies together; called for each piece that arrives. */
  readonly onProgress?: (rows: number, bytes: number) => void;
  readonly signal?: AbortSignal;
}

/** What one copy moved: the rows that both servers report, and the payload bytes. */
export interface CopyResult {
  readonly rows: number;
  readonly bytes: number;
}

/** Bytes that may wait in the target's socket before the source is told to wait: what bounds the memory. */
const pendingLimit = 1024 * 1024;

/**
 * Passes COPYs from the source's socket to the target's. CopyData messages have one form in both directions, so the
 * bytes go on as they came; only message heads are read. [PostgreSQL documentation, 53.2.6 COPY Operations]
 *
 * Nothing waits for the target to open a COPY: what arrives early lies in its socket, and where it fails first, a
 * server ignores copy messages outside of a COPY. [PostgresMain, postgres.c]
 *
 * Resolves when both servers are idle again. Throws a CutoverError: after an error of the source the target's
 * transaction is aborted; after any other error the source's session is broken as well, since what it still sends is
 * not wanted.
 */
export async function relayCopies(request: RelayRequest): Promise<CopyResult[]> {
  const { source, target, copies, begin, signal } = request;
  if (signal?.aborted) throw stopped();
  // A session that died while it was idle has closed already: no event of its socket would ever end the copy.
  for (const session of [source, target]) if (session.broken) throw connectionLost(session.end);
  const { promise, resolve, reject } = Promise.withResolvers<CopyResult[]>();

  const sent: CopyResult[] = [];
  const taken: number[] = [];
  const sourceEnd = { ready: false, error: undefined as CutoverError | undefined };
  const targetEnd = { ready: false, error: undefined as CutoverError | undefined };
  /** The memory of the piece that is being read at this moment. */
  let lent: Slab | undefined;
  /** Where the copy that is under way began in the scanner's counts. */
  let bytesBefore = 0;

  const rewriters = copies.map(({ format, rewrite }) => rewrite && new RowRewriter({ format, ...rewrite }));
  const fromSource = new FrameScanner({
    copy(bytes) {
      if (targetEnd.error || finished) return;
      // A copy's tag comes behind its rows: as many are over as there are tags.
      const rewriter = rewriters[sent.length];
      if (!rewriter) return forward(bytes);
      try {
        rewriter.push(bytes, forward);
      } catch (error) {
        giveUp(toCutoverError(error));
      }
    },
    message(type, body) {
      if (type === backend.commandComplete) {
        sent.push({ rows: rowsOfTag(body), bytes: fromSource.payloadBytes - bytesBefore });
        bytesBefore = fromSource.payloadBytes;
      } else if (type === backend.readyForQuery) sourceEnd.ready = true;
      else if (type === backend.errorResponse) {
        sourceEnd.error = statementError(parseErrorResponse(body), 'source');
        if (!targetEnd.ready) targetWire.socket.write(copyFailMessage('the source reported an error'));
      }
      settle();
    },
  });
  /** COPYs that the target has opened: only their tags count rows. */
  let opened = 0;
  const fromTarget = new FrameScanner({
    copy: () => undefined,
    message(type, body) {
      if (type === backend.copyInResponse) opened += 1;
      else if (type === backend.commandComplete && taken.length < opened) taken.push(rowsOfTag(body));
      else if (type === backend.readyForQuery) targetEnd.ready = true;
      else if (type === backend.errorResponse && !targetEnd.error) {
        targetEnd.error = statementError(parseErrorResponse(body), 'target');
        endMessage(targetEnd.error);
      }
      settle();
    },
  });

  let congested = false;
  const forward = (bytes: Buffer): void => {
    const { socket } = targetWire;
    const slab = lent;
    slab?.hold();
    if (!socket.write(bytes, slab && (() => slab.release())) && socket.writableLength > pendingLimit && !congested) {
      congested = true;
      sourceWire.socket.pause();
    }
  };
  const onDrain = (): void => {
    congested = false;
    sourceWire.socket.resume();
  };

  function settle(): void {
    // The target gave up: the rest of the source's rows is of no use, and reading it could take hours. Where the source
    // failed first, its error is the cause; a fatal one is followed by no ReadyForQuery.
    if (targetEnd.error && targetEnd.ready && !sourceEnd.ready) {
      source.destroy(targetEnd.error);
      return finish(sourceEnd.error ?? targetEnd.error);
    }
    if (sourceEnd.ready && targetEnd.ready) finish(sourceEnd.error ?? targetEnd.error ?? countError(sent, taken));
  }

  /**
   * Nothing more is forwarded to a target that has failed, but it still takes what comes for the rest of the message
   * that is under way: it would wait for ever, with the next statement as a part of a row. What it ignores may be zeros.
   */
  function endMessage(error: CutoverError): void {
    const { missing } = fromSource;
    if (missing === undefined || missing > pendingLimit) giveUp(error);
    else if (missing > 0) targetWire.socket.write(Buffer.alloc(missing + (rewriters[sent.length]?.held ?? 0)));
  }

  let finished = false;
  function finish(error: CutoverError | undefined): void {
    if (finished) return;
    finished = true;
    unwatch();
    sourceWire.release();
    targetWire.release();
    source.socket.off('close', onSourceClose);
    target.socket.off('close', onTargetClose);
    target.socket.off('drain', onDrain);
    signal?.removeEventListener('abort', onAbort);
    if (error) reject(error);
    else resolve(sent);
  }

  function giveUp(error: CutoverError): void {
    // Half a message may be on its way: only the end of the connection tells the target that nothing follows.
    source.destroy(error);
    target.destroy(error);
    finish(error);
  }
  const onSourceClose = (): void => giveUp(sourceEnd.error ?? connectionLost('source'));
  const onTargetClose = (): void => giveUp(targetEnd.error ?? connectionLost('target'));
  const onAbort = (): void => giveUp(stopped());

  const sourceWire = borrowSocket(source, (bytes, slab) => {
    lent = slab;
    // Of small tables a piece holds many: what lies between their messages would be a system call each.
    targetWire.socket.cork();
    fromSource.push(bytes);
    targetWire.socket.uncork();
    lent = undefined;
    request.onProgress?.(rowsSoFar(copies, fromSource.frames), fromSource.payloadBytes);
  });
  const targetWire = borrowSocket(target, (bytes) => fromTarget.push(bytes));
  source.socket.once('close', onSourceClose);
  target.socket.once('close', onTargetClose);
  target.socket.on('drain', onDrain);
  signal?.addEventListener('abort', onAbort, { once: true });
  const unwatch = watchForStall([source, target], giveUp);
  targetWire.socket.write(queryMessage([...(begin ? [begin] : []), ...copies.map((copy) => copy.copyIn)].join(';\n')));
  sourceWire.socket.write(queryMessage(copies.map((copy) => copy.copyOut).join(';\n')));
  return promise;
}

/** A single COPY, inside the caller's transaction. See {@link relayCopies}. */
export async function relayCopy(request: Omit<RelayRequest, 'copies' | 'begin'> & RelayedCopy): Promise<CopyResult> {
  const { copyOut, copyIn, format, rewrite, ...rest } = request;
  const [result] = await relayCopies({ ...rest, copies: [{ copyOut, copyIn, format, rewrite }] });
  return result ?? { rows: 0, bytes: 0 };
}

/** One message is one row; in binary one more, the trailer, follows the rows of each copy. */
function rowsSoFar(copies: readonly RelayedCopy[], frames: number): number {
  return copies.length === 1 && copies[0]?.format === 'binary' ? Math.max(frames - 1, 0) : frames;
}

function countError(sent: readonly CopyResult[], taken: readonly number[]): CutoverError | undefined {
  const index = sent.findIndex(({ rows }, position) => rows !== taken[position]);
  if (index < 0 && sent.length === taken.length) return undefined;
  const [from, to] = index < 0 ? [sent.length, taken.length] : [sent[index]?.rows, taken[index]];
  return new CutoverError('copy.row-count', `the source sent ${from} rows and the target took ${to}`, {
    hint: 'Look for a BEFORE INSERT trigger or a rule on the target table; the step is rolled back.',
  });
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
