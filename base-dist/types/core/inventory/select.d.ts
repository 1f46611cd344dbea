interface TableName {
    readonly schema: string;
    readonly name: string;
}
/**
 * Makes a test from patterns as psql's `\\dt` reads them: `*` and `?` are wildcards, a dot parts schema from name,
 * letters fold to lower case unless double-quoted, other characters have their meaning in regular expressions.
 * A pattern without a dot fits tables of that name in every schema. Throws `config.invalid`.
 * [PostgreSQL documentation, psql, Patterns]
 */
export declare function tableSelector(patterns: readonly string[]): (table: TableName) => boolean;
export {};
