/** What the name of a migration file says. */
export interface MigrationName {
    /** Digits; `YYYYMMDDHHMMSS` (UTC) where the name is in form. */
    readonly version: string;
    /** What stands behind the version, without `.sql`. */
    readonly description: string;
}
/** Version and description of a file, by its name alone; undefined for what Supabase would not take as a migration. */
export declare function parseFileName(file: string): MigrationName | undefined;
/** What is out of form in a name that {@link parseFileName} takes, in the operator's words; undefined where it is in form. */
export declare function nameComplaint({ version, description }: MigrationName): string | undefined;
/** `20261121140322` of a time, in UTC. */
export declare function versionOf(at: Date): string;
/** `2026-11`, the folder of what was applied then. */
export declare function monthOf(at: Date): string;
/** Words as an operator types them, in the form of a file's name: `Add "status" to orders` is `add_status_to_orders`. */
export declare function slugOf(words: string): string;
