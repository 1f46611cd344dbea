import type { Table } from '../inventory/types.ts';
import type { Session } from '../postgres/session.ts';
/**
 * Rows by table key: counted where a table is small, else what the statistics say. Where counting takes too long
 * after all, the statistics stand. Throws CutoverError.
 */
export declare function readRows(source: Session, tables: readonly Table[]): Promise<ReadonlyMap<string, number>>;
