import type { EngineConfig } from '../config.ts';
import type { Index, Inventory, Table } from '../inventory/types.ts';
/** What was really read, written and timed, by one worker while nothing else ran. Keys are those of the inventory. */
export interface Measured {
    /** Seconds for each byte of table space. */
    readonly copy: ReadonlyMap<string, number>;
    readonly verify: ReadonlyMap<string, number>;
    readonly join: ReadonlyMap<string, number>;
    /** Seconds for each row that ANALYZE looks at. */
    readonly analyze: ReadonlyMap<string, number>;
    /** By `schema.name` of the index: seconds for a sample of so many bytes and rows of its table. */
    readonly indexes: ReadonlyMap<string, {
        readonly seconds: number;
        readonly bytes: number;
        readonly rows: number;
    }>;
    /** Seconds that the query of a materialised view takes on the source. */
    readonly refresh: ReadonlyMap<string, number>;
    readonly transaction: number;
    readonly object: number;
    /** How many times as long the same work takes while all jobs are at work. */
    readonly slowdown: {
        readonly copy: number;
        readonly index: number;
        readonly verify: number;
    };
}
export interface Sample extends Measured {
    readonly rows: number;
    /** Table space that the sampled rows take on the source. */
    readonly bytes: number;
    readonly seconds: number;
}
export interface SampleRequest {
    readonly config: EngineConfig;
    readonly source: Inventory;
    /** The tables whose rows are moved. */
    readonly tables: readonly Table[];
    readonly signal?: AbortSignal;
}
/**
 * Copies real rows, builds their tables' own indexes on them and reads them back as verification does: by one worker
 * alone, then by as many as the run will have, which tells how much they slow each other down. All of it happens on the
 * target in transactions that are rolled back. At most 30 s. Throws CutoverError.
 */
export declare function takeSample({ config, source, tables, signal }: SampleRequest): Promise<Sample>;
export declare function indexKey({ schema, name }: Pick<Index, 'schema' | 'name'>): string;
