import type { Action } from '../plan/types.ts';
import { type StepContext, type StepOf, type StepOutcome } from './context.ts';
type Services = Extract<Action, {
    type: 'vault-secrets' | 'cron-jobs';
}>;
/**
 * Secrets and jobs, read under the snapshot and made anew on the target in one transaction with the ledger row. Their
 * contents travel as parameters from one session to the other and are kept nowhere: neither the ledger nor an error has
 * them. The undo names exactly what was made.
 */
export declare function runServices(context: StepContext, steps: readonly StepOf<Services>[]): Promise<StepOutcome[]>;
export {};
