import { quoteQualified } from '../postgres/identifiers.ts';
import { inTransaction, type StepCall, type StepContext, type StepOutcome } from './context.ts';

/**
 * A sequence's position. Sequences are outside of any snapshot: what is read is the present value, which is never
 * behind what the snapshot's rows have used.
 */
export async function runSequence(
  context: StepContext,
  call: StepCall,
  action: { readonly schema: string; readonly name: string },
): Promise<StepOutcome> {
  const name = quoteQualified(action.schema, action.name);
  const [position] = await context.pool.withSource(
    async (source) =>
      await source.query<{ last_value: string; is_called: boolean }>(`SELECT last_value, is_called FROM ${name}`),
  );
  return await context.pool.withTarget(
    async (target) =>
      await inTransaction(context, call, target, '', async () => {
        if (position) {
          await target.query('SELECT pg_catalog.setval($1::regclass, $2::bigint, $3::boolean)', [
            name,
            position.last_value,
            position.is_called,
          ]);
        }
        return { rows: 0, bytes: 0 };
      }),
  );
}
