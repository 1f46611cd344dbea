/** The text in exactly `width` columns: cut with `…` where it is longer, filled with spaces where it is shorter. */
export declare function fit(text: string, width: number, align?: 'left' | 'right'): string;
/** The text in at most `width` columns. */
export declare function shorten(text: string, width: number, position?: 'start' | 'middle' | 'end'): string;
/** Messages of servers have line ends; a row of a screen has none. */
export declare function oneLine(text: string): string;
/** Breaks a text at spaces into lines of at most `width` columns, at most `limit` lines, the last one cut with `…`. */
export declare function wrapLines(text: string, width: number, limit: number): readonly string[];
/** Columns that a text takes in the terminal. */
export declare const widthOf: (text: string) => number;
