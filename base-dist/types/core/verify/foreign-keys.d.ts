import type { Inventory } from '../inventory/types.ts';
import type { Session } from '../postgres/session.ts';
import { type TableVerdict, type VerifyItem } from './types.ts';
interface Request {
    readonly source: Pick<Inventory, 'tables' | 'constraints'>;
    /** What was found of the tables; of one whose rows stayed behind, nothing. */
    readonly verdicts: readonly TableVerdict[];
    /** These keys alone, as `schema.table name`: the server vouches for none of them, since rows have come past them. */
    readonly only?: ReadonlySet<string>;
}
/**
 * Whether every row of the target has its partner. The server vouches for a key that is valid and switched on, unless
 * one of its tables differs: then something has gone around it. Tables that have arrived with equal checksums have the
 * source's partners. All other keys are looked at by anti-join. Throws CutoverError.
 */
export declare function compareForeignKeys(source: Session, target: Session, request: Request): Promise<VerifyItem[]>;
export {};
