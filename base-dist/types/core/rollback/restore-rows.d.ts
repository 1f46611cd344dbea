import type { EngineConfig } from '../config.ts';
import type { Restore } from '../plan/types.ts';
import { type Session } from '../postgres/session.ts';
/**
 * Puts rows back that a run had set aside on the target, in a transaction on the ledger's session that the caller ends.
 * They pass through here, from one session to the other: only COPY into a table that its own transaction has truncated
 * writes rows in the order in which they come. Throws CutoverError.
 */
export declare function restoreRows(config: EngineConfig, ledger: Session, restore: Restore): Promise<void>;
