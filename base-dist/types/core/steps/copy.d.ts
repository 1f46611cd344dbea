import type { CopyAction } from '../plan/types.ts';
import { type CallOptions, type StepContext, type StepOf, type StepOutcome } from './context.ts';
/**
 * The rows of tables, or of one range of a table's pages, with their ledger rows: so a step that is not done has left
 * nothing behind. A large table is truncated all the same, because what the same transaction has truncated may be
 * written frozen; for a small one the new file would cost more than that is worth.
 */
export declare function runCopy(context: StepContext, steps: readonly StepOf<CopyAction>[], options: CallOptions): Promise<StepOutcome[]>;
