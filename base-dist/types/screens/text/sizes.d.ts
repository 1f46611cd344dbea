/** Bytes in the operator's words: `1.23 GB`. Powers of 1000, as disks are sold. */
export declare function sizeText(bytes: number): string;
/** A number of rows with its thousands apart: `1,234,567`. */
export declare function countText(count: number): string;
/** A rate in bytes a second; a dash where nothing moves. */
export declare function rateText(bytesPerSecond: number): string;
/** A share of 0 to 1 as whole per cent. Never 100% before all of it is done, never 0% of something. */
export declare function percentText(share: number): string;
/** Understands `500 MB`, `2gb`, `1.5 GiB`, `1000`; undefined for anything else. */
export declare function parseSize(text: string): number | undefined;
/** `1 table`, `2 tables`. */
export declare function plural(count: number, word: string): string;
