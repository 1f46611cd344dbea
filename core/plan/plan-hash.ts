import { createHash } from 'node:crypto';
import type { Action, Step } from './types.ts';

/**
 * SHA-256 over what steps do to a schema with this fingerprint. Sizes are left out of it, and with them how a table is
 * cut in pieces, and which indexes are built beside its rows: the rehearsal of last week is one of the same plan although
 * a thousand rows came in since. So is the run's own id, which is in the names of what is set aside. Pure.
 */
export function planHash(
  steps: readonly Step[],
  about: { readonly runId: string; readonly auth: string | undefined; readonly schema: string },
): string {
  const hash = createHash('sha256');
  hash.update(`${about.auth} ${about.schema}\n`);
  const lines = new Set(steps.filter((step) => !followsFromSchema(step)).map((step) => essence(step)));
  for (const line of [...lines].toSorted()) hash.update(line.replaceAll(about.runId, 'RUN'));
  return hash.digest('hex');
}

/** Steps that the schema and the sizes decide upon. */
function followsFromSchema({ kind }: Step): boolean {
  return kind === 'index' || kind === 'constraint' || kind === 'analyze' || kind === 'barrier';
}

function essence({ kind, table, bucket, action, undo, aside, tolerated }: Step): string {
  return `${JSON.stringify([kind, table, bucket, whole(action), undo, aside, tolerated])}\n`;
}

/** The action of the whole that a step does a part of. */
function whole(action: Action): unknown {
  switch (action.type) {
    case 'copy': {
      const { pages: _pages, indexes: _indexes, ...rest } = action;
      return rest;
    }
    case 'verify-table':
    case 'verify-part':
      return ['verify-table', action.mode];
    case 'large-objects':
      return [action.type, action.owners];
    case 'stack-users':
    case 'vault-secrets':
    case 'cron-jobs':
      return action.type;
    case 'storage-files':
    case 'verify-files': {
      const { after: _after, upTo: _upTo, ...rest } = action;
      return rest;
    }
    case 'storage-left':
      return action.type;
    default:
      return action;
  }
}
