/** What a new migration begins as. `{{…}}` is filled in; a file `template.sql` in the folder takes its place. */
export declare const migrationTemplate = "-- Description: {{description}}\n-- Created: {{created}}\n-- Tables: {{tables}}\n-- Risk: {{risk}}\n--\n-- The tables above are backed up before the change; \"-- Backup: none, REASON\" leaves that out.\n-- A change that running code would stumble over says so in a line that begins with \"-- BREAKING:\" and a word on what breaks.\n\n-- @preconditions\n-- SELECTs that must give true in their first column before anything is done; other columns are shown where they do not.\n-- SELECT to_regclass('public.orders') IS NOT NULL, 'orders is there';\n\n-- @change\n-- One change, written so that it may run twice: IF NOT EXISTS, IF EXISTS, OR REPLACE.\n\n-- @verification\n-- SELECTs as above, after the change and in its transaction: one that is not true takes the change back.\n";
/** What its way back begins as; `template.rollback.sql` takes its place. */
export declare const rollbackTemplate = "-- Description: takes back {{name}}\n-- Created: {{created}}\n-- Tables: {{tables}}\n-- Risk: {{risk}}\n\n-- @change\n-- What brings the schema back to what it was, written so that it may run twice.\n\n-- @verification\n";
export interface NewMigration {
    /** The change in a few words. */
    readonly words: string;
    readonly risk: 'low' | 'medium' | 'high';
    /** As typed: `public.orders`. */
    readonly tables: readonly string[];
    readonly now: Date;
}
/** Paths of what was written, or would be. */
export interface CreatedMigration {
    readonly name: string;
    readonly path: string;
    readonly rollbackPath: string;
}
/**
 * Writes a migration and its way back from their templates. The version is the time, or the next second that no file
 * has. With `dryRun` nothing is written. Throws `config.invalid`, `migrations.folder`.
 */
export declare function createMigration(root: string, request: NewMigration, options: {
    readonly dryRun: boolean;
}): Promise<CreatedMigration>;
