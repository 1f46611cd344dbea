import type { EngineConfig } from '../config.ts';
import type { Index, Table } from '../inventory/types.ts';
import type { Session } from '../postgres/session.ts';
import type { SampleChunk } from './chunks.ts';
export interface Pair {
    readonly source: Session;
    readonly target: Session;
}
/** A part of a table that was sampled, and what is known of it. */
export interface Scratch {
    readonly name: string;
    readonly table: Table;
    /** The first pages that were copied: verification reads them on the source. */
    readonly first: SampleChunk;
    rows: number;
    bytes: number;
}
/** Where one worker copies to: tables of its own, in a transaction that will be rolled back. */
export interface Bench extends Pair {
    /** Schema of the scratch tables; `pg_temp` where the role may not create one. */
    readonly schema: string;
    /** By table key. */
    readonly tables: Map<string, Scratch>;
    /** Number of objects made on it: each has a name of its own. */
    made: number;
}
/** Opens the transactions that a bench lives in. It ends with its sessions: the server then rolls everything back. */
export declare function openBench({ source, target }: Pair): Promise<Bench>;
/** What a transaction costs by itself, with its round trips and its rows in the ledger, and what an object in it costs. */
export declare function measureObjects(bench: Bench): Promise<{
    transaction: number;
    object: number;
}>;
/** Copies one chunk as a run does, into a table of the same columns; gives its seconds. Throws CutoverError. */
export declare function copyChunk(bench: Bench, chunk: SampleChunk, signal: AbortSignal): Promise<number>;
/**
 * Builds one of the table's own indexes on its sample; gives its seconds, or undefined where the target cannot have it
 * yet: its expressions and operators may be an extension's. Throws CutoverError where the session is lost.
 */
export declare function measureIndex(bench: Bench, scratch: Scratch, index: Index): Promise<number | undefined>;
/**
 * Reads a sample as verification will, on both ends at once; gives the seconds for each byte of table space on the end
 * that takes longer. Throws CutoverError.
 */
export declare function measureVerify(bench: Bench, scratch: Scratch, verify: EngineConfig['options']['verify']): Promise<number>;
/** Statistics of a sample; gives the seconds for each row that is looked at. Throws CutoverError. */
export declare function measureAnalyze(bench: Bench, scratch: Scratch): Promise<number>;
/** Rows that ANALYZE looks at with the default statistics target. [PostgreSQL source, commands/analyze.c] */
export declare const analyzedRows = 30000;
/**
 * Looks every row up by a short key, as the validation of a foreign key does; gives the seconds for each byte of table
 * space, or undefined where the table has no such key. Throws CutoverError.
 */
export declare function measureJoin(bench: Bench, scratch: Scratch): Promise<number | undefined>;
