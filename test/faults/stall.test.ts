import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect } from '../../core/postgres/session.ts';
import { faultWorld } from '../support/fault-project.ts';
import { eventsOf } from '../support/migration.ts';
import { type Direction, proxyForTest, type Trigger } from '../support/proxy.ts';
import { useServer } from '../support/servers.ts';

const source = useServer();
const target = useServer();

// Five minutes by default, for people's networks.
beforeEach(() => void vi.stubEnv('CUTOVER_STALL_TIMEOUT', '0.5'));
afterEach(() => void vi.unstubAllEnvs());

interface Stall {
  readonly name: string;
  readonly end: 'source' | 'target';
  readonly trigger: Trigger;
  readonly stalls: Direction;
}

const worker = { application: /worker/ };
const stalls: readonly Stall[] = [
  {
    name: 'the source sends no more rows',
    end: 'source',
    trigger: { direction: 'toClient', message: 'CopyData', nth: 900, ...worker },
    stalls: 'toClient',
  },
  {
    name: 'the source never gets the COPY',
    end: 'source',
    trigger: { direction: 'toServer', message: 'Query', text: /^COPY/, ...worker },
    stalls: 'toServer',
  },
  {
    name: 'the target takes no more rows',
    end: 'target',
    trigger: { direction: 'toServer', message: 'CopyData', nth: 900, ...worker },
    stalls: 'toServer',
  },
  {
    name: "the target's word on the COPY does not come",
    end: 'target',
    trigger: { direction: 'toClient', message: 'CommandComplete', text: /^COPY/, ...worker },
    stalls: 'toClient',
  },
  {
    name: "the target's word on a COMMIT does not come",
    end: 'target',
    trigger: { direction: 'toClient', message: 'CommandComplete', text: /^COMMIT/, ...worker },
    stalls: 'toClient',
  },
  {
    name: 'a statement never reaches the target',
    end: 'target',
    trigger: { direction: 'toServer', message: 'Query', text: /CREATE INDEX/, ...worker },
    stalls: 'toServer',
  },
  {
    name: "the lock's session hears nothing any more",
    end: 'target',
    trigger: { direction: 'toServer', message: 'Parse', text: /UPDATE cutover\.run/, application: /control/ },
    stalls: 'toServer',
  },
];

test.each(stalls)('$name and nothing is closed: the stall ends by itself, and the run ends verified', async (stall) => {
  const proxies = { source: await proxyForTest(source().url()), target: await proxyForTest(target().url()) };
  const world = await faultWorld(
    { source: source(), target: target() },
    { sourceProxy: proxies.source, targetProxy: proxies.target },
  );
  const stalled = proxies[stall.end].at(stall.trigger, (link) => link.stall(stall.stalls));
  const end = await world.migration.run();
  expect(end.outcome, end.verdict).toBe('verified');
  await stalled;
  await world.expectWhole();
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
  const world = await faultWorld({ source: source(), target: target() }, { slowIndexMs: 800 });
  expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
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
