/**
 * SQL text cut into tokens: strings, quoted names, words, numbers, operators, punctuation. Comments do not occur in
 * what the server prints of its own. Dollar-quoted bodies stay whole.
 */
export function tokenize(sql: string): string[] {
  return [...sql.matchAll(tokenPattern)].map((match) => match[0]);
}

const tokenPattern = new RegExp(
  [
    String.raw`(?<tag>\$(?:[A-Za-z_][A-Za-z0-9_]*)?\$)[\s\S]*?\k<tag>`, // $function$ … $function$
    String.raw`E'(?:[^'\\]|\\[\s\S]|'')*'`,
    String.raw`'(?:[^']|'')*'`,
    String.raw`"(?:[^"]|"")*"`,
    String.raw`[\p{L}_][\p{L}\p{N}_$]*`,
    String.raw`\p{N}+(?:\.\p{N}+)?(?:e[+-]?\p{N}+)?`,
    '::',
    String.raw`[-+*/<>=~!@#%^&|?]+`,
    String.raw`[()[\],;.:]`,
    String.raw`[^\s]`,
  ].join('|'),
  'gu',
);

/** The position of the bracket that closes the one at `open`, or -1. */
export function closingBracket(tokens: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === '(' || token === '[') depth += 1;
    else if (token === ')' || token === ']') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}
