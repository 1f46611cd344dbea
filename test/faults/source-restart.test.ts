import { expect, test } from 'vitest';
import { faultWorld } from '../support/fault-project.ts';
import { eventsOf } from '../support/migration.ts';
import { proxyForTest, type Trigger } from '../support/proxy.ts';
import { useServer } from '../support/servers.ts';

const source = useServer();
const target = useServer();

const midCopy: Trigger = { direction: 'toClient', message: 'CopyData', nth: 1000, application: /worker/ };

for (const mode of ['fast', 'immediate'] as const) {
  test(`a source that restarts (${mode}) in the middle of a COPY: a new snapshot is taken, and the run ends verified`, async () => {
    const proxy = await proxyForTest(source().url());
    const world = await faultWorld({ source: source(), target: target() }, { sourceProxy: proxy });
    let restarted: Promise<void> | undefined;
    void proxy.at(midCopy, () => {
      restarted = source().restart(mode);
    });
    expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
    expect(restarted).toBeDefined();
    await restarted;
    await world.expectWhole();
    const snapshots = eventsOf(world.migration.events, 'log').filter((event) =>
      event.message.includes('new one is taken'),
    );
    expect(snapshots.length).toBeGreaterThanOrEqual(1);
  });
}

test('a source that is away for a while: the run says that it tries again, and goes on when it is back', async () => {
  const proxy = await proxyForTest(source().url());
  const world = await faultWorld({ source: source(), target: target() }, { sourceProxy: proxy });
  let tries = 0;
  world.migration.onEvent = (event) => {
    if (event.type === 'log' && event.message.includes('trying again')) {
      tries += 1;
      if (tries === 3) void proxy.up();
    }
  };
  void proxy.at(midCopy, () => void proxy.down());
  expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
  expect(tries).toBeGreaterThanOrEqual(3);
  expect(eventsOf(world.migration.events, 'outage.changed')[0]?.away).toBe('source');
  await world.expectWhole();
});

test('both servers are lost in the same moment: the run finds its way back to each', async () => {
  const proxies = { source: await proxyForTest(source().url()), target: await proxyForTest(target().url()) };
  const world = await faultWorld(
    { source: source(), target: target() },
    { sourceProxy: proxies.source, targetProxy: proxies.target },
  );
  void proxies.source.at(midCopy, () => {
    for (const link of [...proxies.source.links(/cutover/), ...proxies.target.links(/cutover/)]) link.reset();
  });
  expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
  await world.expectWhole();
});
