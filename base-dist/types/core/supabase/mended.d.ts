import type { Table } from '../inventory/types.ts';
import type { Session } from '../postgres/session.ts';
/** Values that a copy changes on their way, and in how many rows. */
export interface Mended {
    /** `auth.users.confirmation_token` */
    readonly column: string;
    readonly rows: number;
    readonly meaning: string;
}
/** Counts what the expressions of a table's copy change, on the source. Throws CutoverError. */
export declare function countMended(source: Session, table: Table): Promise<Mended[]>;
