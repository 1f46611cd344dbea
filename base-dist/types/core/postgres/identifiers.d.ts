/**
 * The one place where names and literals become SQL text. Every identifier is quoted, always:
 * quoting is never wrong, and a list of reserved words would differ between server versions.
 */
export declare function quoteIdentifier(name: string): string;
/** `"schema"."name"` */
export declare function quoteQualified(schema: string, name: string): string;
/** A string literal for the few places where a parameter cannot stand (SET, COMMENT, TRANSACTION SNAPSHOT). */
export declare function quoteLiteral(value: string): string;
/** The name as an operator reads and types it: `schema.name`, unquoted. */
export declare function displayName(schema: string, name: string): string;
