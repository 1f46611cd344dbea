import { Socket } from 'node:net';
/** Memory that reads go to, again and again. Whoever hands its bytes on holds it until they are written. */
export declare class Slab {
    #private;
    readonly buffer: Buffer<ArrayBuffer>;
    constructor(free: Slab[]);
    hold(): void;
    release(): void;
}
export type SlabReader = (bytes: Buffer, slab: Slab | undefined) => void;
/**
 * A socket that reads into memory of its own. Node gives each read a new 64 kB buffer, and at a gigabyte a few seconds
 * collecting them costs more than passing them on. While nobody borrows it, it emits 'data' like any other socket.
 */
export declare class SlabSocket extends Socket {
    #private;
    /** Takes what arrives instead of the listeners of 'data'. Bytes are valid until their slab is released. */
    reader: SlabReader | undefined;
    constructor();
}
