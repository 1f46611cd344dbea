import { tokenize } from '../verify/tokens.ts';
import type { DriftKind } from './model.ts';

/**
 * A fact as far as Prisma's schema language can tell it. What Prisma leaves open (the schema of an operator class, the
 * cast that PostgreSQL puts behind a literal) is left out on both sides. Pure.
 */
export function prismaForm(kind: DriftKind, fact: string, value: string): string {
  if (fact === 'type') return bareType(value);
  if (fact === 'default') return bareDefault(value);
  // To Prisma a partitioned table is a table.
  if (kind === 'table' && fact === 'kind') return value === 'partitioned' ? 'table' : value;
  if (kind === 'index' && fact === 'columns') return bareColumns(value);
  return value;
}

/** `timestamp(6) …` is what PostgreSQL means by `timestamp …`; types of extensions are named without their schema. */
function bareType(type: string): string {
  return type
    .replaceAll('"', '')
    .replace(/^(timestamp|time)\(6\)/, '$1')
    .replace(/^(?:extensions|pg_catalog)\./, '')
    .replace(/^public\.(?=citext$|citext\[)/, '');
}

const clocks: ReadonlySet<string> = new Set([
  'CURRENT_TIMESTAMP',
  'now()',
  'transaction_timestamp()',
  'LOCALTIMESTAMP',
]);

/** `'user'::public.user_role`, `'0'::bigint` and `(-1)` as `user`, `0` and `-1`. */
export function bareDefault(expression: string): string {
  const text = expression.trim();
  if (text === '') return '';
  if (clocks.has(text)) return 'now()';
  const array = /^ARRAY\[\s*\](?:::.*)?$/i.exec(text);
  if (array) return '{}';
  const tokens = tokenize(text).filter((token, at, all) => !isQualifier(token, all[at + 1]));
  const bare: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? '';
    if (token === '::') {
      at = endOfType(tokens, at + 1) - 1;
      continue;
    }
    bare.push(token);
  }
  const joined = withoutOuterBrackets(bare)
    .join(' ')
    .replaceAll(/- (?=\d)/g, '-');
  const literal = /^'((?:[^']|'')*)'$/.exec(joined)?.[1]?.replaceAll("''", "'");
  const plain = literal ?? joined;
  if (plain === 'now ( )') return 'now()';
  if (literal === undefined || numericCast.test(text)) return plainNumber(plain);
  // A boolean and a number are written bare by Prisma, and quoted by PostgreSQL where they are of another type.
  return literal !== undefined && /^[[{]/.test(literal) ? jsonForm(literal) : plain;
}

const numericCast = /::(?:numeric|double precision|real)(?:\([\d, ]+\))?\)*$/;

/** Prisma reads `@default(0.50)` as a number, and the zeros at its end are gone. */
function plainNumber(text: string): string {
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}

/** White space in JSON does not count. */
function jsonForm(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/** The schema in front of a function; `tokens` then goes on with its dot. */
function isQualifier(token: string, next: string | undefined): boolean {
  return (/^(?:public|extensions|pg_catalog|"public"|"extensions")$/.test(token) && next === '.') || token === '.';
}

function endOfType(tokens: readonly string[], start: number): number {
  let at = start;
  while (/^["\p{L}_]/u.test(tokens[at] ?? '')) at += 1;
  if (tokens[at] === '(') {
    while (at < tokens.length && tokens[at] !== ')') at += 1;
    at += 1;
    while (/^["\p{L}_]/u.test(tokens[at] ?? '')) at += 1;
  }
  while (tokens[at] === '[' && tokens[at + 1] === ']') at += 2;
  return at;
}

function withoutOuterBrackets(tokens: readonly string[]): readonly string[] {
  let inner = tokens;
  while (inner[0] === '(' && closes(inner)) inner = inner.slice(1, -1);
  return inner;
}

function closes(tokens: readonly string[]): boolean {
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0) return at === tokens.length - 1;
  }
  return false;
}

/** The schema of an operator class, and where NULLs sort: Prisma names neither. */
function bareColumns(columns: string): string {
  return columns
    .split(', ')
    .map((column) => column.replace(/ NULLS (?:FIRST|LAST)$/, '').replace(/ [\w"]+\.(?=[\w"]+_ops)/, ' '))
    .join(', ');
}
