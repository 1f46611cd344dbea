import { type LaterCopy, type LedgerRun, type RunDetail } from '../ledger.ts';
import type { Session } from '../postgres/session.ts';
import type { TableVerdict } from '../verify/types.ts';
/**
 * The run is verified: its hold begins. The target's change counters are kept with it, so that what is written from now
 * on can be told from what the run wrote, and what the tables came to. Throws CutoverError.
 */
export declare function holdRun(ledger: Session, runId: string, { hours, verdict, tables, }: {
    readonly hours: number;
    readonly verdict: string;
    readonly tables: readonly TableVerdict[];
}): Promise<void>;
/**
 * Tables have followed into a run that was held, and the hold goes on: neither its end nor what was written to other
 * tables since changes by that. Throws CutoverError.
 */
export declare function holdWith(ledger: Session, run: {
    readonly id: string;
    readonly detail: RunDetail;
    readonly later: LaterCopy;
}, { verdict, tables }: {
    readonly verdict: string;
    readonly tables: readonly TableVerdict[];
}): Promise<void>;
/** When the hold of a run ends. */
export declare function holdEnd({ createdAt, detail }: LedgerRun): Date;
/** Throws `hold.running` where the hold is not over yet. */
export declare function refuseDuringHold(ledger: Session, run: LedgerRun): Promise<void>;
