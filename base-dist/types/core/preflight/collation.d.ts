import type { Check } from './types.ts';
interface Locale {
    readonly collate: string;
    readonly ctype: string;
    readonly provider: string;
    readonly locale: string;
    /** Version of the library that sorts; empty where the server or the provider has none. */
    readonly version: string;
}
export declare const collationCheck: Check;
/** Pure: what differs, in words; empty where text sorts alike. A version that one end does not know is no difference. */
export declare function compareLocales(source: Locale, target: Locale): readonly string[];
export {};
