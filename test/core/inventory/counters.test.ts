import { expect, test, vi } from 'vitest';
import { changedTables, readCounters } from '../../../core/inventory/counters.ts';
import type { Counters } from '../../../core/inventory/types.ts';
import { createDatabase, serverForTest, startServer } from '../../support/servers.ts';
import { openSession } from './sessions.ts';

test('every kind of change to a table shows, and an untouched table stays untouched', async () => {
  const server = await serverForTest();
  const database = await createDatabase(server);
  const tables = ['inserted', 'updated', 'deleted', 'truncated', 'rewritten', 'copied', 'dropped', 'quiet'];
  await database.execute(tables.map((table) => `CREATE TABLE ${table} AS SELECT 1 AS id;`).join('\n'));
  await database.execute(`CREATE TABLE parts (id int) PARTITION BY LIST (id); CREATE TABLE part_1 PARTITION OF parts FOR VALUES IN (1);
    CREATE TABLE part_2 PARTITION OF parts FOR VALUES IN (2); CREATE SCHEMA cutover; CREATE TABLE cutover.run (id int)`);
  const source = await openSession('source', database.url);
  const before = await readCounters(source);
  expect(before.tables.map((counter) => counter.table)).not.toContain('cutover.run');

  // A session that ends has its counters published: nothing to wait for.
  await database.execute(`INSERT INTO inserted VALUES (2); UPDATE updated SET id = 1; DELETE FROM deleted; TRUNCATE truncated;
    INSERT INTO parts VALUES (2); DROP TABLE dropped; CREATE TABLE created (id int); INSERT INTO cutover.run VALUES (1);
    SELECT * FROM quiet`);
  await database.execute('VACUUM FULL rewritten');
  await database.execute('BEGIN; INSERT INTO copied SELECT generate_series(1, 3); COMMIT');
  const after = await readCounters(source);
  const found = changedTables(JSON.parse(JSON.stringify(before)) as Counters, after);
  expect(found).toEqual({
    reason: 'counters',
    changed: ['copied', 'created', 'deleted', 'dropped', 'inserted', 'part_2', 'rewritten', 'truncated', 'updated'].map(
      (table) => `public.${table}`,
    ),
  });
  expect(changedTables(after, await readCounters(source)).changed).toEqual([]);
});

test('a second reading in the same transaction does not repeat the first', async () => {
  const server = await serverForTest({ major: 15 });
  const database = await createDatabase(server);
  await database.execute('CREATE TABLE t (id int)');
  const source = await openSession('source', database.url);
  await source.execute('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const before = await readCounters(source);
  await database.execute('INSERT INTO t VALUES (1)');
  expect(changedTables(before, await readCounters(source)).changed).toEqual(['public.t']);
});

test.for([15, 18] as const)(
  'after a crash that the postmaster of %i outlives, every table counts as changed',
  async (major) => {
    const server = await serverForTest({ major });
    const database = await createDatabase(server);
    const read = async () => readCounters(await openSession('source', database.url));
    const checkpointer = async () => {
      const [row] = await database.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'",
      );
      if (row === undefined) throw new Error('no checkpointer yet');
      return row.pid;
    };
    const crash = async () => {
      const killed = await checkpointer();
      process.kill(killed, 'SIGKILL');
      // The postmaster still lets sessions in until it has seen the death: the crash is over when another one is there.
      await vi.waitFor(async () => expect(await checkpointer()).not.toBe(killed), { timeout: 20_000, interval: 100 });
    };
    await database.execute('CREATE TABLE a (id int); INSERT INTO a VALUES (1)');
    await crash();
    // Nothing is counted of the table, before the write and after the crash.
    const before = await read();
    await database.execute('INSERT INTO a VALUES (2)');
    await crash();
    expect(changedTables(before, await read())).toEqual({ changed: ['large objects', 'public.a'], reason: 'epoch' });
  },
);

test('after a restart, a reset of the statistics, or with counting off, every table counts as changed', async () => {
  const server = await startServer();
  try {
    const database = await createDatabase(server);
    await database.execute('CREATE TABLE a (id int); CREATE TABLE b (id int)');
    const read = async () => readCounters(await openSession('source', database.url));
    const everything = { changed: ['large objects', 'public.a', 'public.b'], reason: 'epoch' };

    const first = await read();
    await database.execute('SELECT pg_stat_reset()');
    const second = await read();
    expect(changedTables(first, second)).toEqual(everything);
    await server.restart();
    const third = await read();
    expect(changedTables(second, third)).toEqual(everything);
    await database.execute(`ALTER DATABASE ${database.name} SET track_counts = off`);
    const uncounted = await read();
    expect(changedTables(third, uncounted)).toEqual(everything);
    expect(changedTables(uncounted, await read())).toEqual(everything);
  } finally {
    await server.stop();
  }
});
