import { quoteQualified } from '../postgres/identifiers.ts';
import { inTransaction, type StepCall, type StepContext, type StepOutcome } from './context.ts';

/** Statistics for the planner: without them the first minutes after the switch are the slowest of all. */
export async function runAnalyze(
  context: StepContext,
  call: StepCall,
  action: { readonly schema: string; readonly name: string },
): Promise<StepOutcome> {
  const statement = `ANALYZE ${quoteQualified(action.schema, action.name)}`;
  return await context.pool.withTarget(
    async (target) => await inTransaction(context, call, target, statement, async () => ({ rows: 0, bytes: 0 })),
  );
}
