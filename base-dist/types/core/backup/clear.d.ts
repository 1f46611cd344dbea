import { type ForeignKey } from '../preflight/foreign-keys.ts';
import type { Session } from '../postgres/session.ts';
import type { RowTable } from './columns.ts';
/** How tables are emptied, and in which order they can be filled. */
export interface Clearing {
    /** Nothing of another table goes: no CASCADE, and ONLY the tables themselves. */
    readonly statements: readonly string[];
    /** Tables after those that they refer to. */
    readonly order: readonly RowTable[];
    /** Foreign keys that lead into the tables or out of them, or both. */
    readonly keys: readonly ForeignKey[];
}
/**
 * Plans how to empty tables. Those that only each other refer to are truncated together; a table that others refer to,
 * or that the role may not truncate, is emptied by DELETE. Where foreign keys are enforced meanwhile (not `replica`),
 * rows of other tables that refer to them would be refused, or follow them through ON DELETE CASCADE: throws
 * `restore.refused`.
 */
export declare function planClearing(session: Session, tables: readonly RowTable[], replica: boolean): Promise<Clearing>;
/** Rows that point nowhere, after the tables were filled without the server looking. Throws `restore.refused`. */
export declare function refuseOrphans(session: Session, keys: readonly ForeignKey[]): Promise<void>;
