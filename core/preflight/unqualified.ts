import { SqlScanner } from '../plan/sql-scanner.ts';

/** Names that a body of SQL or PL/pgSQL could use without their schema: what to look for. */
export interface KnownNames {
  readonly functions: ReadonlySet<string>;
  readonly relations: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
}

const relationWords: ReadonlySet<string> = new Set(['from', 'join', 'into', 'update', 'only', 'table']);

/**
 * The names in a function's body that stand without a schema and belong to something outside of pg_catalog, in order.
 * Pure. It reads words, not grammar: literals and comments are left out, and so are the names that the body itself
 * gives to variables and to WITH queries. What is put together as text and run by EXECUTE is not seen.
 */
export function unqualifiedNames(body: string, known: KnownNames, ownNames: readonly string[] = []): string[] {
  const tokens = tokenize(body);
  const own = new Set([...ownNames, ...declared(tokens)]);
  const found = new Set<string>();
  tokens.forEach((token, index) => {
    if (!token.word || own.has(token.text)) return;
    const before = tokens[index - 1]?.text;
    const after = tokens[index + 1]?.text;
    if (before === '.' || after === '.') return;
    const named =
      relationWords.has(before ?? '') && known.relations.has(token.text)
        ? true
        : after === '('
          ? known.functions.has(token.text)
          : (before === ':' || after === '%') && (known.types.has(token.text) || known.relations.has(token.text));
    if (named) found.add(token.text);
  });
  return [...found];
}

/** Qualified calls in a body, as `schema.name`: what it leads on to. Pure. */
export function qualifiedCalls(body: string): string[] {
  const tokens = tokenize(body);
  const calls = tokens.flatMap((token, index) => {
    const [dot, schema] = [tokens[index - 1], tokens[index - 2]];
    const called = token.word && dot?.text === '.' && schema?.word && tokens[index + 1]?.text === '(';
    return called ? [`${schema.text}.${token.text}`] : [];
  });
  return [...new Set(calls)];
}

interface Token {
  readonly text: string;
  /** True for a name or keyword; an unquoted one is in lower case, as the server reads it. */
  readonly word: boolean;
}

function tokenize(body: string): Token[] {
  const scanner = new SqlScanner(body);
  const tokens: Token[] = [];
  while (scanner.next()) {
    const { kind, token } = scanner;
    if (kind === 'word') tokens.push({ text: token.toLowerCase(), word: true });
    else if (kind === 'quoted-identifier') tokens.push({ text: token.slice(1, -1).replaceAll('""', '"'), word: true });
    else if (kind === 'other') tokens.push({ text: token, word: false });
  }
  return tokens;
}

/** Variables between DECLARE and BEGIN, and the names of WITH queries. */
function declared(tokens: readonly Token[]): string[] {
  const names: string[] = [];
  let declaring = false;
  tokens.forEach(({ text, word }, index) => {
    if (text === 'declare') declaring = true;
    else if (text === 'begin') declaring = false;
    const before = tokens[index - 1]?.text;
    if (declaring && word && (before === 'declare' || before === ';')) names.push(text);
    const next = tokens.slice(index + 1, index + 4).map((token) => token.text);
    const body = next.indexOf('(');
    if (word && next[0] === 'as' && (body === 1 || (body === 2 && next[1] === 'materialized'))) names.push(text);
  });
  return names;
}
