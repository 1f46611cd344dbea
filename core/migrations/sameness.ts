import { SqlScanner } from '../plan/sql-scanner.ts';

/**
 * The tokens of SQL in a row, without comments, white space and semicolons. Supabase's CLI keeps the statements that it
 * ran, trimmed, and not the file: by their tokens the two can be compared.
 */
function tokensOf(sql: string): string {
  const scanner = new SqlScanner(sql);
  const tokens: string[] = [];
  while (scanner.next()) if (scanner.kind !== 'comment' && scanner.token !== ';') tokens.push(scanner.token);
  return tokens.join(' ');
}

/** True where a file says what these statements say. */
export function saysTheSame(text: string, statements: readonly string[]): boolean {
  return tokensOf(text) === tokensOf(statements.join('\n;\n'));
}
