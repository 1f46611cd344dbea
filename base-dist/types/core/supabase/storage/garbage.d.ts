/** Gives back what the young generation has grown to until now. Once for the process. */
export declare function shrinkYoungGeneration(): void;
/** Passes a large file's bytes on, and collects its buffers on the way. */
export declare function withoutGarbage(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
