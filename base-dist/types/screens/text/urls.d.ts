/** What stands for a password wherever one could be shown. */
export declare const mask = "\u2022\u2022\u2022\u2022\u2022\u2022";
/** The password of a connection URL as the role would type it; undefined where there is none. */
export declare function passwordOf(url: string): string | undefined;
/** The URL with this password in place of its own; with an empty one, without any. */
export declare function replacePassword(url: string, password: string): string;
/** A URL that was typed anew keeps the password of the one before, unless it brings one of its own. */
export declare function keepPassword(url: string, before: string): string;
/** `host/database` of a URL for the header, before a connection has told more; empty where there is none. */
export declare function addressOf(url: string): string;
