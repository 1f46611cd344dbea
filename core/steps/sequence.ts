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
  const statements = positions.map(({ index, last_value, is_called }) => {
    const target = targets[index] ?? '';
    return steps[index]?.action.forward
      ? forwardSql(target, last_value, is_called)
      : `SELECT pg_catalog.setval(${quoteLiteral(target)}::regclass, ${last_value}, ${is_called})`;
  });
  return await runScript(context, steps, statements);
}

/** Only where that is further in the sequence's own direction: values that were given out since are never given again. */
function forwardSql(target: string, last: string, called: boolean): string {
  const name = quoteLiteral(target);
  return `SELECT pg_catalog.setval(${name}::regclass, ${last}, ${called})
    FROM ${target} AS present, pg_catalog.pg_sequence AS s
    WHERE s.seqrelid = ${name}::regclass
      AND (pg_catalog.sign(s.seqincrement::pg_catalog.float8) * (${last}::pg_catalog.numeric - present.last_value) > 0
        OR (present.last_value = ${last} AND ${called} AND NOT present.is_called))`;
}
