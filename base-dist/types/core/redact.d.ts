/**
 * Takes secrets out of text before anybody can read it. Pure.
 *
 * It errs on the side of taking out too much: a host that is hidden costs a look into the settings,
 * a password that is shown costs a new password.
 */
export declare const redacted = "***";
/** The connection string with `***` in the place of its password and of every secret among its parameters. */
export declare function redactUrl(url: string): string;
/** True where the connection string carries a password: in its user part, as a parameter or as libpq's keyword. */
export declare function hasPassword(url: string): boolean;
/** The connection string as it may be written down: neither a password nor a place for one. */
export declare function withoutPassword(url: string): string;
/** The connection string with this password. The user is left as it is, and may be empty: libpq then takes its default. */
export declare function withPassword(url: string, password: string): string;
/** Any text, without passwords of connection strings, keys and tokens. */
export declare function redactText(text: string): string;
/**
 * Every string in a value, however deep, through {@link redactText}; the values of keys that name a secret
 * are taken out whole. Errors become plain objects with their stack and cause. The value itself is not changed.
 */
export declare function redactDeep(value: unknown, depth?: number): unknown;
/** An event as a line of NDJSON, without secrets and without the line's end. */
export declare function eventLine(event: {
    readonly type: string;
}): string;
