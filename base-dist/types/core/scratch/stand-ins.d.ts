/**
 * Extensions of Supabase's image that no embedded server has: the schemas, relations and signatures that migrations
 * name, and nothing of what the real ones do. They are real extensions to the server, so that CREATE EXTENSION,
 * its IF NOT EXISTS and the catalogs answer as they would on a hosted project.
 */
export interface StandIn {
    readonly name: string;
    readonly version: string;
    /** Where the extension insists on a schema of its own. */
    readonly schema?: string;
    readonly sql: string;
}
export declare const standIns: readonly StandIn[];
/** For an extension that nobody has written a stand-in for: it can be created, and holds nothing. */
export declare function emptyStandIn(name: string): StandIn;
/** The two files of an extension, by name. [PostgreSQL documentation, 36.17 Packaging Related Objects] */
export declare function extensionFiles({ name, version, schema, sql }: StandIn): readonly (readonly [string, string])[];
