import { eachAtOnce } from '../concurrency.ts';
import { CutoverError } from '../errors.ts';
import type { Action, StackUsersAction } from '../plan/types.ts';
import { requestsAtOnce } from '../supabase/stack/client.ts';
import { createUsers } from '../supabase/stack/create-users.ts';
import { deleteMapped, insertMapped, readMappedRange } from '../supabase/stack/mapping.ts';
import { writeMappingFile } from '../supabase/stack/mapping-file.ts';
import { userRequest } from '../supabase/stack/request.ts';
import { readUsers } from '../supabase/stack/source-users.ts';
import { mappedUser, stackMissing, type StackRun } from '../supabase/stack/stack-run.ts';
import {
  type CallOptions,
  committed,
  noRows,
  runScript,
  type StepContext,
  type StepOf,
  type StepOutcome,
} from './context.ts';

/**
 * The users of a range in Stack Auth. The service knows nothing of our transactions: what was created is there before
 * the ledger says so, and is found again by its old id where the ledger could not say so any more. Users that a former
 * round has mapped stay; those that are gone from the source since are deleted.
 */
export async function runStackUsers(
  context: StepContext,
  steps: readonly StepOf<StackUsersAction>[],
  options: CallOptions,
): Promise<StepOutcome[]> {
  const stack = stackOf(context);
  const outcomes: StepOutcome[] = [];
  for (const { step, action } of steps) {
    const wanted = await context.pool.withSource((source) => readUsers(source, action));
    const mapped = await context.pool.withTarget((target) => readMappedRange(target, stack.runId, action));
    const run = { runId: stack.runId, now: new Date() };
    const requests = wanted.filter(({ id }) => !mapped.has(id)).map((user) => userRequest(user, run));
    const created = await createUsers(requests, stack.client, stack.known, options.signal);
    const present = new Set(wanted.map(({ id }) => id));
    const gone = [...mapped].filter(([supabaseUserId]) => !present.has(supabaseUserId));
    await eachAtOnce(gone, requestsAtOnce, async ([supabaseUserId, stackUserId]) => {
      await stack.client.deleteUser(stackUserId, options.signal);
      stack.known.remove(supabaseUserId);
    });
    const done = { step, rows: wanted.length, bytes: 0 };
    outcomes.push(
      ...(await context.pool.withTarget(
        async (target) =>
          await committed(context, target, async () => {
            await target.execute('BEGIN');
            await deleteMapped(
              target,
              stack.runId,
              gone.map(([supabaseUserId]) => supabaseUserId),
            );
            await insertMapped(target, stack.runId, created.map(mappedUser));
            return [done];
          }),
      )),
    );
  }
  return outcomes;
}

/** Every user is mapped: statistics for the comparisons, and the file for people. */
export async function runStackMapping(
  context: StepContext,
  steps: readonly StepOf<Extract<Action, { type: 'stack-mapping' }>>[],
): Promise<StepOutcome[]> {
  const stack = stackOf(context);
  await context.pool.withTarget(async (target) => {
    await target.execute('ANALYZE cutover.user_mapping');
    try {
      const path = await writeMappingFile(target, stack.runId, stack.folder, new Date());
      context.emit({ type: 'log', level: 'info', message: `the mapping of users is in ${path}` });
    } catch (error) {
      // As with every other record: the ledger has the truth, and a full disk of the operator's ends no migration.
      if (error instanceof CutoverError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      context.emit({ type: 'log', level: 'warn', message: `user-mapping.json could not be written: ${reason}` });
    }
  });
  await runScript(context, steps, []);
  return noRows(steps);
}

export function stackOf(context: StepContext): StackRun {
  if (context.stack) return context.stack;
  throw stackMissing();
}
