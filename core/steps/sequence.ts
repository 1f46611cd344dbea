import type { Action } from '../plan/types.ts';
import { quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import { runScript, type StepContext, type StepOf, type StepOutcome } from './context.ts';

/**
 * Sequences' positions. Sequences are outside of any snapshot: what is read is the present value, which is never
 * behind what the snapshot's rows have used.
 */
export async function runSequences(
  context: StepContext,
  steps: readonly StepOf<Extract<Action, { type: 'sequence' }>>[],
): Promise<StepOutcome[]> {
  const names = steps.map(({ action }) => quoteQualified(action.schema, action.name));
  const targets = steps.map(({ action: { schema, name, onTarget = { schema, name } } }) =>
    quoteQualified(onTarget.schema, onTarget.name),
  );
  const selects = names.map((name, index) => `SELECT ${index} AS index, last_value, is_called FROM ${name}`);
  const positions = await context.pool.withSource(
    async (source) =>
      await source.query<{ index: number; last_value: string; is_called: boolean }>(selects.join('\nUNION ALL ')),
  );
  const statements = positions.map(
    ({ index, last_value, is_called }) =>
      `SELECT pg_catalog.setval(${quoteLiteral(targets[index] ?? '')}::regclass, ${last_value}, ${is_called})`,
  );
  return await runScript(context, steps, statements);
}
