import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reconcile, type ReconcileEnd } from '../../../core/reconcile/reconcile.ts';
import { eventsOf, type TestMigration } from '../../support/migration.ts';

/** A line of reconcile.ndjson. */
export interface FoundChange {
  readonly table: string;
  readonly op: 'insert' | 'update' | 'delete';
  readonly key?: Readonly<Record<string, string>>;
  readonly times?: number;
  readonly before?: Readonly<Record<string, string | null>>;
  readonly after?: Readonly<Record<string, string | null>>;
  readonly refersToUserOfTheTargetAlone?: true;
}

/** Reconciles a migration's ends, and reads what was exported. */
export async function reconciled(migration: TestMigration): Promise<{
  readonly end: ReconcileEnd;
  readonly changes: readonly FoundChange[];
  readonly sqlPath: string;
  readonly unprovenPath: string;
}> {
  const { config, control } = migration;
  const emit = (event: TestMigration['events'][number]): void => void migration.events.push(event);
  const end = await reconcile({ config, emit, control, runId: undefined });
  const finished = eventsOf(migration.events, 'reconcile.finished').at(-1);
  const { sqlPath = '', unprovenPath = '', jsonPath = '' } = finished ?? {};
  const text = jsonPath === '' ? '' : await readFile(join(jsonPath, '../reconcile.ndjson'), 'utf8');
  const changes = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FoundChange);
  return { end, changes, sqlPath, unprovenPath };
}
