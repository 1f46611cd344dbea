import type { EngineConfig } from '../config.ts';
import type { Emit } from '../events.ts';
import type { Inventory } from '../inventory/types.ts';
import type { Plan } from '../plan/types.ts';
import type { Session } from '../postgres/session.ts';
import { type ByHand } from '../supabase/by-hand.ts';
import { type Scope } from '../supabase/scope.ts';
import type { Reading } from './reading.ts';
import type { Snapshot } from './snapshot.ts';
export interface Prepared {
    readonly plan: Plan;
    readonly scope: Scope;
    /** The source as the plan carries it. */
    readonly source: Inventory;
    readonly fingerprint: string;
    /** The schema that the target will have, where that is not the source's. */
    readonly own: Inventory | undefined;
    /** What only people can do after the run. */
    readonly byHand: readonly ByHand[];
}
/** Lays out the run from what was read of the source and what is on the target now. Writes nothing anywhere. */
export declare function prepareRun(input: {
    readonly reading: Reading;
    readonly target: Session;
    readonly runId: string;
    readonly config: EngineConfig;
    readonly emit: Emit;
}): Promise<Prepared>;
/**
 * The part of the source that is carried; of the target, only the tables that rows go into are looked at. `own` is the
 * target's own schema as it was when the run began, where there is a run and it keeps that schema.
 */
export declare function readCarriedSource(snapshot: Snapshot, target: Session, scope: Scope, own?: Inventory): Promise<{
    readonly whole: Inventory;
    readonly source: Inventory;
    readonly own: Inventory | undefined;
}>;
