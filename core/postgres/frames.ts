import { backend } from './wire.ts';

export interface FrameHandlers {
  /** Bytes of CopyData and CopyDone messages, heads included, exactly as they came. Not copied. */
  readonly copy: (bytes: Buffer) => void;
  /** A whole message of another type. */
  readonly message: (type: number, body: Buffer) => void;
}

/**
 * Follows the message boundaries in a server's byte stream without copying the copy data; no byte is kept beyond the
 * call that it came with, unless copied. A message may be cut
 * anywhere, in its head too; a 200 MB value passes in the pieces in which it arrives.
 */
export class FrameScanner {
  /** CopyData messages that have begun: one a row, and in binary one more for the trailer. */
  frames = 0;
  /** Payload bytes of CopyData so far. */
  payloadBytes = 0;
  readonly #handlers: FrameHandlers;
  readonly #head = Buffer.alloc(5);
  #headLength = 0;
  #remaining = 0;
  #body: Buffer[] = [];

  constructor(handlers: FrameHandlers) {
    this.#handlers = handlers;
  }

  /** Bytes that the message under way still lacks: 0 between two messages, undefined while its head is not whole. */
  get missing(): number | undefined {
    if (this.#headLength === 0) return 0;
    return this.#headLength < 5 ? undefined : this.#remaining;
  }

  push(bytes: Buffer): void {
    let position = 0;
    // Begin of the copy bytes in this piece that are still to be handed on; -1 where there are none.
    let runStart = -1;
    const flush = (end: number): void => {
      if (runStart >= 0 && end > runStart) this.#handlers.copy(bytes.subarray(runStart, end));
      runStart = -1;
    };
    while (position < bytes.length) {
      if (this.#headLength === 0 && bytes[position] === backend.copyData) {
        // The common case, without the detour over #head.
        const begin = position;
        position = this.#wholeRows(bytes, begin);
        if (runStart < 0 && position > begin) runStart = begin;
        if (position === bytes.length) break;
      }
      if (this.#headLength < 5) {
        if (this.#headLength === 0 && isCopy(bytes[position] as number) && runStart < 0) runStart = position;
        if (this.#headLength > 0 && isCopy(this.#head[0] as number) && runStart < 0) runStart = position;
        if (this.#headLength === 0 && !isCopy(bytes[position] as number)) flush(position);
        this.#head[this.#headLength] = bytes[position] as number;
        this.#headLength += 1;
        position += 1;
        if (this.#headLength < 5) continue;
        this.#remaining = this.#head.readUInt32BE(1) - 4;
        if (this.#head[0] === backend.copyData) this.frames += 1;
        if (this.#remaining === 0) {
          flush(position);
          this.#endMessage();
        }
        continue;
      }
      const take = Math.min(this.#remaining, bytes.length - position);
      const type = this.#head[0] as number;
      if (isCopy(type)) {
        if (runStart < 0) runStart = position;
        if (type === backend.copyData) this.payloadBytes += take;
      } else {
        const piece = bytes.subarray(position, position + take);
        // The memory is only lent for this call: what must wait for the rest of its message is copied.
        this.#body.push(take < this.#remaining ? Buffer.from(piece) : piece);
      }
      position += take;
      this.#remaining -= take;
      if (this.#remaining === 0) {
        if (!isCopy(type)) flush(position);
        this.#endMessage();
      }
    }
    flush(bytes.length);
  }

  /** Counts the CopyData messages that lie whole behind one another from `begin` on; where the last of them ends. */
  #wholeRows(bytes: Buffer, begin: number): number {
    // This loop runs once a row, millions of times a second: nothing but numbers of its own in it.
    const last = bytes.length - 5;
    let position = begin;
    let rows = 0;
    while (position <= last && bytes[position] === backend.copyData) {
      const end =
        position +
        1 +
        (((bytes[position + 1] as number) << 24) |
          ((bytes[position + 2] as number) << 16) |
          ((bytes[position + 3] as number) << 8) |
          (bytes[position + 4] as number));
      if (end > bytes.length) break;
      position = end;
      rows += 1;
    }
    this.frames += rows;
    this.payloadBytes += position - begin - 5 * rows;
    return position;
  }

  #endMessage(): void {
    const type = this.#head[0] as number;
    const [first = Buffer.alloc(0), ...more] = this.#body;
    const body = more.length === 0 ? first : Buffer.concat(this.#body);
    this.#body = [];
    this.#headLength = 0;
    if (!isCopy(type)) this.#handlers.message(type, body);
  }
}

function isCopy(type: number): boolean {
  return type === backend.copyData || type === backend.copyDone;
}
