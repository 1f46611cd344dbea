import type { Session } from '../postgres/session.ts';
import type { RowTable } from './columns.ts';
/** What stands between the rows and their tables, as statements that lift it and put it back as it was. */
export interface Guards {
    readonly lift: readonly string[];
    readonly putBack: readonly string[];
}
/**
 * Finds what would change the rows, refuse them or act on them. `replica` tells that the session's role is replica, in
 * which only some triggers fire. Throws `restore.refused` where one would fire that the role may not switch off.
 */
export declare function readGuards(session: Session, tables: readonly RowTable[], replica: boolean): Promise<Guards>;
