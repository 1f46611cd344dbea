import type { Action } from '../plan/types.ts';
import { proveLogin } from '../verify/login.ts';
import { compareUsers } from '../verify/users.ts';
import { runScript, type StepContext, type StepOf, type StepOutcome } from './context.ts';
import { tell } from './verify.ts';

/** The users of Supabase Auth, where their rows were moved; after the comparison of auth's tables. */
export async function verifyUsers(
  context: StepContext,
  steps: readonly StepOf<Extract<Action, { type: 'verify-users' }>>[],
): Promise<StepOutcome[]> {
  const items = await context.pool.withBoth(async (source, target) => [
    ...(await compareUsers(source, target)),
    await proveLogin(target, context.config),
  ]);
  tell(context, items);
  return await runScript(context, steps, []);
}
