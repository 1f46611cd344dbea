/** Of the tools that keep account of the schema: what they note is no part of it. */
export declare const bookkeepingSchemas: readonly string[];
/** Every object of a database by its kind and name, with the SQL that makes it, as pg_dump writes it. */
export type SchemaText = ReadonlyMap<string, string>;
/** Reads the schema of a database; takes a connection of its own for it. Throws CutoverError. */
export declare function readSchemaText(url: string): Promise<SchemaText>;
/** What one schema has, lacks or has otherwise than another; empty where they are equal. Pure. */
export declare function schemaDifferences(before: SchemaText, after: SchemaText): string[];
