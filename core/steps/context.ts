import type { Emit } from '../events.ts';
import type { Counters, Inventory } from '../inventory/types.ts';
import type { StepResult } from '../ledger.ts';
import type { Step } from '../plan/types.ts';
import type { Session } from '../postgres/session.ts';
import type { SessionPool } from '../run/pool.ts';
import type { TableVerdict, VerifyItem } from '../verify/types.ts';

/** What an executor works with. One for a run; the step and its attempt come with each call. */
export interface StepContext {
  readonly pool: SessionPool;
  readonly emit: Emit;
  /** The source as it was when the plan was made, or found equal to it on resume. */
  readonly source: Inventory;
  /** Change counters from before the snapshot. */
  readonly counters: Counters;
  readonly schemas: readonly string[];
  /** Foreign keys that the plan leaves NOT VALID although the source has them validated: `schema.table name`. */
  readonly notValidated: ReadonlySet<string>;
  readonly production: boolean;
  /** Index builds' memory, in megabytes. */
  readonly maintenanceMemoryMb: number;
  /** Writes 'done' for the step on the session that does its work, inside its transaction. */
  readonly finish: (session: Session, step: Step, result: StepResult) => Promise<void>;
  readonly verified: (result: { readonly table: TableVerdict } | { readonly item: VerifyItem }) => void;
}

export interface StepCall {
  readonly step: Step;
  readonly attempt: number;
  /** ISO time. */
  readonly startedAt: string;
  readonly signal: AbortSignal;
  /** Rows and bytes of the step so far. */
  readonly progress: (rows: number, bytes: number) => void;
}

/** Rows and bytes that a step moved. */
export interface StepOutcome {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Runs work and the step's ledger row in one transaction of the target. After an error the transaction is rolled back,
 * and the error goes on.
 */
export async function inTransaction(
  context: StepContext,
  call: StepCall,
  target: Session,
  begin: string,
  work: () => Promise<StepOutcome>,
): Promise<StepOutcome> {
  try {
    await target.execute(`BEGIN;\n${begin}`);
    const outcome = await work();
    await context.finish(target, call.step, { ...outcome, startedAt: call.startedAt, attempt: call.attempt });
    await target.execute('COMMIT');
    return outcome;
  } catch (error) {
    if (!target.broken) await target.execute('ROLLBACK').catch((second: Error) => target.destroy(second));
    throw error;
  }
}
