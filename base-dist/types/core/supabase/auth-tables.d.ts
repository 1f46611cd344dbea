/** What is known of the tables of Supabase Auth and Storage, beyond what the catalogs say. */
/** True for a table that is never written to: not copied, not set aside. */
export declare function isServiceHistory(table: string): boolean;
/** Why the rows of a service's table stay behind; undefined where they go. */
export declare function reasonRowsStay(table: string, carrySessions: boolean): string | undefined;
export interface Invariant {
    readonly column: string;
    /** The value that is written instead of the source's. */
    readonly expression: string;
    /** True for rows that are changed by it. */
    readonly broken: string;
    readonly meaning: string;
}
/** What Supabase Auth takes for granted of a row of auth.users, and older rows may break. */
export declare const userInvariants: readonly Invariant[];
