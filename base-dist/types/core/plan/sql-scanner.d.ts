export type TokenKind = 
/** `-- …` without its line end, or a block comment with the comments nested in it. */
'comment'
/** A keyword or an identifier without quotes. */
 | 'word' | 'quoted-identifier'
/** `'…'`, `E'…'` or `$tag$…$tag$`. */
 | 'string'
/** A single character: punctuation, operators, digits. */
 | 'other';
/**
 * Walks SQL token by token by the rules of PostgreSQL's lexer, with standard_conforming_strings on: what is inside a
 * string, a quoted identifier or a comment is never taken for anything else. Linear in the text's length.
 * [PostgreSQL documentation, 4.1 Lexical Structure]
 */
export declare class SqlScanner {
    #private;
    kind: TokenKind;
    /** The current token is `text.slice(start, end)`. */
    start: number;
    end: number;
    constructor(text: string);
    get token(): string;
    /** The code of the current token's first character. */
    get code(): number;
    /** Goes to the next token; false at the end of the text. White space is no token. */
    next(): boolean;
    /** Leaves out what is left of the line that the current token is on. */
    skipLine(): void;
}
