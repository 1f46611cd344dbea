import type { EngineConfig } from '../config.ts';
import type { Emit } from '../events.ts';
import type { Counters, Inventory, Table } from '../inventory/types.ts';
import type { Step } from '../plan/types.ts';
import type { Session } from '../postgres/session.ts';
import type { BuildGrant } from '../run/build-budget.ts';
import type { SessionPool } from '../run/pool.ts';
import type { StorageRun } from '../supabase/storage/run.ts';
import type { Scope } from '../supabase/scope.ts';
import type { StackRun } from '../supabase/stack/stack-run.ts';
import type { TableVerdict, VerifyItem } from '../verify/types.ts';
import type { Verification } from '../verify/verification.ts';
/** What an executor works with: one for a run. The steps come with each call. */
export interface StepContext {
    readonly config: EngineConfig;
    readonly pool: SessionPool;
    readonly emit: Emit;
    /** The source as it was when the plan was made, or found equal to it on resume. */
    readonly source: Inventory;
    /** The target's schema as it was, where it keeps its own. */
    readonly own: Inventory | undefined;
    readonly scope: Scope;
    /** The source's tables by key. */
    readonly tables: ReadonlyMap<string, Table>;
    /** Change counters from before the snapshot. */
    readonly counters: Counters;
    readonly schemas: readonly string[];
    /** Foreign keys that the plan leaves NOT VALID although the source has them validated: `schema.table name`. */
    readonly notValidated: ReadonlySet<string>;
    /** True where the target's own foreign keys stayed in place, and rows came past them. */
    readonly keysUnseen: boolean;
    readonly production: boolean;
    readonly storage: StorageRun;
    /** With `--auth stack`, where the project is known. */
    readonly stack: StackRun | undefined;
    /** What a step that builds something large may use of the target; undefined for all others. */
    readonly buildGrant: (step: Step) => BuildGrant | undefined;
    /** The statement that says 'done' for steps, for the transaction that does their work; empty where nothing is kept. */
    readonly finishSql: (results: readonly StepOutcome[]) => string;
    /** The statement that writes down how a step is taken back, where only the step itself finds out. */
    readonly undoSql: (stepId: string, statements: readonly string[]) => string;
    /** What has been found so far. */
    readonly verification: Verification;
    readonly verified: (result: {
        readonly table: TableVerdict;
    } | {
        readonly item: VerifyItem;
    }) => void;
}
/** One step with its action narrowed, as its executor gets it. */
export interface StepOf<Action extends Step['action']> {
    readonly step: Step;
    readonly action: Action;
}
export interface CallOptions {
    readonly signal: AbortSignal;
    /** Rows and bytes so far; only told for a step that runs by itself. */
    readonly progress: (rows: number, bytes: number) => void;
}
/** Rows and bytes that a step moved. */
export interface StepOutcome {
    readonly step: Step;
    readonly rows: number;
    readonly bytes: number;
}
export declare function noRows(steps: readonly StepOf<Step['action']>[]): StepOutcome[];
/**
 * Runs work inside a transaction that the work itself begins, and ends it with the `last` statements and the steps'
 * ledger rows, in one round trip. After an error the transaction is rolled back, and the error goes on.
 */
export declare function committed(context: StepContext, target: Session, work: () => Promise<StepOutcome[]>, last?: readonly string[]): Promise<StepOutcome[]>;
/** One transaction, one round trip: the statements, the ledger rows of the steps, and the COMMIT. */
export declare function runScript(context: StepContext, steps: readonly StepOf<Step['action']>[], statements: readonly string[]): Promise<StepOutcome[]>;
