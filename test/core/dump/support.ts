import { onTestFinished } from 'vitest';
import { adaptForTarget, type DumpEntry, splitDump } from '../../../core/plan/entries.ts';
import { dumpSchema, type SchemaDumpRequest } from '../../../core/postgres/dump/dump.ts';
import { connect, type Session } from '../../../core/postgres/session.ts';
import { withClient } from '../../support/servers.ts';

/** A source session that is closed when the test is over. */
export async function sourceSession(url: string): Promise<Session> {
  const session = await connect({ end: 'source', url, purpose: 'dump' });
  onTestFinished(() => session.close());
  return session;
}

export interface BothSections {
  readonly pre: string;
  readonly post: string;
}

/** Both sections, one after the other over the same session. */
export async function dumpBoth(
  url: string,
  request: Omit<SchemaDumpRequest, 'section' | 'owners'> = {},
): Promise<BothSections> {
  const session = await sourceSession(url);
  const pre = await dumpSchema(session, { ...request, section: 'pre-data', owners: true });
  const post = await dumpSchema(session, { ...request, section: 'post-data', owners: true });
  return { pre, post };
}

/** Runs every entry by itself, each in a transaction of its own. */
export async function replay(url: string, dumps: BothSections, targetVersion: number): Promise<void> {
  await withClient(url, async (client) => {
    for (const { settings, entries } of [dumps.pre, dumps.post].map(splitDump)) {
      for (const setting of settings) {
        const statement = adaptForTarget(setting, targetVersion);
        if (statement !== undefined) await client.query(statement);
      }
      for (const entry of entries) await replayEntry(entry, (sql) => client.query(sql));
    }
  });
}

/** Settings and statements of one entry, with a failure that names it. */
export async function replayEntry(entry: DumpEntry, query: (sql: string) => Promise<unknown>): Promise<void> {
  try {
    await query('BEGIN');
    for (const statement of [...entry.settings, ...entry.statements]) await query(statement);
    await query('COMMIT');
  } catch (cause) {
    throw new Error(`${entry.type} ${entry.name}: ${String(cause)}`, { cause });
  }
}

/** What a promise rejects with; fails where it does not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (outcome === undefined) throw new Error('It was to fail, and did not.');
  return outcome.error;
}
