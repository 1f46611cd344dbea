import type { Inventory } from '../inventory/types.ts';
import type { Session } from '../postgres/session.ts';
/**
 * Seconds that the queries of materialised views take on the source, by key: run there without their rows being sent,
 * and by the planner's figures where time is up. Inside of a transaction that only reads. Throws CutoverError.
 */
export declare function measureRefresh(session: Session, source: Inventory): Promise<ReadonlyMap<string, number>>;
