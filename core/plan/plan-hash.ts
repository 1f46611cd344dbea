import { createHash } from 'node:crypto';
import type { Action, Step } from './types.ts';

/**
 * SHA-256 over what steps do. Sizes are left out of it, and with them how a table, a bucket or the users are cut in
 * pieces: the rehearsal of last week is one of the same plan although a thousand rows came in since. So is the run's own
 * id, which is in the names of what is set aside. Pure.
 */
export function planHash(steps: readonly Step[], runId: string, auth: string | undefined): string {
  const hash = createHash('sha256');
  if (auth !== undefined) hash.update(`auth ${auth}\n`);
  for (const line of new Set(steps.map((step) => essence(step)))) hash.update(line.replaceAll(runId, 'RUN'));
  return hash.digest('hex');
}

function essence({ kind, phase, table, bucket, action, undo, aside, tolerated }: Step): string {
  return JSON.stringify([kind, phase, table, bucket, whole(action), undo, aside, tolerated]);
}

/** The action of the whole that a step does a part of. */
function whole(action: Action): unknown {
  switch (action.type) {
    case 'copy': {
      const { pages: _, ...rest } = action;
      return rest;
    }
    case 'large-objects':
      return { type: action.type, owners: action.owners };
    case 'stack-users':
    case 'vault-secrets':
    case 'cron-jobs':
      return action.type;
    case 'storage-files':
    case 'verify-files': {
      const { after: _after, upTo: _upTo, ...rest } = action;
      return rest;
    }
    default:
      return action;
  }
}
