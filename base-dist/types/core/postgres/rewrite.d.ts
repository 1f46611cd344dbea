import { type UuidMap } from './uuid-map.ts';
export interface RewriteRequest {
    readonly format: 'binary' | 'text';
    /** The first columns of each row, with the names that an error gives them. */
    readonly columns: readonly {
        readonly name: string;
        readonly form: 'uuid' | 'text';
    }[];
    readonly map: UuidMap;
}
/**
 * Replaces ids in a COPY stream in place: no value changes its length, so that the bytes go on as they came, and only
 * the first columns of each row are looked at. The stream may be cut anywhere. A unit of a few bytes (a message's head,
 * a length, an id) that is not whole is held back until it is; everything else is handed on at once.
 */
export declare class RowRewriter {
    #private;
    constructor(request: RewriteRequest);
    /** Bytes that were taken and not handed on yet. */
    get held(): number;
    /**
     * Takes the next CopyData and CopyDone messages, or a part of them, and hands them on, rewritten in the memory in
     * which they came. Throws `copy.unmapped-user` for an id that the map does not have.
     */
    push(bytes: Buffer, forward: (bytes: Buffer) => void): void;
}
