export interface ScratchRequest {
    /** The major version that is wanted; see {@link scratchMajor} for which one it becomes. */
    readonly major?: number | undefined;
}
/** A server for trying SQL out. It goes, with all its databases, when this process ends in whatever way. */
export interface Scratch {
    /** The major version that it runs. */
    readonly major: number;
    /**
     * A new database as a hosted project is on its first day: Supabase's roles, the schemas of its services, its
     * extensions. `empty` is a database with nothing in it. Takes some 50 ms.
     */
    database(kind?: 'supabase' | 'empty'): Promise<ScratchDatabase>;
    /**
     * Lets CREATE EXTENSION succeed for an extension that nobody has packaged here: it will hold nothing. False where
     * the name is none that an extension can have.
     */
    standIn(extension: string): Promise<boolean>;
    /** Ends the server and removes everything of it. Safe to call twice. */
    stop(): Promise<void>;
}
export interface ScratchDatabase {
    readonly name: string;
    /** For `postgres`, which people connect as on a hosted project, with that role's search_path. */
    readonly url: string;
    /**
     * Runs statements as they stand, on a session of their own: several together are one transaction. What the server
     * says about an error is passed on as pg gives it, with `code` and `position`.
     */
    execute(sql: string): Promise<void>;
    /** Drops the database, and the roles that were made after it and own nothing elsewhere. */
    drop(): Promise<void>;
}
/** The major version that a scratch server for this one runs: the same where it is packaged here, else 17. */
export declare function scratchMajor(wanted: number | undefined): number;
/** Starts a scratch server, in a second or two. Nothing is written to the terminal. Throws `demo.server`. */
export declare function createScratch({ major }?: ScratchRequest): Promise<Scratch>;
