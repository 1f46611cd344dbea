import type { EngineConfig, RunOptions } from '../config.ts';
import { type CutoverError } from '../errors.ts';
import type { Emit } from '../events.ts';
import type { Counters, Inventory } from '../inventory/types.ts';
import { type LedgerStep, type RunDetail } from '../ledger.ts';
import type { Session } from '../postgres/session.ts';
import type { RunControl } from './control.ts';
import { type Snapshot } from './snapshot.ts';
export interface MigrateContext {
    readonly config: EngineConfig;
    readonly emit: Emit;
    readonly control: RunControl;
}
/** How a migration ended, before anything is decided about a rollback. */
export interface MigrateEnd {
    readonly outcome: 'verified' | 'verification-failed' | 'failed' | 'paused';
    readonly verdict: string;
    readonly runId: string;
    readonly leftOut: RunDetail['leftOut'];
    /** Set where tables followed into a run that was held: its failure takes nothing back of that run. */
    readonly later?: true;
    readonly error?: CutoverError;
}
/** What a run rests on from its beginning to its end. */
export interface Begun {
    readonly runId: string;
    readonly planHash: string;
    readonly detail: RunDetail;
    readonly source: Inventory;
    readonly options: RunOptions;
}
/**
 * From the ledger to a verdict, in rounds: each rests on one snapshot and one lock. Where the source loses the first or
 * the target the second, another is taken, and the ledger tells what is left: a server that crashed may have forgotten
 * commits that it confirmed. A new run begins with the `steps` that were written to the ledger just now; a resume with
 * what the ledger says, and the counters that its finished copies were made from.
 */
export declare function goOn(context: MigrateContext, firstLedger: Session, begun: Begun, firstSnapshot: Snapshot, from: {
    readonly steps: readonly LedgerStep[];
} | {
    readonly baseline: Counters;
}): Promise<MigrateEnd>;
