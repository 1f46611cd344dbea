/** True where a file says what these statements say. */
export declare function saysTheSame(text: string, statements: readonly string[]): boolean;
