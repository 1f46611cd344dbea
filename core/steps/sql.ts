import type { Action } from '../plan/types.ts';
import { runScript, type StepContext, type StepOf, type StepOutcome } from './context.ts';

/** Statements of schema objects, indexes, renames: all of them, with the ledger rows, or none. */
export async function runSql(
  context: StepContext,
  steps: readonly StepOf<Extract<Action, { type: 'sql' }>>[],
): Promise<StepOutcome[]> {
  const builds = steps.some(({ step }) => step.kind === 'index' || step.kind === 'constraint');
  const memory = builds ? [`SET LOCAL maintenance_work_mem = '${context.maintenanceMemoryMb}MB'`] : [];
  return await runScript(context, steps, [...memory, ...steps.flatMap(({ action }) => action.statements)]);
}
