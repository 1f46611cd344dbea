/** Names that a body of SQL or PL/pgSQL could use without their schema: what to look for. */
export interface KnownNames {
    readonly functions: ReadonlySet<string>;
    readonly relations: ReadonlySet<string>;
    readonly types: ReadonlySet<string>;
}
/**
 * The names in a function's body that stand without a schema and belong to something outside of pg_catalog, in order.
 * Pure. It reads words, not grammar: literals and comments are left out, and so are the names that the body itself
 * gives to variables and to WITH queries. What is put together as text and run by EXECUTE is not seen.
 */
export declare function unqualifiedNames(body: string, known: KnownNames, ownNames?: readonly string[]): string[];
/** Qualified calls in a body, as `schema.name`: what it leads on to. Pure. */
export declare function qualifiedCalls(body: string): string[];
