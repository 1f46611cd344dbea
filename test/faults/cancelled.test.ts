import type pg from 'pg';
import { expect, test } from 'vitest';
import { faultWorld, heldIndexLock } from '../support/fault-project.ts';
import { eventsOf } from '../support/migration.ts';
import { type Link, proxyForTest } from '../support/proxy.ts';
import { query, type TestDatabase, useServer, withClient } from '../support/servers.ts';

const source = useServer();
const target = useServer({ settings: { deadlock_timeout: '100ms' } });

for (const end of ['source', 'target'] as const) {
  test(`a COPY that an administrator of the ${end} cancels is tried again, and told as such`, async () => {
    const server = { source, target }[end]();
    const proxy = await proxyForTest(server.url());
    // From a source more than the buffers on the way hold: it must not be through with it before it is cancelled.
    const largeRows = end === 'source' ? 12_000 : 1_500;
    const world = await faultWorld(
      { source: source(), target: target() },
      { large: 1, largeRows, [`${end}Proxy`]: proxy },
    );
    const direction = end === 'source' ? 'toClient' : 'toServer';
    // Held until the server has cancelled it: else the COPY may be over before.
    let cancelled: Promise<unknown> | undefined;
    void proxy.at({ direction, message: 'CopyData', nth: 900, application: /worker/ }, (link) => {
      link.stall();
      cancelled = query(server.url(), 'SELECT pg_cancel_backend($1) AS told', [link.backendPid]).finally(() =>
        link.flow(),
      );
    });
    expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
    expect(await cancelled).toEqual([{ told: true }]);
    await world.expectWhole();
    const failures = eventsOf(world.migration.events, 'step.failed');
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ willRetry: true, hint: expect.stringContaining('cancelled') });
  });
}

test('an index build that an administrator cancels is tried again', async () => {
  const world = await faultWorld({ source: source(), target: target() }, { heldIndex: 'waiting' });
  await withClient(world.to.url, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [heldIndexLock]);
    const running = world.migration.run();
    await expect.poll(() => world.to.query(cancelHeldSql), { timeout: 30_000, interval: 20 }).toHaveLength(1);
    await client.query('SELECT pg_advisory_unlock($1)', [heldIndexLock]);
    expect(await running).toMatchObject({ outcome: 'verified' });
  });
  await world.expectWhole();
  const failures = eventsOf(world.migration.events, 'step.failed');
  expect(failures.length).toBeGreaterThan(0);
  expect(failures.every((event) => event.willRetry && event.hint.includes('cancelled'))).toBe(true);
});

/** Cancels the build that waits inside of the function that the index calls; no row while none does. */
const cancelHeldSql = `
  SELECT pg_cancel_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND query ~ 'CREATE INDEX "?held_index' AND wait_event = 'advisory'`;

test('a deadlock with another session is tried again, once that session has gone on', async () => {
  const proxy = await proxyForTest(target().url());
  const world = await faultWorld(
    { source: source(), target: target() },
    { targetProxy: proxy, large: 0, small: 6, options: { jobs: 1 } },
  );
  let rival: Promise<void> | undefined;
  const copies = {
    direction: 'toServer',
    message: 'Query',
    text: /COPY .*small_.*COPY .*small_/s,
    application: /worker/,
  } as const;
  void proxy.at(copies, (link) => {
    link.stall();
    rival = deadlock(world.to, link);
  });
  expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
  expect(rival).toBeDefined();
  await rival;
  await world.expectWhole();
  const failures = eventsOf(world.migration.events, 'step.failed');
  expect(failures.length).toBeGreaterThan(0);
  expect(failures.every((event) => event.willRetry && event.message.includes('deadlock'))).toBe(true);
});

/**
 * Locks the last table of the statement, and wants the first one while the worker has that and is held up at the second.
 * So it is the worker that closes the circle, that looks for one, and that is the victim.
 */
async function deadlock(database: TestDatabase, link: Link): Promise<void> {
  const tables = [...link.statement.matchAll(/COPY ("public"\."?small_\d+"?)/g)].map((match) => match[1] ?? '');
  const lock = (table: string | undefined): string => `LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`;
  const waits = async (pid: number, forPid: number): Promise<void> => {
    const blocked = 'SELECT pg_blocking_pids($1) = ARRAY[$2::int] AS blocked';
    await expect.poll(() => database.query(blocked, [pid, forPid]), { interval: 10 }).toEqual([{ blocked: true }]);
  };
  await withClient(database.url, async (rival) => {
    await rival.query(`SET deadlock_timeout = '1h'; BEGIN; ${lock(tables.at(-1))}`);
    let first: Promise<unknown> | undefined;
    await withClient(database.url, async (gate) => {
      await gate.query(`BEGIN; ${lock(tables[1])}`);
      link.flow();
      await waits(link.backendPid, await pidOf(gate));
      const pid = await pidOf(rival);
      first = rival.query(lock(tables[0]));
      await waits(pid, link.backendPid);
    });
    await first;
    await rival.query('ROLLBACK');
  });
}

async function pidOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
}

test('a target whose transactions are serializable by default does not let our own jobs fail each other', async () => {
  const world = await faultWorld({ source: source(), target: target() }, { large: 4, small: 8, options: { jobs: 4 } });
  await world.to.execute(`ALTER DATABASE "${world.to.name}" SET default_transaction_isolation = 'serializable'`);
  expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
  expect(eventsOf(world.migration.events, 'step.failed')).toEqual([]);
  await world.expectWhole();
});
