import { clearSql, copyInSql, copyOutSql, rowSettings } from '../plan/copy-sql.ts';
import type { CopyAction } from '../plan/types.ts';
import { displayName } from '../postgres/identifiers.ts';
import { relayCopies } from '../postgres/relay.ts';
import { type CallOptions, committed, type StepContext, type StepOf, type StepOutcome } from './context.ts';
import { stackOf } from './users.ts';

/**
 * The rows of tables, or of one range of a table's pages, with their ledger rows: so a step that is not done has left
 * nothing behind. A large table is truncated all the same, because what the same transaction has truncated may be
 * written frozen; for a small one the new file would cost more than that is worth.
 */
export async function runCopy(
  context: StepContext,
  steps: readonly StepOf<CopyAction>[],
  options: CallOptions,
): Promise<StepOutcome[]> {
  const clears = steps.map(({ step, action }) =>
    step.batch && action.where === undefined ? undefined : clearSql(action),
  );
  // Before the sessions are taken: reading the mapping takes one of the target's.
  const map = steps.some(({ action }) => action.rewrite)
    ? await stackOf(context).mapping((work) => context.pool.withTarget(work))
    : undefined;
  return await context.pool.withBoth(
    async (source, target) =>
      await committed(
        context,
        target,
        async () => {
          const results = await relayCopies({
            source,
            target,
            begin: [
              'BEGIN',
              ...steps.flatMap(({ action }) => rowSettings(action)),
              ...clears.filter((clear) => clear !== undefined),
            ].join(';\n'),
            copies: steps.map(({ action }, index) => ({
              copyOut: copyOutSql(action),
              copyIn: copyInSql(action, clears[index]?.startsWith('TRUNCATE') === true),
              format: action.format,
              ...(map && action.rewrite
                ? {
                    rewrite: {
                      map,
                      columns: action.rewrite.map(({ name, form }) => ({
                        name: `${displayName(action.schema, action.name)}.${name}`,
                        form,
                      })),
                    },
                  }
                : {}),
            })),
            onProgress: options.progress,
            signal: options.signal,
          });
          return steps.map(({ step }, index) => ({ step, rows: 0, bytes: 0, ...results[index] }));
        },
        steps.flatMap(({ action }) => action.indexes ?? []),
      ),
  );
}
