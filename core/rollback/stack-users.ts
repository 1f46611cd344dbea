import { eachAtOnce } from '../concurrency.ts';
import type { EngineConfig } from '../config.ts';
import type { Session } from '../postgres/session.ts';
import type { RunControl } from '../run/control.ts';
import { createStackClient, requestsAtOnce } from '../supabase/stack/client.ts';
import { deleteMapped, mappingExists, readMapping } from '../supabase/stack/mapping.ts';
import { requireStack } from '../supabase/stack/stack-run.ts';

/** How many users are deleted before the ledger is told. */
const usersPerPortion = 100;

/**
 * Deletes the users that the run created in Stack Auth: those of the mapping, which forgets them portion by portion so
 * that a rollback that is stopped goes on where it was, and those that a crash kept out of it. False where it was
 * stopped. Throws CutoverError.
 */
export async function deleteStackUsers(request: {
  readonly config: EngineConfig;
  readonly ledger: Session;
  readonly runId: string;
  readonly control: RunControl;
}): Promise<{ readonly deleted: number; readonly stopped: boolean }> {
  const { config, ledger, runId, control } = request;
  if (!(await mappingExists(ledger))) return { deleted: 0, stopped: false };
  const client = createStackClient(requireStack(config.stack));
  let deleted = 0;
  const remove = async (ids: readonly string[]): Promise<void> => {
    await eachAtOnce(ids, requestsAtOnce, async (id) => await client.deleteUser(id));
    deleted += ids.length;
  };
  for await (const page of readMapping(ledger, runId)) {
    for (let start = 0; start < page.length; start += usersPerPortion) {
      if (control.stopping) return { deleted, stopped: true };
      const portion = page.slice(start, start + usersPerPortion);
      await remove(portion.map(({ stackUserId }) => stackUserId));
      await deleteMapped(
        ledger,
        runId,
        portion.map(({ supabaseUserId }) => supabaseUserId),
      );
    }
  }
  // The list is read to its end first: a page begins at a user, and that one must still be there.
  const left: string[] = [];
  for await (const user of client.listUsers()) if (user.origin?.runId === runId) left.push(user.id);
  await remove(left);
  return { deleted, stopped: false };
}
