import type { Counters, Inventory } from './inventory/types.ts';
import type { Plan, Step } from './plan/types.ts';
import type { Session } from './postgres/session.ts';
import type { VerificationRecord } from './verify/since.ts';
import type { TargetBefore } from './rollback/before.ts';
import type { ByHand } from './supabase/by-hand.ts';
import type { Scope } from './supabase/scope.ts';
/**
 * What is done, kept in the target database itself. The row that says 'done' is written in the transaction that does
 * the work: whatever is killed, and whenever, the ledger and the data agree.
 */
export type RunState = 'running' | 'paused' | 'failed' | 'held' | 'rolling-back' | 'finalizing';
export type StepState = 'pending' | 'done' | 'failed' | 'undone';
export interface LedgerRun {
    readonly id: string;
    /** ISO time. */
    readonly createdAt: string;
    readonly toolVersion: string;
    readonly planHash: string;
    readonly state: RunState;
    readonly detail: RunDetail;
}
/** What a resume, a verification or a rollback must know and cannot find out again. */
export interface RunDetail {
    readonly source: string;
    readonly target: string;
    /** Hash of the source's schema at the start: a resume on another schema is refused. */
    readonly schemaFingerprint: string;
    /** Change counters of the source's tables, read before the snapshot that the done copies were made from. */
    readonly counters: unknown;
    /** What the run moves, as it was settled at its start: later the target may look otherwise. */
    readonly scope: Scope;
    /** What the run was asked to do: resumes and verifications keep to it. */
    readonly options: unknown;
    readonly tables: Plan['tables'];
    readonly buckets?: Plan['buckets'];
    readonly leftOut: Plan['leftOut'];
    /** The schema that the target had and keeps, as it was when the run began; undefined where the run makes the schema. */
    readonly own?: Inventory;
    /** What only people can do. Undefined in ledgers of earlier versions. */
    readonly byHand?: readonly ByHand[];
    readonly verdict?: string;
    /** What the newest verification found. Undefined before the first, and in ledgers of earlier versions. */
    readonly verification?: VerificationRecord;
    /** The hold, from the verified run on. Undefined before, and in ledgers of earlier versions. */
    readonly hold?: Hold;
    /** The newest copy of tables that were left out, from its beginning on. */
    readonly later?: LaterCopy;
}
/** Tables that follow into a run that was held. */
export interface LaterCopy {
    /** From 1 on; its steps have it too. */
    readonly round: number;
    readonly tables: readonly string[];
    /** What is left out when it is done. */
    readonly leftOut: Plan['leftOut'];
    /** Change counters of the source, read before the snapshot that its finished copies were made from. */
    readonly counters: Counters;
    /** Of the run without these tables. */
    readonly verdict: string;
}
/** The time in which there is a way back. */
export interface Hold {
    /** ISO time by the target's clock: when the run was verified. */
    readonly since: string;
    readonly hours: number;
    /** Change counters of the target by then: what they count on is what was written since the cutover. */
    readonly counters: Counters;
    /** Rows and checksum of each table that was found equal, as both ends had them. */
    readonly sums: Readonly<Record<string, readonly [rows: number, checksum: string]>>;
}
export interface LedgerStep extends Step {
    readonly state: StepState;
    readonly attempt: number;
    readonly rows: number;
    readonly bytes: number;
    /** ISO time, or undefined before it was done. */
    readonly finishedAt: string | undefined;
}
export interface StepResult {
    readonly rows: number;
    readonly bytes: number;
    /** ISO time. */
    readonly startedAt: string;
    readonly attempt: number;
}
/** True where a ledger is on the target. */
export declare function ledgerExists(session: Session): Promise<boolean>;
export interface NewRun {
    readonly id: string;
    readonly toolVersion: string;
    readonly sourceIdentity: unknown;
    readonly targetIdentity: unknown;
    readonly snapshot: string;
    readonly plan: Plan;
    readonly detail: RunDetail;
    /** What the target was, for a rollback to compare its result with. */
    readonly before: TargetBefore;
}
/** Writes the ledger with every step of the plan, all or nothing, and gives the steps as the ledger has them now. */
export declare function createRun(session: Session, run: NewRun): Promise<LedgerStep[]>;
/** Writes further steps into the ledger of a run that is held, which then is at work again: all or nothing. */
export declare function addSteps(session: Session, runId: string, added: {
    readonly steps: readonly Step[];
    /** Steps that the ledger has. */
    readonly after: number;
    readonly detail: Partial<RunDetail>;
    readonly snapshot: string;
}): Promise<void>;
/** The newest run of the ledger; undefined where there is no ledger. */
export declare function readRun(session: Session): Promise<LedgerRun | undefined>;
/** What the target was before the run; undefined in ledgers of earlier versions. */
export declare function readRecordedBefore(session: Session, runId: string): Promise<TargetBefore | undefined>;
/** The run's steps in plan order. */
export declare function readSteps(session: Session, runId: string): Promise<LedgerStep[]>;
/**
 * The statement that says that steps are done, to be run inside the transaction that did their work. Text and not
 * parameters: it travels with the COMMIT behind it, and so costs no round trip of its own.
 */
export declare function finishStepsSql(runId: string, results: readonly (StepResult & {
    readonly id: string;
})[]): string;
/** What the ledger has of steps whose COMMIT may or may not have been heard of: those that are done, by id. */
export declare function finishedSteps(session: Session, runId: string, ids: readonly string[]): Promise<ReadonlyMap<string, {
    readonly rows: number;
    readonly bytes: number;
}>>;
/** The statement that gives a step its undo, to be run in the transaction that does the step's work. */
export declare function stepUndoSql(runId: string, stepId: string, statements: readonly string[]): string;
/** Keeps a step's error, for the report and for whoever looks into the ledger. */
export declare function failStep(session: Session, runId: string, stepId: string, failure: {
    readonly attempt: number;
    readonly startedAt: string;
    readonly code: string;
    readonly message: string;
}): Promise<void>;
/** Sets steps back to pending; `undone` for a rollback that has taken them back for good. */
export declare function resetSteps(session: Session, runId: string, stepIds: readonly string[], state: 'pending' | 'undone'): Promise<void>;
/** From now on a copy is of rows alone: the indexes that it built are there. */
export declare function forgetIndexes(session: Session, runId: string, stepId: string): Promise<void>;
/**
 * Moves the run on. Written with a synchronous commit: it also makes every step before it durable, whatever the
 * workers' own commits waited for.
 */
export declare function setRunState(session: Session, runId: string, state: RunState, detail?: Partial<RunDetail> & {
    readonly snapshot?: string;
}): Promise<void>;
/** Keeps what a verification found, for the next one: the run itself stays where it is. */
export declare function keepVerification(session: Session, runId: string, record: VerificationRecord): Promise<void>;
/** Removes the ledger, all or nothing; the last act of finalize and of rollback. */
export declare function dropLedger(session: Session): Promise<void>;
