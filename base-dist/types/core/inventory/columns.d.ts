import type { Session } from '../postgres/session.ts';
import type { Column } from './types.ts';
export interface TableColumns {
    readonly columns: Column[];
    /** Guess of a row's values in bytes, for tables without statistics. */
    width: number;
}
/** Columns of tables by the tables' oids, in the order of their numbers; read as a stream, since they are many. */
export declare function readColumns(session: Session, tables: readonly number[]): Promise<Map<number, TableColumns>>;
