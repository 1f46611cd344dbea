/**
 * The names of objects, and what the Storage server takes of them: printable ASCII. Letters outside of ASCII and emoji
 * are refused with `Invalid key`; projects from before that rule have them. [facts, Storage API]
 */
export declare function refusalOfName(name: string): string | undefined;
/**
 * A name as it goes into a URL. The client library passes names on as they are, so that `?`, `#` and `%` would end or
 * change them, and it drops empty segments: a slash beside one is written in its encoded form.
 */
export declare function encodeName(name: string): string;
/** As it must be sent: the server puts `max-age=` in front again. [facts, Storage API] */
export declare function bareCacheControl(stored: string | undefined): string | undefined;
