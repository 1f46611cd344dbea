/**
 * The one place where names and literals become SQL text. Every identifier is quoted, always:
 * quoting is never wrong, and a list of reserved words would differ between server versions.
 */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"schema"."name"` */
export function quoteQualified(schema: string, name: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

/** A string literal for the few places where a parameter cannot stand (SET, COMMENT, TRANSACTION SNAPSHOT). */
export function quoteLiteral(value: string): string {
  const escaped = value.replaceAll("'", "''");
  return escaped.includes('\\') ? ` E'${escaped.replaceAll('\\', '\\\\')}'` : `'${escaped}'`;
}

/** The name as an operator reads and types it: `schema.name`, unquoted. */
export function displayName(schema: string, name: string): string {
  return `${schema}.${name}`;
}
