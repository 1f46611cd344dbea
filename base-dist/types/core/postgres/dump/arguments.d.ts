export interface DumpRequest {
    /** An exported snapshot's id; the dump then sees what the exporter sees. */
    readonly snapshot?: string;
    /**
     * `pre-data`: everything up to the tables; `post-data`: indexes, constraints, triggers, rules, policies. Both where it
     * is left out, with all grants at the end.
     */
    readonly section?: 'pre-data' | 'post-data';
    /** False leaves ownership out: every object belongs to the role that creates it. */
    readonly owners: boolean;
    /** Schemas whose objects stay out. Objects that belong to no schema always come along. */
    readonly excludeSchemas?: readonly string[];
    /** Quotes every name, for a target of another major version: its reserved words may be others. */
    readonly quoteAll?: boolean;
}
/**
 * pg_dump's arguments. Schemas are excluded, never chosen: `--schema` would leave out everything
 * that is in no schema (extensions, publications, event triggers, casts, languages, foreign servers).
 * Subscriptions stay out: their connection strings hold passwords, and a second subscriber would steal the changes of
 * the first. [PostgreSQL documentation, pg_dump]
 */
export declare function dumpArguments(request: DumpRequest): string[];
/**
 * Takes out the lines that tell psql to be careful (`\restrict KEY` … `\unrestrict KEY`, 18.0 and the minor versions of
 * August 2025). They stand in front of the first statement and behind the last; any other line of that form is text of
 * the project's own, in a function's body for instance.
 */
export declare function stripRestrict(sql: string): string;
