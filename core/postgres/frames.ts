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
      if (this.#headLength === 0 && position + 5 <= bytes.length) {
        // The common case, without the detour over #head: this loop runs once a row.
        const type = bytes[position] as number;
        if (type === backend.copyData) {
          const length = bytes.readUInt32BE(position + 1) - 4;
          const end = position + 5 + length;
          this.frames += 1;
          if (runStart < 0) runStart = position;
          if (end <= bytes.length) {
            this.payloadBytes += length;
            position = end;
            continue;
          }
          this.payloadBytes += bytes.length - position - 5;
          this.#head[0] = type;
          this.#headLength = 5;
          this.#remaining = end - bytes.length;
          break;
        }
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
