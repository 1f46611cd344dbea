/** Bytes of a uuid, and of its text with four dashes. */
export declare const uuidBytes = 16;
export declare const uuidTextBytes = 36;
/**
 * Uuids to uuids, in typed arrays: 32 bytes an entry and the slots, and no object, so that a million users take 80 MB at
 * most and the collector has nothing to walk. An open-addressing table; it is read some millions of times a second.
 */
export declare class UuidMap {
    #private;
    constructor(expected?: number);
    get size(): number;
    /** Both are uuids in their text form. The last value of a key counts. Throws RangeError for anything else. */
    set(key: string, value: string): void;
    /** Replaces the 16 bytes of a uuid with those of its value. False, and nothing is written, where it has none. */
    rewriteBinary(bytes: Buffer, at: number): boolean;
    /** The same for the 36 characters of a uuid; `other` where what stands there is none. */
    rewriteText(bytes: Buffer, at: number): 'rewritten' | 'unknown' | 'other';
}
