import { expect, test } from 'vitest';
import { faultWorld } from '../support/fault-project.ts';
import { proxyForTest } from '../support/proxy.ts';
import { useServer } from '../support/servers.ts';

const source = useServer();
const target = useServer();

test('a pooler that drops every idle session after each step: the run goes on, with its lock taken again', async () => {
  const proxies = { source: await proxyForTest(source().url()), target: await proxyForTest(target().url()) };
  const world = await faultWorld(
    { source: source(), target: target() },
    { large: 3, small: 4, sourceProxy: proxies.source, targetProxy: proxies.target },
  );
  const dropped = new Set<string>();
  world.migration.onEvent = (event) => {
    if (event.type !== 'step.finished') return;
    for (const link of [...proxies.source.links(), ...proxies.target.links()]) {
      if (link.state !== 'idle') continue;
      dropped.add(link.application);
      link.cut();
    }
  };
  expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
  expect([...dropped]).toEqual(expect.arrayContaining(['cutover control', 'cutover worker']));
  await world.expectWhole();
});

test('a pooler that drops the session which holds the snapshot: copies that are done are kept', async () => {
  const proxy = await proxyForTest(source().url());
  const world = await faultWorld(
    { source: source(), target: target() },
    { large: 4, sourceProxy: proxy, options: { jobs: 1 } },
  );
  let done = 0;
  world.migration.onEvent = (event) => {
    if (event.type !== 'step.finished' || !event.id.startsWith('copy:')) return;
    done += 1;
    if (done === 3) for (const link of proxy.links(/cutover/)) link.cut();
  };
  expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
  await world.expectWhole();
  const starts = world.migration.events.filter(
    (event) => event.type === 'step.finished' && event.id.startsWith('copy:'),
  );
  expect(new Set(starts.map((event) => 'id' in event && event.id)).size).toBe(starts.length);
});
