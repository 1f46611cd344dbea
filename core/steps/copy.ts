import { clearSql, copyInSql, copyOutSql } from '../plan/copy-sql.ts';
import type { CopyAction } from '../plan/types.ts';
import { relayCopy } from '../postgres/relay.ts';
import { inTransaction, type StepCall, type StepContext, type StepOutcome } from './context.ts';

/**
 * The rows of a table, or of one range of its pages. What was there goes first, in the same transaction: so a step may
 * be run any number of times, and a table that a transaction has truncated may be written frozen.
 */
export async function runCopy(context: StepContext, call: StepCall, action: CopyAction): Promise<StepOutcome> {
  const clear = clearSql(action);
  const freeze = clear?.startsWith('TRUNCATE') === true;
  return await context.pool.withBoth(
    async (source, target) =>
      await inTransaction(
        context,
        call,
        target,
        clear ?? '',
        async () =>
          await relayCopy({
            source,
            target,
            copyOut: copyOutSql(action),
            copyIn: copyInSql(action, freeze),
            format: action.format,
            onProgress: call.progress,
            signal: call.signal,
          }),
      ),
  );
}
