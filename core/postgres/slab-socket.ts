import { Socket } from 'node:net';

/** Size of a slab in bytes: what one read takes at the most. */
const slabBytes = 256 * 1024;
/** Slabs that a socket keeps for later reads. */
const slabsKept = 8;
/** A read that fills less than this is copied out, so that small pieces do not hold whole slabs. */
const smallRead = slabBytes / 4;

/** Memory that reads go to, again and again. Whoever hands its bytes on holds it until they are written. */
export class Slab {
  readonly buffer = Buffer.allocUnsafeSlow(slabBytes);
  readonly #free: Slab[];
  #holders = 0;

  constructor(free: Slab[]) {
    this.#free = free;
  }

  hold(): void {
    this.#holders += 1;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders === 0 && this.#free.length < slabsKept) this.#free.push(this);
  }
}

export type SlabReader = (bytes: Buffer, slab: Slab | undefined) => void;

/**
 * A socket that reads into memory of its own. Node gives each read a new 64 kB buffer, and at a gigabyte a few seconds
 * collecting them costs more than passing them on. While nobody borrows it, it emits 'data' like any other socket.
 */
export class SlabSocket extends Socket {
  /** Takes what arrives instead of the listeners of 'data'. Bytes are valid until their slab is released. */
  reader: SlabReader | undefined;

  constructor() {
    const free: Slab[] = [];
    let current: Slab | undefined;
    // Reads begin after the constructor, but what they call is told to the constructor of Socket.
    let receive: (length: number, slab: Slab) => void = () => undefined;
    super({
      onread: {
        buffer: () => {
          const slab = free.pop() ?? new Slab(free);
          current = slab;
          return slab.buffer;
        },
        callback: (length) => {
          if (current) receive(length, current);
          return true;
        },
      },
    });
    receive = (length, slab) => this.#receive(length, slab);
  }

  #receive(length: number, slab: Slab): void {
    slab.hold();
    const bytes = slab.buffer.subarray(0, length);
    if (this.reader === undefined) this.emit('data', Buffer.from(bytes));
    else if (length < smallRead) this.reader(Buffer.from(bytes), undefined);
    else this.reader(bytes, slab);
    slab.release();
  }
}
