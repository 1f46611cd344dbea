import type { BackupAction } from '../plan/types.ts';
import { type CallOptions, type StepContext, type StepOf, type StepOutcome } from './context.ts';
/**
 * Writes the rows that the run is about to clear on the target into `backup/` of the run's folder. Tables without rows
 * are left out; where none has any there is no backup. One that an earlier attempt has left is made anew: until this step
 * is done nothing has been cleared.
 */
export declare function runBackup(context: StepContext, steps: readonly StepOf<BackupAction>[], { signal, progress }: CallOptions): Promise<StepOutcome[]>;
