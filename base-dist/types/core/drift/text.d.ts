/** SQL of the server's own in one form, whatever its white space was: equal texts for equal definitions, and readable. */
export declare function tidy(definition: string): string;
/**
 * A function's body without what does not count: comments and white space where the language is SQL's, and else white
 * space at the ends of lines.
 */
export declare function bareBody(body: string, language: string): string;
/** `yes` or `no`, as facts have it. */
export declare function yesNo(value: boolean): 'yes' | 'no';
