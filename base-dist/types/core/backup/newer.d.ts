import type { Session } from '../postgres/session.ts';
import { type RowTable } from './columns.ts';
/** What the target had before, table by table, in temporary tables that go with the transaction. */
export interface Remembered {
    readonly table: RowTable;
    readonly copy: string;
    readonly key: readonly string[];
}
/** Writes down which rows tables have, inside of the transaction that is about to replace them. Throws CutoverError. */
export declare function rememberRows(session: Session, tables: readonly RowTable[]): Promise<Remembered[]>;
/**
 * Compares what the target had with what it has been given. A row is newer where the backup does not know it, or has it
 * otherwise and nothing shows that it was written before the backup. Throws `restore.refused` with the tables.
 */
export declare function refuseNewer(session: Session, remembered: readonly Remembered[], timestamp: string): Promise<void>;
