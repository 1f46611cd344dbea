import type { Node } from 'libpg-query';

/** One statement of a migration, as PostgreSQL's own parser reads it. */
export interface Statement {
  /** Without its semicolon and without the comments in front of it. */
  readonly text: string;
  /** The line of the file on which it begins, from 1. */
  readonly line: number;
  /** Where it begins in the file's text. */
  readonly start: number;
  /** The parser's name for it: `AlterTableStmt`. */
  readonly kind: string;
  readonly node: Node;
}

export interface SyntaxComplaint {
  /** What the parser says. */
  readonly message: string;
  /** From 1. */
  readonly line: number;
}

export type Parsed =
  | { readonly statements: readonly Statement[]; readonly complaint?: undefined }
  | { readonly statements?: undefined; readonly complaint: SyntaxComplaint };

/** Reads SQL without a server. Synchronous: a thousand files are parsed in a fraction of a second. */
export type Parser = (text: string) => Parsed;

/**
 * Loads PostgreSQL's parser, compiled to WebAssembly; some 20 ms, once in a process. It is the one of PostgreSQL 18,
 * which reads what every earlier server reads. [libpg-query]
 */
export async function loadParser(): Promise<Parser> {
  const { loadModule, parseSync, hasSqlDetails } = await import('libpg-query');
  await loadModule();
  return (text) => {
    const sql = withoutRestrict(text);
    // The parser takes a text without any statement for a mistake of the caller.
    if (sql.trim() === '') return { statements: [] };
    try {
      return { statements: statementsOf(sql, parseSync(sql).stmts ?? []) };
    } catch (error) {
      if (!hasSqlDetails(error)) throw error;
      const position = error.sqlDetails?.cursorPosition ?? 0;
      const before = [...sql].slice(0, Math.max(position, 0)).join('');
      return { complaint: { message: explained(error.message, sql), line: lineAt(before) } };
    }
  };
}

/** `\restrict` and `\unrestrict` of newer dumps are psql's; blanks in their place keep every position. [facts 21] */
function withoutRestrict(text: string): string {
  if (!text.includes('restrict ')) return text;
  return text.replaceAll(/^\\(?:un)?restrict [^\n]*$/gm, (line) => ' '.repeat(line.length));
}

function explained(message: string, sql: string): string {
  if (/at or near "\\"/.test(message)) return `${message}: psql's own commands are no SQL`;
  if (/\bcopy\b[^;]*\bfrom\s+stdin\b/i.test(sql))
    return `${message}: rows of COPY … FROM stdin cannot stand in a migration`;
  return message;
}

function lineAt(before: string): number {
  return before.split('\n').length;
}

interface RawStatement {
  readonly stmt?: Node;
  readonly stmt_location?: number;
  readonly stmt_len?: number;
}

/** The parser counts in bytes of UTF-8; zero is left out, and a last statement without semicolon has no length. */
function statementsOf(sql: string, raw: readonly RawStatement[]): Statement[] {
  const bytes = Buffer.from(sql, 'utf8');
  const isAscii = bytes.length === sql.length;
  let line = 1;
  let byte = 0;
  let start = 0;
  return raw.flatMap(({ stmt, stmt_location: at = 0, stmt_len: length = 0 }): Statement[] => {
    if (stmt === undefined) return [];
    const between = bytes.subarray(byte, at);
    start += isAscii ? between.length : between.toString('utf8').length;
    for (const each of between) if (each === 0x0a) line += 1;
    byte = at;
    const end = length === 0 ? bytes.length : at + length;
    const text = bytes.toString('utf8', at, end).trimEnd();
    const kind = Object.keys(stmt)[0] ?? '';
    return [{ text, line, start, kind, node: stmt }];
  });
}
