import type { OwnSchemaFacts } from '../inventory/own-schema.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import type { Step } from './types.ts';
export interface RowsAsideInput {
    readonly runId: string;
    readonly own: Inventory;
    readonly facts: Pick<OwnSchemaFacts, 'filled'>;
    /** Tables that must be empty before rows come: see {@link tablesToClear}. */
    readonly tables: readonly Table[];
    readonly setAside: boolean;
    readonly keepForeignKeys: boolean;
    /** Ids of the steps that take off what would be in the way. */
    readonly after: readonly string[];
}
export interface RowsAside {
    readonly steps: readonly Step[];
    /** Table key -> the steps after which it is empty. */
    readonly emptied: ReadonlyMap<string, readonly string[]>;
}
/**
 * The target's tables that get rows, and those that refer to them: their rows would hang in the air. Of a partitioned
 * table all partitions, since nobody knows which of them rows will go to. Pure.
 */
export declare function tablesToClear(own: Inventory, filled: ReadonlySet<string>): Table[];
/**
 * Rows that are in the way are copied aside on the target, table by table beside the other steps, and put back by a
 * rollback in the same order, as COPY writes them: INSERT would fill gaps in pages that it has left. A table cannot be
 * renamed away: views, functions, policies and keys of the schema that stays would follow it. Where nothing was to be set
 * aside, or rows have come since, the step fails and nothing is lost. Pure.
 */
export declare function rowsAside(input: RowsAsideInput): RowsAside;
