import type { Node } from 'libpg-query';
/** One statement of a migration, as PostgreSQL's own parser reads it. */
export interface Statement {
    /** Without its semicolon and without the comments in front of it. */
    readonly text: string;
    /** The line of the file on which it begins, from 1. */
    readonly line: number;
    /** Where it begins in the file's text. */
    readonly start: number;
    /** The parser's name for it: `AlterTableStmt`. */
    readonly kind: string;
    readonly node: Node;
}
export interface SyntaxComplaint {
    /** What the parser says. */
    readonly message: string;
    /** From 1. */
    readonly line: number;
}
export type Parsed = {
    readonly statements: readonly Statement[];
    readonly complaint?: undefined;
} | {
    readonly statements?: undefined;
    readonly complaint: SyntaxComplaint;
};
/** Reads SQL without a server. Synchronous: a thousand files are parsed in a fraction of a second. */
export type Parser = (text: string) => Parsed;
/**
 * Loads PostgreSQL's parser, compiled to WebAssembly; some 20 ms, once in a process. It is the one of PostgreSQL 18,
 * which reads what every earlier server reads. [libpg-query]
 */
export declare function loadParser(): Promise<Parser>;
