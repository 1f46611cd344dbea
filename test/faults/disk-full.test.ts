import { expect, test } from 'vitest';
import { faultWorld } from '../support/fault-project.ts';
import { eventsOf } from '../support/migration.ts';
import { useServer } from '../support/servers.ts';
import { smallTablespace } from '../support/small-disk.ts';

const source = useServer();
const target = useServer();

/** 20 MB of tables, and their indexes, beside the 8 MB of an empty database. */
const small = { large: 2, largeRows: 5_000 };
const diskMb = 20;

const errors: Readonly<Record<string, object>> = {
  '53100': { sqlState: '53100', hint: expect.stringContaining('make room, then resume') },
  '42501': { sqlState: '42501' },
};

test("the target's disk is full: the run fails by name, with what to do; with room made, a resume ends verified", async () => {
  const disk = await smallTablespace(target(), diskMb);
  const world = await faultWorld({ source: source(), target: target() }, { ...small, tablespace: disk.name });
  world.migration.onEvent = (event) => {
    if (event.type === 'plan.ready') disk.fill();
  };
  const end = await world.migration.run();
  expect(end).toMatchObject({ outcome: 'failed', verdict: expect.stringMatching(disk.says) });
  expect(end.error).toMatchObject(errors[disk.sqlState] ?? {});
  // A full disk does not pass by itself: trying again would only cost the window.
  expect(eventsOf(world.migration.events, 'step.failed').some((event) => event.willRetry)).toBe(false);
  world.migration.onEvent = () => undefined;
  disk.enlarge();
  expect(await world.migration.resume()).toMatchObject({ outcome: 'verified' });
  await world.expectWhole();
});
