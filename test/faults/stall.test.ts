import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect } from '../../core/postgres/session.ts';
import { faultWorld, heldIndexLock } from '../support/fault-project.ts';
import { eventsOf } from '../support/migration.ts';
import { type Direction, proxyForTest, type Trigger } from '../support/proxy.ts';
import { useServer, withClient } from '../support/servers.ts';

const source = useServer();
const target = useServer();

// Five minutes by default, for people's networks.
beforeEach(() => void vi.stubEnv('CUTOVER_STALL_TIMEOUT', '0.5'));
afterEach(() => void vi.unstubAllEnvs());

const worker = { application: /worker/ };

/** A connection that stalls at each of these points: rows, words about rows, words about commits, statements. */
const stalls: readonly { readonly end: 'source' | 'target'; readonly stalls: Direction; readonly trigger: Trigger }[] =
  [
    { end: 'source', stalls: 'toClient', trigger: copyOf(1, { direction: 'toClient', message: 'CopyData', nth: 400 }) },
    { end: 'source', stalls: 'toServer', trigger: copyOf(2, { direction: 'toServer', message: 'Query' }) },
    { end: 'target', stalls: 'toServer', trigger: copyOf(3, { direction: 'toServer', message: 'CopyData', nth: 400 }) },
    { end: 'target', stalls: 'toClient', trigger: copyOf(4, { direction: 'toClient', message: 'CommandComplete' }) },
    {
      end: 'target',
      stalls: 'toClient',
      trigger: {
        direction: 'toClient',
        message: 'CommandComplete',
        text: /^COMMIT/,
        statement: /copy:public.large_5/,
        ...worker,
      },
    },
    {
      end: 'target',
      stalls: 'toServer',
      trigger: { direction: 'toServer', message: 'Query', text: /CREATE INDEX/, ...worker },
    },
    {
      end: 'target',
      stalls: 'toServer',
      trigger: { direction: 'toServer', message: 'Parse', text: /UPDATE cutover\.run/, application: /control/ },
    },
  ];

function copyOf(table: number, trigger: Trigger): Trigger {
  return { ...trigger, statement: new RegExp(`COPY [^;]*large_${table}\\W`), ...worker };
}

test('connections that fall silent and are not closed, at any point: each stall ends by itself, and the run ends verified', async () => {
  const proxies = { source: await proxyForTest(source().url()), target: await proxyForTest(target().url()) };
  const world = await faultWorld(
    { source: source(), target: target() },
    { large: 5, sourceProxy: proxies.source, targetProxy: proxies.target, options: { jobs: 4 } },
  );
  const met = stalls.map((stall) => proxies[stall.end].at(stall.trigger, (link) => link.stall(stall.stalls)));
  const end = await world.migration.run();
  expect(end.outcome, end.verdict).toBe('verified');
  await Promise.all(met);
  await world.expectWhole();
  const told = eventsOf(world.migration.events, 'step.failed').filter((event) => event.message.includes('stalled for'));
  expect(told.length).toBeGreaterThanOrEqual(6);
  expect(told.every((event) => event.willRetry)).toBe(true);
});

test.each(['toClient', 'toServer'] as const)(
  'a connection of the target that is half closed (%s) is a lost one',
  async (direction) => {
    const proxy = await proxyForTest(target().url());
    const world = await faultWorld({ source: source(), target: target() }, { targetProxy: proxy });
    const closed = proxy.at({ direction: 'toServer', message: 'CopyData', nth: 900, ...worker }, (link) =>
      link.halfClose(direction),
    );
    expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
    await closed;
    await world.expectWhole();
  },
);

test('a stall while the schema is dumped ends the run with an error that says so', async () => {
  const proxy = await proxyForTest(source().url());
  const world = await faultWorld({ source: source(), target: target() }, { sourceProxy: proxy });
  void proxy.at({ direction: 'toClient', message: 'DataRow', nth: 3, application: /schema dump/ }, (link) =>
    link.stall(),
  );
  await expect(world.migration.run()).rejects.toMatchObject({
    code: 'connection.lost',
    message: expect.stringContaining('stalled'),
  });
  // Nothing was begun: the next run is the first one.
  expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
});

test('silence is no stall while a backend is at work: a slow index build is waited for', async () => {
  const proxy = await proxyForTest(target().url());
  const world = await faultWorld({ source: source(), target: target() }, { targetProxy: proxy, heldIndex: 'working' });
  await withClient(world.to.url, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [heldIndexLock]);
    const building = proxy.at(
      { direction: 'toServer', message: 'Query', text: /CREATE INDEX "?held_index/, ...worker },
      () => undefined,
    );
    const running = world.migration.run();
    await Promise.race([building, running]);
    // What the backend does was asked, and asked again after another time of silence.
    const asked = proxy.at(
      { direction: 'toClient', message: 'CommandComplete', application: /probe/, nth: 2 },
      () => undefined,
    );
    await Promise.race([asked, running]);
    await client.query('SELECT pg_advisory_unlock($1)', [heldIndexLock]);
    expect(await running).toMatchObject({ outcome: 'verified' });
  });
  expect(eventsOf(world.migration.events, 'step.failed')).toEqual([]);
  await world.expectWhole();
});

test('a stop does not wait for a connection that stalled', async () => {
  vi.stubEnv('CUTOVER_STALL_TIMEOUT', '3600');
  const proxy = await proxyForTest(target().url());
  const world = await faultWorld({ source: source(), target: target() }, { targetProxy: proxy, options: { jobs: 1 } });
  void proxy.at({ direction: 'toServer', message: 'CopyData', nth: 900, ...worker }, (link) => {
    link.stall();
    void world.migration.control.stop(0);
  });
  expect(await world.migration.run()).toMatchObject({ outcome: 'paused' });
  expect(await world.migration.resume()).toMatchObject({ outcome: 'verified' });
  await world.expectWhole();
});

test('a session is closed in time although its server does not hang up', async () => {
  const proxy = await proxyForTest(target().url());
  const session = await connect({ end: 'target', url: proxy.url(target().url()), purpose: 'test' });
  proxy.stall();
  await session.close();
  expect(session.socket.destroyed).toBe(true);
});
