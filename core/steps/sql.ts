import type { Action } from '../plan/types.ts';
import { runScript, type StepContext, type StepOf, type StepOutcome } from './context.ts';

/** Statements of schema objects, indexes, renames: all of them, with the ledger rows, or none. */
export async function runSql(
  context: StepContext,
  steps: readonly StepOf<Extract<Action, { type: 'sql' }>>[],
): Promise<StepOutcome[]> {
  // What is large enough to be given something runs by itself.
  const grant = steps[0] && context.buildGrant(steps[0].step);
  const settings = grant
    ? [
        `SET LOCAL maintenance_work_mem = '${grant.memoryMb}MB'`,
        `SET LOCAL max_parallel_maintenance_workers = ${grant.workers}`,
      ]
    : [];
  return await runScript(context, steps, [...settings, ...steps.flatMap(({ action }) => action.statements)]);
}
