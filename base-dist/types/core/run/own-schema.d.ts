import { type CarriedSource } from '../supabase/carried-source.ts';
import type { FolderSchema } from '../migrations/folder-schema.ts';
import type { Inventory } from '../inventory/types.ts';
import { type IdentifiedEntry } from '../plan/entries.ts';
import { type Session } from '../postgres/session.ts';
import type { Scope } from '../supabase/scope.ts';
/** What a target has in the schemas that the source's rows come from: the rest is no part of the run. */
export declare function readOwnSchema(target: Session, source: Inventory): Promise<Inventory>;
/** What carriedSource needs of a target: the tables of services, and all of its schema where that is not the source's. */
export declare function readTheirs(ends: {
    readonly source: Session;
    readonly target: Session;
    readonly scope: Scope;
    /** The source's inventory. */
    readonly whole: Inventory;
    /** With `--schema migrations`. */
    readonly folder: FolderSchema | undefined;
}): Promise<Inventory>;
/**
 * The schema that a run makes of a migration folder, as the target will have it, and what of it stays behind: as with the
 * source's own schema, whatever leads into schemas that are not moved.
 */
export declare function readMadeSchema(ends: {
    readonly source: Session;
    readonly target: Inventory;
    readonly scope: Scope;
    readonly whole: Inventory;
    readonly folder: FolderSchema;
}): Promise<{
    readonly layout: Inventory;
    readonly leftOut: CarriedSource['leftOut'];
}>;
/** A schema of the target's own with the tables of its services, which are none of it. */
export declare function withServices(own: Inventory, theirs: Inventory, { rowSchemas }: Scope): Inventory;
/** What pg_dump has of the target behind its tables: the definitions by which they are put back. Throws CutoverError. */
export declare function ownEntries(url: string, own: Inventory): Promise<readonly IdentifiedEntry[]>;
