import { closingBracket, tokenize } from './tokens.ts';

/**
 * The server prints some expressions in another form after a dump and restore, although they mean the same. Known:
 *
 * - a cast of a whole array, as in `(ARRAY['a'::varchar, 'b'::varchar])::text[]` (what `IN ('a', 'b')` on a varchar
 *   becomes), is pushed to the elements when it is parsed again: `ARRAY[('a'::varchar)::text, ('b'::varchar)::text]`.
 *   Both are brought to the second form.
 * - from 16 on, views and rules over a single relation name columns without it (`id`, formerly `a.id`). Between
 *   different majors the qualifiers of columns are left out on both sides; those that are names of `schemas` stay,
 *   unless the definition also has a relation, an alias or a column of that name: then nobody can tell which it is.
 *
 * White space outside of strings and function bodies does not count.
 */
export function normalizeDefinition(definition: string): string {
  return pushArrayCasts(tokenize(definition)).join(' ');
}

/** {@link normalizeDefinition}, without the qualifiers of columns. */
export function normalizeWithoutQualifiers(definition: string, schemas: ReadonlySet<string>): string {
  const tokens = pushArrayCasts(tokenize(definition));
  const kept: string[] = [];
  const bare = new Set(tokens.filter((token, at) => isName(token) && tokens[at + 1] !== '.').map(unquote));
  const isSchema = (name: string): boolean => schemas.has(name) && !bare.has(name);
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? '';
    const after = tokens[at + 2] ?? '';
    if (tokens[at + 1] === '.' && isName(token) && (isName(after) || after === '*') && !isSchema(unquote(token))) {
      at += 1;
      continue;
    }
    kept.push(token);
  }
  return kept.join(' ');
}

function isName(token: string): boolean {
  return /^["\p{L}_]/u.test(token);
}

function unquote(token: string): string {
  return token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token;
}

/** From the inside out: what is pushed into an array may itself hold arrays. */
function pushArrayCasts(tokens: readonly string[]): string[] {
  const result: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const cast = tokens[at] === '(' && tokens[at + 1] === 'ARRAY' ? arrayCastAt(tokens, at) : undefined;
    if (cast === undefined) {
      result.push(tokens[at] ?? '');
      continue;
    }
    result.push('ARRAY', '[');
    cast.elements.forEach((element, index) => {
      if (index > 0) result.push(',');
      result.push('(', ...pushArrayCasts(element), ')', '::', ...cast.type);
    });
    result.push(']');
    at = cast.end;
  }
  return result;
}

interface ArrayCast {
  readonly elements: readonly (readonly string[])[];
  /** The element type. */
  readonly type: readonly string[];
  /** Position of the cast's last token. */
  readonly end: number;
}

/** Reads `( ARRAY [ … ] ) :: type [ ]` at `start`. */
function arrayCastAt(tokens: readonly string[], start: number): ArrayCast | undefined {
  const open = start + 2;
  const close = tokens[open] === '[' ? closingBracket(tokens, open) : -1;
  if (close === -1 || tokens[close + 1] !== ')' || tokens[close + 2] !== '::') return undefined;
  let end = close + 3;
  while (isName(tokens[end] ?? '') || tokens[end] === '.' || tokens[end] === '(') {
    end = tokens[end] === '(' ? closingBracket(tokens, end) + 1 : end + 1;
    if (end === 0) return undefined;
  }
  if (end === close + 3 || tokens[end] !== '[' || tokens[end + 1] !== ']') return undefined;
  return { elements: splitElements(tokens.slice(open + 1, close)), type: tokens.slice(close + 3, end), end: end + 1 };
}

function splitElements(tokens: readonly string[]): string[][] {
  if (tokens.length === 0) return [];
  const elements: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token === '(' || token === '[') depth += 1;
    if (token === ')' || token === ']') depth -= 1;
    if (token === ',' && depth === 0) elements.push([]);
    else elements.at(-1)?.push(token);
  }
  return elements;
}
