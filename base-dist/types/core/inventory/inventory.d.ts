import type { Session } from '../postgres/session.ts';
import type { Inventory } from './types.ts';
export interface InventoryOptions {
    /** All of the project's own schemas where it is left out. */
    readonly schemas?: readonly string[] | undefined;
    /** Schemas of which only tables, their columns and the sequences that these own are read: their rows are moved. */
    readonly rowSchemas?: readonly string[] | undefined;
    /** Where configuration tables of extensions are read from; by default from `schemas`. */
    readonly extensionTables?: {
        readonly only?: readonly string[];
        readonly except?: readonly string[];
    } | undefined;
    /** Patterns as psql's `\dt` takes them. */
    readonly excludeTables?: readonly string[] | undefined;
    /** Extensions that are left out, with all that hangs on them. */
    readonly withoutExtensions?: readonly string[] | undefined;
}
/**
 * Reads a database's catalogs into plain facts: a query for each kind of object, whatever the number of tables.
 * Nothing is written and no right beyond CONNECT is needed. All queries see one state of the database where the caller
 * has opened a REPEATABLE READ transaction. Throws CutoverError.
 */
export declare function readInventory(session: Session, options?: InventoryOptions): Promise<Inventory>;
