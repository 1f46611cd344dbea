import type { Table } from '../inventory/types.ts';
import type { Session } from '../postgres/session.ts';
import { type VerifyItem } from './types.ts';
interface Request {
    /** The tables whose rows were moved. */
    readonly tables: readonly Table[];
    readonly schemas: readonly string[];
}
/**
 * Whether the target will be as quick as the source: plans are made on both ends, and none is carried out, for a look-up
 * by the first column of each index of the largest tables, and for the source's most frequent statements where they may
 * be read. Named are plans that turned to a sequential scan, indexes that the target lacks for them, and tables without
 * statistics. All of it is notes: a plan is the server's own affair. Throws CutoverError.
 */
export declare function comparePlans(source: Session, target: Session, request: Request): Promise<VerifyItem[]>;
export {};
