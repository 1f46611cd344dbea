import type { Parser, Statement, SyntaxComplaint } from './parse.ts';
export type Risk = 'low' | 'medium' | 'high';
/** A table by the name in a header; `public` where no schema was given. */
export interface TableName {
    readonly schema: string;
    readonly name: string;
}
/** What the comments of a migration say about it. */
export interface Header {
    readonly description: string | undefined;
    /** As written: ISO time in files that `new` made. */
    readonly created: string | undefined;
    /** The affected tables; undefined where the header does not say. */
    readonly tables: readonly TableName[] | undefined;
    readonly risk: Risk | undefined;
    /** Why the affected tables are not backed up; undefined where they are. */
    readonly withoutBackup: string | undefined;
    /** Why it may not run twice; undefined where it may. */
    readonly onceOnly: string | undefined;
    /** What breaks for code that runs. */
    readonly breaking: readonly string[];
    /** Rules of the lint that are set aside, each with its reason. */
    readonly allowed: ReadonlyMap<string, string>;
    /** What is wrong with the header, in the operator's words. */
    readonly complaints: readonly string[];
}
/** A migration, read: its header, and the statements of each section. A plain file is one change. */
export interface Document {
    readonly header: Header;
    readonly preconditions: readonly Statement[];
    readonly change: readonly Statement[];
    readonly verification: readonly Statement[];
    /** Undefined where it is SQL. Every list of statements is empty where it is not. */
    readonly complaint: SyntaxComplaint | undefined;
}
/** Reads a migration. Pure but for the parser. Never throws for what is wrong in the text. */
export declare function readDocument(text: string, parse: Parser): Document;
