import { SqlScanner } from '../plan/sql-scanner.ts';
import { normalizeDefinition } from '../verify/normalize.ts';
import { tokenize } from '../verify/tokens.ts';

/** SQL of the server's own in one form, whatever its white space was: equal texts for equal definitions, and readable. */
export function tidy(definition: string): string {
  const tokens = tokenize(normalizeDefinition(definition));
  let text = '';
  let before = '';
  for (const token of tokens) {
    text += before === '' || clings(before, token) ? token : ` ${token}`;
    before = token;
  }
  return text;
}

function clings(before: string, token: string): boolean {
  if (/^[).\],;]$/.test(token) || token === '::' || /^[([.]$/.test(before) || before === '::') return true;
  if (token === '(') return /^[a-z_"]/.test(before) && !lowerKeywords.has(before);
  return token === '[';
}

const lowerKeywords: ReadonlySet<string> = new Set(['and', 'or', 'in', 'not']);

/** Languages whose comments and strings are SQL's. */
const sqlLike: ReadonlySet<string> = new Set(['sql', 'plpgsql']);

/**
 * A function's body without what does not count: comments and white space where the language is SQL's, and else white
 * space at the ends of lines.
 */
export function bareBody(body: string, language: string): string {
  if (!sqlLike.has(language)) {
    return body
      .split(/\r?\n/)
      .map((line) => line.trimEnd())
      .join('\n')
      .trim();
  }
  const scanner = new SqlScanner(body);
  const words: string[] = [];
  let sign = false;
  let end = -1;
  while (scanner.next()) {
    if (scanner.kind === 'comment') continue;
    const { token } = scanner;
    // Signs that stand together are one operator; white space between others does not count.
    const isSign = scanner.kind === 'other' && /^[-+*/<>=~!@#%^&|?:]$/.test(token);
    if (isSign && sign && end === scanner.start) words[words.length - 1] += token;
    else words.push(scanner.kind === 'word' ? token.toLowerCase() : token);
    sign = isSign;
    end = scanner.end;
  }
  return words.join(' ').replace(/ ;$/, '');
}

/** `yes` or `no`, as facts have it. */
export function yesNo(value: boolean): 'yes' | 'no' {
  return value ? 'yes' : 'no';
}
