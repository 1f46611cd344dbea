import type { Counters } from '../inventory/types.ts';
import type { EventBody } from '../events.ts';
import { type LedgerRun, type LedgerStep } from '../ledger.ts';
import type { Session } from '../postgres/session.ts';
import type { TargetBefore } from './before.ts';
/** What a rollback would do: the event `rollback.planned`. */
export type RollbackPlan = Omit<Extract<EventBody, {
    type: 'rollback.planned';
}>, 'type'>;
/** What the target says of what a rollback will touch. */
export interface RollbackFacts {
    readonly database: string;
    /** Schemas that the run made, with what is in them now. */
    readonly schemas: readonly {
        readonly name: string;
        readonly tables: number;
        readonly bytes: number;
    }[];
    /** What would go with them although it is elsewhere. */
    readonly dependents: readonly string[];
    /** Files in the target's Storage that the run brought, and those that it moved aside. */
    readonly files: number;
    readonly filesAside: number;
    /** Users that the run created in Stack Auth. */
    readonly users: number;
    readonly counters: Counters;
    readonly before: TargetBefore | undefined;
    /** Seconds that a statement takes to go there and back. */
    readonly roundTrip: number;
}
/** Reads what a rollback of the run would do now. Writes nothing. Throws CutoverError. */
export declare function planRollback(ledger: Session, run: LedgerRun): Promise<RollbackPlan>;
/** The steps that a rollback takes back, in its order. Pure. */
export declare function undoneBy(steps: readonly LedgerStep[]): LedgerStep[];
/** What goes, what comes back, how long. `steps` are those that are to be taken back. Pure. */
export declare function layOutRollback(run: LedgerRun, steps: readonly LedgerStep[], facts: RollbackFacts): RollbackPlan;
