import type { KeepPositionsAction } from '../plan/types.ts';
import { quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import { committed, noRows, type StepContext, type StepOf, type StepOutcome } from './context.ts';

/** Sequences that one statement reads. */
const atOnce = 200;

/**
 * Where the target's own sequences stand before anything moves them: written down as what a rollback does, in the
 * transaction that says 'done'. Changes nothing else.
 */
export async function runPositions(
  context: StepContext,
  steps: readonly StepOf<KeepPositionsAction>[],
): Promise<StepOutcome[]> {
  return await context.pool.withTarget(
    async (target) =>
      await committed(context, target, async () => {
        await target.execute('BEGIN');
        for (const { step, action } of steps) {
          const undo: string[] = [];
          for (let start = 0; start < action.sequences.length; start += atOnce) {
            const names = action.sequences
              .slice(start, start + atOnce)
              .map(({ schema, name }) => quoteQualified(schema, name));
            const rows = await target.query<{ index: number; last_value: string; is_called: boolean }>(
              names
                .map((name, index) => `SELECT ${index} AS index, last_value, is_called FROM ${name}`)
                .join('\nUNION ALL '),
            );
            undo.push(
              ...rows.map(
                ({ index, last_value, is_called }) =>
                  `SELECT pg_catalog.setval(${quoteLiteral(names[index] ?? '')}::pg_catalog.regclass, ${last_value}, ${is_called})`,
              ),
            );
          }
          const keep = context.undoSql(step.id, undo);
          if (keep !== '') await target.execute(keep);
        }
        return noRows(steps);
      }),
  );
}
