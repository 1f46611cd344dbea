import type { Said } from './checklist/said.ts';
import type { EngineEvent, Outcome } from './events.ts';
import type { Plan } from './plan/types.ts';
import type { Store } from './store.ts';

/** How a command of the engine ended. Commands resolve to one; only defects throw. */
export interface CommandResult {
  readonly outcome: Outcome;
  /** One line in the operator's words. */
  readonly verdict: string;
  readonly runId: string | undefined;
  readonly reportPath: string | undefined;
  /** True where the failure is that source and target differ. */
  readonly differs?: boolean;
  /** The error that ended it, where one did: code, message and hint for the operator. */
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
}

export interface RunSummary {
  readonly runId: string;
  /** ISO time. */
  readonly createdAt: string;
  /** `held` is a verified run that is neither finalized nor rolled back. */
  readonly state: 'running' | 'paused' | 'failed' | 'held' | 'rolled-back' | 'finalized';
  readonly verdict: string;
  readonly source: string;
  readonly target: string;
  /** 0 to 1: the weight that is done. */
  readonly progress: number;
  /** Label of a step that was under way, or of the next one. */
  readonly stoppedAt: string | undefined;
  /** ISO time of the last sign of life. */
  readonly updatedAt: string;
  /** True where it can be resumed on the target that is configured. */
  readonly resumable: boolean;
  readonly reportPath: string | undefined;
}

export interface Engine {
  readonly store: Store;
  /** Every event, in order, as it happens. Returns the unsubscriber. */
  onEvent(listener: (event: EngineEvent) => void): () => void;
  /** All preflight checks; outcome `no-go` where a blocker is red and not overridden. */
  check(): Promise<CommandResult>;
  /** All that a run looks at before it begins: those, rehearsal, backup, window, frozen writes, the operator's word. */
  checklist(said?: Said): Promise<CommandResult>;
  estimate(): Promise<CommandResult>;
  /** The graph of a run on these two databases. Writes nothing anywhere. Throws CutoverError. */
  plan(): Promise<Plan>;
  /**
   * Checks, then moves everything. Refused without `go`, and while a blocker is red. With `onlyTables`, patterns of tables
   * that were left out: these follow into the run that is held on the target.
   */
  run(request: {
    readonly go: boolean;
    readonly said?: Said;
    readonly onlyTables?: readonly string[];
  }): Promise<CommandResult>;
  /** Seconds of the run by the newest estimate, without some of its tables (by key); undefined before there is one. */
  secondsWithout(tables: ReadonlySet<string>): number | undefined;
  /** Goes on with the unfinished run on the target: failed steps are tried again. */
  resume(runId?: string): Promise<CommandResult>;
  /** Starts no further step; what runs is finished. `proceed` lifts it. */
  pause(): void;
  proceed(): void;
  /** Stops at a safe point and keeps everything: the running command resolves to `paused`. */
  stop(): Promise<void>;
  verify(runId?: string): Promise<CommandResult>;
  /** What a rollback would do: the event `rollback.planned`. Changes nothing; may be asked while another command runs. */
  planRollback(runId?: string): Promise<CommandResult>;
  /** Puts the target back as it was before the run. `confirm` is the target database's name. */
  rollback(request: { readonly runId?: string; readonly confirm: string }): Promise<CommandResult>;
  /** Ends the hold: drops what was set aside and the ledger. Refused before its time unless `endHoldEarly` says so. */
  finalize(request: {
    readonly runId?: string;
    readonly confirm: string;
    readonly endHoldEarly?: boolean;
  }): Promise<CommandResult>;
  /** What was written to the target since the cutover, exported for the source. Writes to neither. */
  reconcile(runId?: string): Promise<CommandResult>;
  /** Runs known from the target's ledger and the state folder, newest first. The target may be out of reach. */
  runs(): Promise<readonly RunSummary[]>;
  /** Lets go of every connection. Safe to call twice. */
  close(): Promise<void>;
}
