import { expect, test } from 'vitest';
import { faultWorld } from '../support/fault-project.ts';
import { eventsOf } from '../support/migration.ts';
import { query, useServer } from '../support/servers.ts';

const source = useServer();
const target = useServer();

async function runBesideWrites(environment: 'rehearsal' | 'production') {
  const world = await faultWorld({ source: source(), target: target() }, { environment });
  let written: Promise<unknown> | undefined;
  world.migration.onEvent = (event) => {
    if (event.type !== 'step.started' || event.kind !== 'copy' || written) return;
    // A connection of its own: what it wrote is counted when it ends. The run does not go on before.
    world.migration.control.pause();
    written = query(world.from.url, `INSERT INTO public.small_2 (body) VALUES ('too late')`).finally(() =>
      world.migration.control.proceed(),
    );
  };
  const end = await world.migration.run();
  expect(written).toBeDefined();
  await written;
  return { end, items: eventsOf(world.migration.events, 'verify.item').filter((item) => item.kind === 'source') };
}

test('in production a source that is written to during the run fails it, with the names of the tables', async () => {
  const { end, items } = await runBesideWrites('production');
  expect(end).toMatchObject({ outcome: 'verification-failed' });
  expect(items).toMatchObject([{ verdict: 'differs', detail: expect.stringContaining('public.small_2') }]);
  expect(items[0]?.detail).not.toContain('large_1');
});

test('a rehearsal beside a living source is verified on its snapshot, and notes the tables', async () => {
  const { end, items } = await runBesideWrites('rehearsal');
  expect(end).toMatchObject({ outcome: 'verified' });
  expect(items).toMatchObject([{ verdict: 'note', detail: expect.stringContaining('public.small_2') }]);
});
