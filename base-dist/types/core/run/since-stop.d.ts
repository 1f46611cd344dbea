import type { RunOptions } from '../config.ts';
import type { Emit } from '../events.ts';
import type { Counters } from '../inventory/types.ts';
import { type RunDetail } from '../ledger.ts';
import type { Session } from '../postgres/session.ts';
import type { Snapshot } from './snapshot.ts';
/**
 * Compares the source with what the finished copies were made from: tables that changed are copied again, with all
 * that rests on them; the others are kept. Where tables follow into a run that was held, only they are looked at: the
 * target may be in use, and what was moved before is not touched any more. Throws CutoverError.
 */
export declare function takeUpAgain(ledger: Session, { runId, options, detail }: {
    readonly runId: string;
    readonly options: RunOptions;
    readonly detail: RunDetail;
}, before: Counters, snapshot: Snapshot, emit: Emit): Promise<void>;
