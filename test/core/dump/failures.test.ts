import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { dumpSchema } from '../../../core/postgres/dump/dump.ts';
import { DumpThread } from '../../../core/postgres/dump/thread.ts';
import type { Session } from '../../../core/postgres/session.ts';
import { createDatabase, query, type TestDatabase, useServer, withClient } from '../../support/servers.ts';
import { rejection, sourceSession } from './support.ts';

const preData = { section: 'pre-data', owners: true } as const;

describe('a dump that cannot be finished', () => {
  const server = useServer();

  /** Runs `work` while a dump of the database waits for a lock, half-way through its work. */
  async function withWaitingDump<Result>(
    session: Session,
    database: TestDatabase,
    start: () => Promise<string>,
    work: (dump: Promise<unknown>, blocker: pg.Client) => Promise<Result>,
  ): Promise<Result> {
    await database.execute('CREATE TABLE in_the_way ()');
    return withClient(database.url, async (blocker) => {
      await blocker.query('BEGIN; LOCK TABLE in_the_way');
      const dump = rejection(start());
      const waiting = `SELECT FROM pg_catalog.pg_locks WHERE pid = $1 AND NOT granted`;
      while ((await query(database.url, waiting, [session.backendPid])).length === 0);
      return work(dump, blocker);
    });
  }

  test('ends with connection.lost and the server’s own words when its backend is terminated', async () => {
    const database = await createDatabase(server());
    const session = await sourceSession(database.url);
    const error = await withWaitingDump(
      session,
      database,
      () => dumpSchema(session, preData),
      async (dump, blocker) => {
        await blocker.query('SELECT pg_catalog.pg_terminate_backend($1)', [session.backendPid]);
        return dump;
      },
    );
    expect(error).toMatchObject({ code: 'connection.lost', transient: true });
    expect(String(error)).toContain('terminating connection due to administrator command');
    expect(session.broken).toBe(true);
  });

  test('a thread that was started ahead serves it, and one that has ended says so', async () => {
    const database = await createDatabase(server());
    await database.execute('CREATE TABLE kept ()');
    const session = await sourceSession(database.url);
    const thread = new DumpThread();
    expect(await dumpSchema(session, { ...preData, thread })).toContain('CREATE TABLE public.kept');
    expect(await rejection(dumpSchema(session, { ...preData, thread }))).toMatchObject({
      code: 'dump.failed',
      // By itself or by its end being asked for, whichever was sooner.
      message: expect.stringMatching(/^the thread of pg_dump ended with exit code [01]$/),
    });
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('ends with connection.lost when the network goes', async () => {
    const database = await createDatabase(server());
    const session = await sourceSession(database.url);
    const error = await withWaitingDump(
      session,
      database,
      () => dumpSchema(session, preData),
      (dump) => {
        session.socket.destroy();
        return dump;
      },
    );
    expect(error).toMatchObject({ code: 'connection.lost' });
  });

  test('ends at once when it is stopped, even while the server waits for a lock', async () => {
    const database = await createDatabase(server());
    const session = await sourceSession(database.url);
    const stop = new AbortController();
    const error = await withWaitingDump(
      session,
      database,
      () => dumpSchema(session, { ...preData, signal: stop.signal }),
      (dump) => {
        stop.abort();
        return dump;
      },
    );
    expect(error).toMatchObject({ code: 'stopped' });
    expect(session.broken).toBe(true);
    const another = await sourceSession(database.url);
    expect(await rejection(dumpSchema(another, { ...preData, signal: stop.signal }))).toMatchObject({
      code: 'stopped',
    });
    expect(another.broken).toBe(false);
  });

  test('names the grant that a role lacks, and leaves the session usable', async () => {
    const database = await createDatabase(server());
    await database.execute(
      `CREATE SCHEMA app; CREATE TABLE app."Secret" (); CREATE ROLE "Weak One" LOGIN PASSWORD 'weak'`,
    );
    await database.execute('GRANT USAGE ON SCHEMA app TO "Weak One"');
    const url = new URL(database.url);
    url.username = 'Weak%20One';
    url.password = 'weak';
    const session = await sourceSession(url.href);
    const error = await rejection(dumpSchema(session, preData));
    expect(error).toMatchObject({
      code: 'rights.missing',
      message: 'source: pg_dump failed: permission denied for table Secret',
    });
    expect((error as { hint: string }).hint).toContain('GRANT SELECT ON TABLE app."Secret" TO "Weak One";');
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('refuses more schemas to leave out than its arguments can name', async () => {
    const database = await createDatabase(server());
    const session = await sourceSession(database.url);
    const excludeSchemas = Array.from({ length: 1000 }, (_, index) => `a_schema_with_a_long_name_${index}`);
    expect(await rejection(dumpSchema(session, { ...preData, excludeSchemas }))).toMatchObject({ code: 'dump.failed' });
  });

  test('refuses a server that is newer than the built-in pg_dump, and asks for the native one', async () => {
    const database = await createDatabase(server());
    const session = await sourceSession(database.url);
    const newer: Session = Object.create(session, { serverVersion: { value: 190_001 } });
    const error = await rejection(dumpSchema(newer, { ...preData, program: 'built-in' }));
    expect(error).toMatchObject({ code: 'dump.unsupported-server' });
    expect((error as { hint: string }).hint).toContain('native pg_dump');
  });
});
