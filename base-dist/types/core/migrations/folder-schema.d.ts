import { type SchemaModel } from '../drift/model.ts';
import type { Inventory } from '../inventory/types.ts';
import { type DumpEntry } from '../plan/entries.ts';
import { type ManagedObject } from '../supabase/objects.ts';
/** What a migration folder makes of a project on its first day, as catalogs and pg_dump tell it. */
export interface FolderSchema {
    /** Its own schemas, without those of the platform. */
    readonly inventory: Inventory;
    /** What the files put on tables of Supabase's services. */
    readonly managed: readonly ManagedObject[];
    /** pg_dump's entries of its own schemas. */
    readonly entries: readonly DumpEntry[];
    /** Extensions that the files made, beside those that the platform brings. */
    readonly extensions: readonly string[];
    /** Rows that the files put into their own tables. */
    readonly seeds: readonly Seed[];
    /** What the files made, in the form in which schemas are compared. */
    readonly model: SchemaModel;
    readonly files: readonly AppliedFile[];
}
/** Rows of a table, as JSON; small, since somebody wrote them into a file. */
export interface Seed {
    /** The table's key. */
    readonly table: string;
    readonly rows: number;
    /** An array with an object for each row. */
    readonly json: string;
}
export interface AppliedFile {
    readonly version: string;
    readonly description: string;
    readonly hash: string;
    readonly statements: readonly string[];
}
/**
 * Applies a migration folder to a scratch server of this major version (or the nearest that is packaged), with Supabase's
 * roles and schemas, and reads what came out. Nothing else is written anywhere. Throws `config.invalid` where there is no
 * folder or nothing in it, and `migrations.failed` where a file cannot be applied.
 */
export declare function readFolderSchema(root: string, major: number): Promise<FolderSchema>;
