import type { Action } from '../plan/types.ts';
import { quoteQualified } from '../postgres/identifiers.ts';
import { runScript, type StepContext, type StepOf, type StepOutcome } from './context.ts';

/** Statistics for the planner: without them the first minutes after the switch are the slowest of all. */
export async function runAnalyze(
  context: StepContext,
  steps: readonly StepOf<Extract<Action, { type: 'analyze' }>>[],
): Promise<StepOutcome[]> {
  const tables = steps.map(({ action }) => quoteQualified(action.schema, action.name));
  return await runScript(context, steps, [`ANALYZE ${tables.join(', ')}`]);
}
