import { CutoverError } from '../errors.ts';

interface TableName {
  readonly schema: string;
  readonly name: string;
}

/**
 * Makes a test from patterns as psql's `\\dt` reads them: `*` and `?` are wildcards, a dot parts schema from name,
 * letters fold to lower case unless double-quoted, other characters have their meaning in regular expressions.
 * A pattern without a dot fits tables of that name in every schema. Throws `config.invalid`.
 * [PostgreSQL documentation, psql, Patterns]
 */
export function tableSelector(patterns: readonly string[]): (table: TableName) => boolean {
  const tests = patterns.map(parsePattern);
  return (table) => tests.some((test) => (test.schema?.test(table.schema) ?? true) && test.name.test(table.name));
}

interface Pattern {
  readonly schema: RegExp | undefined;
  readonly name: RegExp;
}

function parsePattern(pattern: string): Pattern {
  const parts = [''];
  let quoted = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    const last = parts.length - 1;
    if (character === '"') {
      if (quoted && pattern.charAt(at + 1) === '"') {
        parts[last] += '"';
        at += 1;
      } else {
        quoted = !quoted;
      }
    } else if (quoted) {
      parts[last] += escapeForRegExp(character);
    } else if (character === '.') {
      parts.push('');
    } else {
      parts[last] += wildcards.get(character) ?? character.toLowerCase();
    }
  }
  const [first = '', second] = parts;
  if (quoted || parts.length > 2 || parts.includes('')) {
    throw invalid(pattern, 'it is no name or schema.name, or a quote in it is not closed');
  }
  return second === undefined
    ? { schema: undefined, name: compile(first, pattern) }
    : { schema: compile(first, pattern), name: compile(second, pattern) };
}

const wildcards: ReadonlyMap<string, string> = new Map([
  ['*', '.*'],
  ['?', '.'],
  ['$', '\\$'],
]);

function escapeForRegExp(character: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(character) ? `\\${character}` : character;
}

function compile(expression: string, pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${expression})$`, 's');
  } catch (error) {
    throw invalid(pattern, 'it is no valid regular expression', error);
  }
}

function invalid(pattern: string, reason: string, cause?: unknown): CutoverError {
  return new CutoverError('config.invalid', `the table pattern ${JSON.stringify(pattern)} cannot be read: ${reason}`, {
    hint: 'Write table patterns as psql takes them: events, audit.*, "Mixed Case", log_?.',
    ...(cause === undefined ? {} : { cause }),
  });
}
