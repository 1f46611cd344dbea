import { expect, test } from 'vitest';
import { faultWorld } from '../support/fault-project.ts';
import { eventsOf } from '../support/migration.ts';
import { type Link, proxyForTest } from '../support/proxy.ts';
import { query, useServer, withClient } from '../support/servers.ts';

const source = useServer();
const target = useServer({ settings: { deadlock_timeout: '100ms' } });

for (const end of ['source', 'target'] as const) {
  test(`a COPY that an administrator of the ${end} cancels is tried again, and told as such`, async () => {
    const server = { source, target }[end]();
    const proxy = await proxyForTest(server.url());
    // More than the buffers on the way hold: the server must not be through with it before it is cancelled.
    const world = await faultWorld(
      { source: source(), target: target() },
      { large: 1, largeRows: 20_000, [`${end}Proxy`]: proxy },
    );
    const direction = end === 'source' ? 'toClient' : 'toServer';
    // Held until the server has cancelled it: else the COPY may be over before.
    const cancelled = proxy.at({ direction, message: 'CopyData', nth: 900, application: /worker/ }, (link) => {
      link.stall();
      void query(server.url(), 'SELECT pg_cancel_backend($1)', [link.backendPid]).then(() => link.flow());
    });
    expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
    await cancelled;
    await world.expectWhole();
    const failures = eventsOf(world.migration.events, 'step.failed');
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ willRetry: true, hint: expect.stringContaining('cancelled') });
  });
}

test('an index build that an administrator cancels is tried again', async () => {
  const proxy = await proxyForTest(target().url());
  const world = await faultWorld({ source: source(), target: target() }, { targetProxy: proxy, slowIndexMs: 500 });
  const cancelled = proxy.at(
    {
      direction: 'toServer',
      message: 'Query',
      text: /CREATE INDEX "?slow_index/,
      moment: 'after',
      application: /worker/,
    },
    (link) => void query(target().url(), cancelWhenActiveSql, [link.backendPid]),
  );
  expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
  await cancelled;
  await world.expectWhole();
  expect(eventsOf(world.migration.events, 'step.failed').every((event) => event.willRetry)).toBe(true);
});

/** Cancels a backend when it is inside of the function that the index calls. */
const cancelWhenActiveSql = `
  WITH RECURSIVE look AS (
    SELECT 1 AS n, pg_catalog.pg_stat_clear_snapshot()::text AS cleared, false AS asleep
    UNION ALL
    SELECT n + 1, pg_catalog.pg_stat_clear_snapshot()::text,
      EXISTS (SELECT FROM pg_catalog.pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep')
    FROM look WHERE NOT asleep AND n < 1000000
  )
  SELECT pg_catalog.pg_cancel_backend($1) FROM look WHERE asleep`;

test('a deadlock with another session is tried again, once that session has gone on', async () => {
  const proxy = await proxyForTest(target().url());
  const world = await faultWorld(
    { source: source(), target: target() },
    { targetProxy: proxy, large: 0, small: 6, options: { jobs: 1 } },
  );
  let rival: Promise<void> | undefined;
  const truncate = {
    direction: 'toServer',
    message: 'Query',
    text: /COPY .*small_.*COPY .*small_/s,
    application: /worker/,
  } as const;
  void proxy.at(truncate, (link) => {
    link.stall();
    rival = deadlock(world.to.url, link);
  });
  expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
  expect(rival).toBeDefined();
  await rival;
  await world.expectWhole();
  const failures = eventsOf(world.migration.events, 'step.failed');
  expect(failures.length).toBeGreaterThan(0);
  expect(failures.every((event) => event.willRetry && event.message.includes('deadlock'))).toBe(true);
});

/** Locks the last table of the statement, waits until the worker wants it, and then wants the first one. */
async function deadlock(url: string, link: Link): Promise<void> {
  const tables = [...link.statement.matchAll(/COPY ("public"\."?small_\d+"?)/g)].map((match) => match[1] ?? '');
  await withClient(url, async (client) => {
    // The worker is to be the one that notices, and so the victim.
    await client.query("SET deadlock_timeout = '1h'; BEGIN");
    await client.query(`LOCK TABLE ${tables.at(-1)} IN ACCESS EXCLUSIVE MODE`);
    link.flow();
    for (let blocked = false; !blocked; ) {
      const { rows } = await client.query('SELECT pg_blocking_pids($1) <> $2 AS blocked', [link.backendPid, []]);
      blocked = rows[0]?.blocked === true;
    }
    await client.query(`LOCK TABLE ${tables[0]} IN ACCESS EXCLUSIVE MODE`);
    await client.query('ROLLBACK');
  });
}

test('a target whose transactions are serializable by default does not let our own jobs fail each other', async () => {
  const world = await faultWorld({ source: source(), target: target() }, { large: 4, small: 8, options: { jobs: 4 } });
  await world.to.execute(`ALTER DATABASE "${world.to.name}" SET default_transaction_isolation = 'serializable'`);
  expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
  expect(eventsOf(world.migration.events, 'step.failed')).toEqual([]);
  await world.expectWhole();
});
