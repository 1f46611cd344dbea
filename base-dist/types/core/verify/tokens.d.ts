/**
 * SQL text cut into tokens: strings, quoted names, words, numbers, operators, punctuation. Comments do not occur in
 * what the server prints of its own. Dollar-quoted bodies stay whole.
 */
export declare function tokenize(sql: string): string[];
/** The position of the bracket that closes the one at `open`, or -1. */
export declare function closingBracket(tokens: readonly string[], open: number): number;
