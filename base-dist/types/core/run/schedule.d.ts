import type { EngineConfig, RunOptions } from '../config.ts';
import type { Emit } from '../events.ts';
import type { Inventory } from '../inventory/types.ts';
import type { Step } from '../plan/types.ts';
import type { Session } from '../postgres/session.ts';
import { type ScheduleResult } from '../scheduler.ts';
import type { Scope } from '../supabase/scope.ts';
import type { Verification } from '../verify/verification.ts';
import type { RunControl } from './control.ts';
import type { Snapshot } from './snapshot.ts';
export interface ScheduleRun {
    readonly config: EngineConfig;
    readonly options: RunOptions;
    readonly runId: string;
    readonly steps: readonly Step[];
    /** The steps as the plan has them; `steps` may be a part of it, or wait for less. */
    readonly planned: readonly Step[];
    readonly done: ReadonlySet<string>;
    readonly snapshot: Snapshot;
    readonly source: Inventory;
    readonly own?: Inventory | undefined;
    readonly scope: Scope;
    /** The target's session that holds the lock; failures are written down on it. */
    readonly ledger: Session;
    /** False for a verification by itself: it says nothing to the ledger. */
    readonly recorded: boolean;
    readonly control: RunControl;
    readonly verification: Verification;
    readonly emit: Emit;
}
/** Runs the steps that are left, on as many sessions as there are jobs, and lets go of the sessions. */
export declare function runSchedule(run: ScheduleRun): Promise<ScheduleResult>;
