import type { Session } from '../postgres/session.ts';
import type { Index, Inventory } from './types.ts';
/** Indexes of tables by the tables' oids, those behind constraints and those of partitioned tables included. */
export declare function readIndexes(session: Session, tables: readonly number[]): Promise<Index[]>;
/**
 * What CREATE INDEX CONCURRENTLY leaves behind when it fails, as `schema.name`: pg_dump leaves them out. On a
 * partitioned table an index may rightly be invalid. [pg_dump.c, getIndexes]
 */
export declare function invalidIndexes(source: Pick<Inventory, 'tables' | 'indexes'>): string[];
