import type { Action } from '../plan/types.ts';
import { readMapping } from '../supabase/stack/mapping.ts';
import { userRequest } from '../supabase/stack/request.ts';
import { allUsers } from '../supabase/stack/source-users.ts';
import { fingerprintOf } from '../supabase/stack/stack-run.ts';
import { proveStackLogin } from '../verify/login.ts';
import type { VerifyItem } from '../verify/types.ts';
import { type CallOptions, runScript, type StepContext, type StepOf, type StepOutcome } from './context.ts';
import { stackOf } from './users.ts';
import { tell } from './verify.ts';

/** Ids that a verdict has room for. */
const idsShown = 5;

/**
 * Whether source, mapping and Stack Auth have the same users, one for one: each user of the source is mapped, no user
 * was created twice, nobody was lost, and none has changed since.
 */
export async function verifyStackUsers(
  context: StepContext,
  steps: readonly StepOf<Extract<Action, { type: 'verify-stack-users' }>>[],
  options: CallOptions,
): Promise<StepOutcome[]> {
  const stack = stackOf(context);
  const mapped = new Map<string, { readonly stackUserId: string; readonly fingerprint: string }>();
  await context.pool.withTarget(async (target) => {
    for await (const page of readMapping(target, stack.runId)) {
      for (const { supabaseUserId, stackUserId, fingerprint } of page) {
        mapped.set(supabaseUserId, { stackUserId, fingerprint });
      }
    }
  });
  const found = new Findings();
  const unseen = new Set(mapped.keys());
  let users = 0;
  await context.pool.withSource(async (source) => {
    const run = { runId: stack.runId, now: new Date() };
    for await (const user of allUsers(source)) {
      users += 1;
      const known = mapped.get(user.id);
      if (!known) found.add('on the source, but not mapped', user.id);
      else if (known.fingerprint !== fingerprintOf(userRequest(user, run))) {
        found.add('changed on the source since they were created', user.id);
      }
      unseen.delete(user.id);
    }
  });
  for (const id of unseen) found.add('mapped, but not on the source', id);
  const there = new Set<string>();
  for await (const user of stack.client.listUsers(options.signal)) {
    if (user.origin?.runId !== stack.runId) continue;
    const { supabaseUserId } = user.origin;
    if (there.has(supabaseUserId)) found.add('twice in Stack Auth', supabaseUserId);
    else if (mapped.get(supabaseUserId)?.stackUserId !== user.id) found.add('mapped to another user', supabaseUserId);
    there.add(supabaseUserId);
  }
  for (const id of mapped.keys()) if (!there.has(id)) found.add('mapped, but not in Stack Auth', id);
  tell(context, [found.verdict(users), await proveStackLogin(stack.client, context.config, options.signal)]);
  return await runScript(context, steps, []);
}

class Findings {
  readonly #ids = new Map<string, string[]>();

  add(what: string, id: string): void {
    const ids = this.#ids.get(what);
    if (ids) ids.push(id);
    else this.#ids.set(what, [id]);
  }

  verdict(users: number): VerifyItem {
    const item = { kind: 'auth', name: 'users one to one' } as const;
    if (this.#ids.size === 0) {
      return { ...item, verdict: 'match', detail: `${users} users of the source, each mapped to one in Stack Auth` };
    }
    const detail = [...this.#ids].map(([what, ids]) => {
      const more = ids.length > idsShown ? ` and ${ids.length - idsShown} more` : '';
      return `${ids.length} ${what}: ${ids.slice(0, idsShown).join(', ')}${more}`;
    });
    return { ...item, verdict: 'differs', detail: detail.join('; ') };
  }
}
