import type { Table } from '../inventory/types.ts';
/** A range of a table's pages, and the table space that it stands for. */
export interface SampleChunk {
    readonly table: Table;
    readonly pages: {
        readonly from: number;
        readonly to: number;
    };
    readonly bytes: number;
}
/**
 * Chooses what is read as a sample: each of the largest tables has its share of `budgetBytes`, in chunks of about
 * `chunkBytes` that are spread over the whole table. The chunks of the tables take turns, so that a sample that is
 * cut short has still seen all of them. Pure.
 */
export declare function sampleChunks(tables: readonly Table[], budgetBytes: number, chunkBytes: number): readonly SampleChunk[];
