import { expect } from 'vitest';
import type { RunOptions } from '../../../core/config.ts';
import { dumpSchema } from '../../../core/postgres/dump/dump.ts';
import { connect } from '../../../core/postgres/session.ts';
import type { MigrateEnd } from '../../../core/run/rounds.ts';
import { dumpStatements } from '../dump-statements.ts';
import { eventsOf, testMigration, testRunId } from '../migration.ts';
import { createDatabase, type EmbeddedServer, type TestDatabase } from '../servers.ts';
import { type Contents, readContents } from './contents.ts';

interface Schema {
  readonly preData: string;
  readonly postData: string;
}

/** What is to be carried, read once for any number of targets. */
export interface Sent {
  readonly url: string;
  readonly schema: Schema;
  readonly contents: Contents;
}

export async function readSent({ url }: TestDatabase): Promise<Sent> {
  return { url, schema: await schemaOf(url), contents: await readContents(url) };
}

/** Both sections of a database's schema, without the ledger and without what a run set aside. */
async function schemaOf(url: string): Promise<Schema> {
  const session = await connect({ end: 'target', url, purpose: 'test dump' });
  try {
    const aside = await session.query<{ name: string }>(
      `SELECT nspname AS name FROM pg_catalog.pg_namespace WHERE nspname ~ '_before_${testRunId}$'`,
    );
    const excludeSchemas = ['cutover', ...aside.map(({ name }) => name)];
    const dump = async (section: 'pre-data' | 'post-data'): Promise<string> =>
      await dumpSchema(session, { section, owners: true, excludeSchemas, quoteAll: true });
    return { preData: await dump('pre-data'), postData: await dump('post-data') };
  } finally {
    await session.close();
  }
}

/**
 * Runs a migration, and expects of the target what `pg_dump | psql` makes of the source: the dump of the target is that
 * of a database into which the source's dump was read, and rows, sequences and large objects are the source's.
 */
export async function expectCarried(
  source: Sent,
  target: TestDatabase,
  server: EmbeddedServer,
  options: Partial<RunOptions> = {},
): Promise<MigrateEnd> {
  const migration = await testMigration(source.url, target.url, options);
  const end = await migration.run();
  // What passed on another attempt is no failure.
  const failures = eventsOf(migration.events, 'step.failed')
    .filter(({ willRetry }) => !willRetry)
    .map(({ id, message }) => `${id}: ${message}`);
  const differences = eventsOf(migration.events, 'verify.item').filter(({ verdict }) =>
    ['missing', 'differs', 'extra'].includes(verdict),
  );
  const tables = eventsOf(migration.events, 'verify.table').filter(({ verdict }) => verdict !== 'match');
  expect({ failures, differences, tables }).toEqual({ failures: [], differences: [], tables: [] });
  expect(end.verdict).not.toContain('not checked');
  await expectSame(source, target, server);
  return end;
}

/** The comparison alone, after a run: see {@link expectCarried}. */
export async function expectSame(source: Sent, target: TestDatabase, server: EmbeddedServer): Promise<void> {
  const reference = await createDatabase(server);
  for (const section of ['preData', 'postData'] as const) {
    // psql goes on where a server does not know a setting that pg_dump writes at the top.
    await reference.execute(source.schema[section].replaceAll(/^SET transaction_timeout = 0;$/gm, ''));
  }
  const expected = await schemaOf(reference.url);
  const arrived = await schemaOf(target.url);
  expect(dumpStatements(arrived.preData)).toEqual(dumpStatements(expected.preData));
  expect(dumpStatements(arrived.postData)).toEqual(dumpStatements(expected.postData));
  expect(await readContents(target.url)).toEqual(source.contents);
}
