/** The version of this package, from its package.json: the same from src/ and from dist/. */
export declare function readToolVersion(): string;
