import { expect, test } from 'vitest';
import { faultWorld } from '../support/fault-project.ts';
import { eventsOf } from '../support/migration.ts';
import { proxyForTest, type Trigger } from '../support/proxy.ts';
import { useServer } from '../support/servers.ts';

const source = useServer();
const target = useServer();

/** Every message that goes over the wire during a COPY, on either end; CopyData at its first, a middle one, the last. */
const points: readonly (Pick<Trigger, 'direction' | 'message' | 'text' | 'nth'> & {
  readonly end: 'source' | 'target';
})[] = [
  { end: 'source', direction: 'toServer', message: 'Query' },
  { end: 'source', direction: 'toClient', message: 'CopyOutResponse' },
  { end: 'source', direction: 'toClient', message: 'CopyData' },
  { end: 'source', direction: 'toClient', message: 'CopyData', nth: 400 },
  { end: 'source', direction: 'toClient', message: 'CopyData', nth: 750 },
  { end: 'source', direction: 'toClient', message: 'CopyDone' },
  { end: 'source', direction: 'toClient', message: 'CommandComplete', text: /^COPY/ },
  { end: 'source', direction: 'toClient', message: 'ReadyForQuery' },
  { end: 'target', direction: 'toServer', message: 'Query' },
  { end: 'target', direction: 'toClient', message: 'CopyInResponse' },
  { end: 'target', direction: 'toServer', message: 'CopyData' },
  { end: 'target', direction: 'toServer', message: 'CopyData', nth: 400 },
  { end: 'target', direction: 'toServer', message: 'CopyData', nth: 750 },
  { end: 'target', direction: 'toServer', message: 'CopyDone' },
  { end: 'target', direction: 'toClient', message: 'CommandComplete', text: /^COPY/ },
  { end: 'target', direction: 'toClient', message: 'ReadyForQuery' },
];

/** `npm run test:faults` cuts each message at both moments, `npm test` in turn. */
const rounds =
  process.env['CUTOVER_FAULTS'] === 'all' ? (['before', 'middle', 'after'] as const) : (['mixed'] as const);

for (const round of rounds) {
  test(`a connection cut at any message of a COPY (${round}), on either end: every table arrives once`, async () => {
    const proxies = { source: await proxyForTest(source().url()), target: await proxyForTest(target().url()) };
    const { migration, expectWhole } = await faultWorld(
      { source: source(), target: target() },
      { large: points.length, sourceProxy: proxies.source, targetProxy: proxies.target },
    );
    const cuts = points.map(({ end, ...trigger }, index) =>
      proxies[end].at(
        {
          ...trigger,
          moment: momentOf(round, index),
          application: /worker/,
          statement: new RegExp(`COPY [^;]*large_${index + 1}\\W`),
        },
        (link) => (index % 2 === 0 ? link.reset() : link.cut()),
      ),
    );
    expect(await migration.run()).toMatchObject({ outcome: 'verified' });
    await Promise.all(cuts);
    await expectWhole();
    const failures = eventsOf(migration.events, 'step.failed').filter((event) => event.id.startsWith('copy:'));
    expect(failures.every((event) => event.willRetry && event.code === 'connection.lost')).toBe(true);
    expect(new Set(failures.map((event) => event.id)).size).toBeGreaterThanOrEqual(points.length);
  });
}

function momentOf(round: (typeof rounds)[number], index: number): NonNullable<Trigger['moment']> {
  if (round !== 'mixed') return round;
  return index % 2 === 0 ? 'before' : 'middle';
}

test('a COPY that carries many small tables is cut on either end: none of them is lost or doubled', async () => {
  const proxies = { source: await proxyForTest(source().url()), target: await proxyForTest(target().url()) };
  const { migration, expectWhole } = await faultWorld(
    { source: source(), target: target() },
    { large: 0, small: 12, sourceProxy: proxies.source, targetProxy: proxies.target },
  );
  const cuts = [
    proxies.target.at({ direction: 'toServer', message: 'CopyData', nth: 50, application: /worker/ }, (link) =>
      link.cut(),
    ),
    proxies.source.at({ direction: 'toClient', message: 'CopyData', nth: 150, application: /worker/ }, (link) =>
      link.reset(),
    ),
  ];
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  await Promise.all(cuts);
  await expectWhole();
});

test('a connection cut in the middle of a large value, at a byte and not at a message, loses nothing', async () => {
  const proxy = await proxyForTest(target().url());
  const { migration, expectWhole } = await faultWorld({ source: source(), target: target() }, { targetProxy: proxy });
  const cut = proxy.at({ direction: 'toServer', byte: 1_000_003, application: /worker/ }, (link) => link.cut());
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  await cut;
  await expectWhole();
});
