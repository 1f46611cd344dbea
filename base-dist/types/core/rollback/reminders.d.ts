import type { LedgerRun } from '../ledger.ts';
/**
 * What no rollback of a target can do: what the operator switched at the cutover must be switched back. On the source
 * there is nothing to undo. Pure.
 */
export declare function reminders({ detail }: LedgerRun): readonly string[];
