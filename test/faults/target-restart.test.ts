import { kill } from 'node:process';
import { expect, test } from 'vitest';
import { faultWorld } from '../support/fault-project.ts';
import { eventsOf } from '../support/migration.ts';
import { proxyForTest, type Trigger } from '../support/proxy.ts';
import { query, useServer } from '../support/servers.ts';

const source = useServer();
const target = useServer();

const midCopy: Trigger = { direction: 'toServer', message: 'CopyData', nth: 1000, application: /worker/ };

for (const mode of ['fast', 'immediate'] as const) {
  test(`a target that restarts (${mode}) in the middle of a COPY: the run takes its lock again and ends verified`, async () => {
    const proxy = await proxyForTest(target().url());
    const world = await faultWorld({ source: source(), target: target() }, { targetProxy: proxy });
    let restarted: Promise<void> | undefined;
    void proxy.at(midCopy, () => {
      restarted = target().restart(mode);
    });
    expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
    expect(restarted).toBeDefined();
    await restarted;
    await world.expectWhole();
  });
}

test('a target that crashes again and again, each time with commits that it had confirmed, loses no row', async () => {
  const world = await faultWorld({ source: source(), target: target() }, { large: 3, small: 6 });
  let crashes = Promise.resolve();
  let left = 3;
  world.migration.onEvent = (event) => {
    // At once after a step's commit, which is not yet on disk: synchronous_commit is off for the workers.
    if (event.type !== 'step.finished' || left === 0 || !/^(copy|index|analyze):/.test(event.id)) return;
    left -= 1;
    crashes = crashes.then(() => target().restart('immediate'));
  };
  expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
  await crashes;
  expect(left).toBe(0);
  await world.expectWhole();
});

test('a backend of the target killed with SIGKILL in the middle of a COPY takes all others along; the run outlives it', async () => {
  const proxy = await proxyForTest(target().url());
  const world = await faultWorld({ source: source(), target: target() }, { targetProxy: proxy });
  const killed = proxy.at(midCopy, (link) => kill(link.backendPid, 'SIGKILL'));
  expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
  await killed;
  await world.expectWhole();
  const warnings = eventsOf(world.migration.events, 'log').map((event) => event.message);
  expect(warnings.join('\n')).toContain('the target lost the session that holds the lock');
});

test('a target that is away for a while: the run says that it tries again, and goes on when it is back', async () => {
  const proxy = await proxyForTest(target().url());
  const world = await faultWorld({ source: source(), target: target() }, { targetProxy: proxy });
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
  expect(eventsOf(world.migration.events, 'outage.changed').map(({ away }) => away)).toEqual(['target', undefined]);
  await world.expectWhole();
});

test('a stop while the target is away pauses at once; a resume ends verified', async () => {
  const proxy = await proxyForTest(target().url());
  const world = await faultWorld({ source: source(), target: target() }, { targetProxy: proxy });
  world.migration.onEvent = (event) => {
    if (event.type === 'log' && event.message.includes('trying again')) void world.migration.control.stop();
  };
  void proxy.at(midCopy, () => void proxy.down());
  expect(await world.migration.run()).toMatchObject({ outcome: 'paused' });
  world.migration.onEvent = () => undefined;
  await proxy.up();
  // The server may take a moment to notice whose connection was cut: until then the lock is held.
  const held = `SELECT FROM pg_stat_activity WHERE datname = $1 AND application_name = 'cutover control'`;
  while ((await query(target().url(), held, [world.to.name])).length > 0);
  expect(await world.migration.resume()).toMatchObject({ outcome: 'verified' });
  await world.expectWhole();
});

test('the session that holds the lock is ended by an administrator: nobody else gets in, and the run goes on', async () => {
  const world = await faultWorld({ source: source(), target: target() }, { large: 3 });
  let ended: Promise<unknown> | undefined;
  world.migration.onEvent = (event) => {
    if (event.type !== 'step.finished' || !event.id.startsWith('copy:')) return;
    ended ??= query(
      target().url(),
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'cutover control'`,
      [world.to.name],
    );
  };
  expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
  expect(ended).toBeDefined();
  await world.expectWhole();
});
