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
export declare class FrameScanner {
    #private;
    /** CopyData messages that have begun: one a row, and in binary one more for the trailer. */
    frames: number;
    /** Payload bytes of CopyData so far. */
    payloadBytes: number;
    constructor(handlers: FrameHandlers);
    /** Bytes that the message under way still lacks: 0 between two messages, undefined while its head is not whole. */
    get missing(): number | undefined;
    push(bytes: Buffer): void;
}
