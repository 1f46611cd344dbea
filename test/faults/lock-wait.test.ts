import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { faultWorld } from '../support/fault-project.ts';
import { eventsOf } from '../support/migration.ts';
import { useServer, withClient } from '../support/servers.ts';

const source = useServer();
const target = useServer();

// Five minutes by default.
beforeEach(() => void vi.stubEnv('CUTOVER_STALL_TIMEOUT', '0.5'));
afterEach(() => void vi.unstubAllEnvs());

test('a table of the source that somebody has locked ends the run with an error that says so, and no wait without end', async () => {
  const world = await faultWorld({ source: source(), target: target() });
  await withClient(world.from.url, async (client) => {
    await client.query('BEGIN; LOCK TABLE public.large_1 IN ACCESS EXCLUSIVE MODE');
    await expect(world.migration.run()).rejects.toMatchObject({
      code: expect.stringMatching(/^(dump|step)\.failed$/),
      message: expect.stringMatching(/(lock|statement) timeout/),
      hint: expect.stringContaining('holds a'),
    });
  });
  // Half a second is too little for the statements of a busy machine.
  vi.unstubAllEnvs();
  expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
  await world.expectWhole();
});

test('a table of the target that somebody has locked is tried again, told as such, and had when it is free', async () => {
  const world = await faultWorld({ source: source(), target: target() }, { options: { jobs: 1 } });
  await withClient(world.to.url, async (client) => {
    let locked: Promise<unknown> | undefined;
    let freed: Promise<unknown> | undefined;
    world.migration.onEvent = (event) => {
      if (event.type === 'step.finished' && event.id === 'table:public.large_1') {
        // Nothing is copied before the lock is there.
        world.migration.control.pause();
        locked ??= client
          .query('BEGIN; LOCK TABLE public.large_1 IN ACCESS EXCLUSIVE MODE')
          .finally(() => world.migration.control.proceed());
      }
      if (event.type === 'step.failed') freed ??= client.query('ROLLBACK');
    };
    expect(await world.migration.run()).toMatchObject({ outcome: 'verified' });
    expect([locked, freed]).not.toContain(undefined);
    await freed;
  });
  const failures = eventsOf(world.migration.events, 'step.failed');
  expect(failures[0]).toMatchObject({ willRetry: true, hint: expect.stringContaining('holds a lock') });
  await world.expectWhole();
});
