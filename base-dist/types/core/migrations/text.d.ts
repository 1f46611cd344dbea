/** A migration's text as it is parsed, hashed and run: UTF-8, without a byte order mark, lines ended by a line feed. */
export interface DecodedText {
    readonly text: string;
    /** What is wrong with the bytes, in the operator's words. The text is empty where it could not be decoded. */
    readonly complaint: string | undefined;
}
/** Bytes of a file as text. Never throws: what is wrong comes back as a complaint. */
export declare function decodeText(bytes: Uint8Array): DecodedText;
/** SHA-256 of a decoded text, in hex: the same on machines that check files out with other line ends. */
export declare function hashOf(text: string): string;
