import type { Inventory } from '../inventory/types.ts';
import type { FolderSchema } from '../migrations/folder-schema.ts';
import { type DumpEntry, type IdentifiedEntry } from '../plan/entries.ts';
/**
 * The schema that a run makes of a migration folder: the folder's own schemas, and those of the platform as the source has
 * them (on a target that is plain PostgreSQL; `platform` is their inventory). Pure.
 */
export declare function composeSchema(folder: FolderSchema, platform: Inventory | undefined, source: Inventory): Inventory;
/** The dump of such a schema: the source's part for the platform's schemas and the extensions, the folder's for the rest. Pure. */
export declare function composeEntries(folder: FolderSchema, dump: readonly DumpEntry[], source: Inventory): {
    readonly preData: readonly IdentifiedEntry[];
    readonly postData: readonly IdentifiedEntry[];
};
