export type TokenKind =
  /** `-- …` without its line end, or a block comment with the comments nested in it. */
  | 'comment'
  /** A keyword or an identifier without quotes. */
  | 'word'
  | 'quoted-identifier'
  /** `'…'`, `E'…'` or `$tag$…$tag$`. */
  | 'string'
  /** A single character: punctuation, operators, digits. */
  | 'other';

const space = /[ \t\n\r\f\v]+/y;
const lineComment = /--[^\n\r]*/y;
const word = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const number = /[0-9][\w.]*/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const parameter = /\$[0-9]+/y;

/**
 * Walks SQL token by token by the rules of PostgreSQL's lexer, with standard_conforming_strings on: what is inside a
 * string, a quoted identifier or a comment is never taken for anything else. Linear in the text's length.
 * [PostgreSQL documentation, 4.1 Lexical Structure]
 */
export class SqlScanner {
  kind: TokenKind = 'other';
  /** The current token is `text.slice(start, end)`. */
  start = 0;
  end = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get token(): string {
    return this.#text.slice(this.start, this.end);
  }

  /** The code of the current token's first character. */
  get code(): number {
    return this.#text.charCodeAt(this.start);
  }

  /** Goes to the next token; false at the end of the text. White space is no token. */
  next(): boolean {
    const text = this.#text;
    this.start = this.#match(space, this.end) ?? this.end;
    if (this.start >= text.length) {
      this.end = this.start;
      return false;
    }
    this.#classify(text[this.start] as string, text[this.start + 1]);
    return true;
  }

  /** Leaves out what is left of the line that the current token is on. */
  skipLine(): void {
    const lineEnd = this.#text.indexOf('\n', this.start);
    this.end = lineEnd < 0 ? this.#text.length : lineEnd;
  }

  #classify(first: string, second: string | undefined): void {
    const { start } = this;
    if (first === "'") return this.#take('string', this.#afterQuoted("'", start + 1));
    if (first === '"') return this.#take('quoted-identifier', this.#afterQuoted('"', start + 1));
    if (first === '-' && second === '-') return this.#take('comment', this.#match(lineComment, start));
    if (first === '/' && second === '*') return this.#take('comment', this.#afterBlockComment());
    if (first === '$') return this.#classifyDollar();
    if (second === "'" && (first === 'E' || first === 'e')) return this.#take('string', this.#afterEscapeString());
    const afterWord = this.#match(word, start);
    if (afterWord !== undefined) return this.#take('word', afterWord);
    this.#take('other', this.#match(number, start) ?? start + 1);
  }

  #take(kind: TokenKind, end: number | undefined): void {
    this.kind = kind;
    this.end = end ?? this.#text.length;
  }

  #match(pattern: RegExp, position: number): number | undefined {
    pattern.lastIndex = position;
    return pattern.test(this.#text) ? pattern.lastIndex : undefined;
  }

  #classifyDollar(): void {
    const afterTag = this.#match(dollarTag, this.start);
    if (afterTag === undefined) return this.#take('other', this.#match(parameter, this.start) ?? this.start + 1);
    const tag = this.#text.slice(this.start, afterTag);
    const closing = this.#text.indexOf(tag, afterTag);
    this.#take('string', closing < 0 ? undefined : closing + tag.length);
  }

  #afterQuoted(quote: string, from: number): number | undefined {
    const text = this.#text;
    let closing = text.indexOf(quote, from);
    while (closing >= 0 && text[closing + 1] === quote) closing = text.indexOf(quote, closing + 2);
    return closing < 0 ? undefined : closing + 1;
  }

  #afterEscapeString(): number | undefined {
    const text = this.#text;
    for (let position = this.start + 2; position < text.length; position += 1) {
      if (text[position] === '\\') position += 1;
      else if (text[position] === "'") {
        if (text[position + 1] !== "'") return position + 1;
        position += 1;
      }
    }
    return undefined;
  }

  #afterBlockComment(): number | undefined {
    const text = this.#text;
    let depth = 1;
    for (let position = this.start + 2; position < text.length; position += 1) {
      if (text[position] === '/' && text[position + 1] === '*') {
        depth += 1;
        position += 1;
      } else if (text[position] === '*' && text[position + 1] === '/') {
        depth -= 1;
        position += 1;
        if (depth === 0) return position + 1;
      }
    }
    return undefined;
  }
}
