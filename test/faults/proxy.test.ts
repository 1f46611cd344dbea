import { expect, test } from 'vitest';
import { proxyForTest } from '../support/proxy.ts';
import { query, useServer, withClient } from '../support/servers.ts';

const server = useServer();

test('a proxy with latency keeps many statements under way at once: the time is one round trip, not one each', async () => {
  const proxy = await proxyForTest(server().url(), { latencyMs: 100 });
  await withClient(proxy.url(server().url()), async (client) => {
    const begun = performance.now();
    await client.query(Array.from({ length: 50 }, (_, index) => `SELECT ${index}`).join(';'));
    const one = performance.now() - begun;
    // Each way may be half a millisecond shorter: timers are no finer.
    expect(one).toBeGreaterThanOrEqual(199);
    await client.query('SELECT 1');
    // Bytes that were sent one after another arrive one after another, each 200 ms later and not later than that.
    const { rows } = await client.query("SELECT repeat('x', 1000) AS x FROM generate_series(1, 5000)");
    expect(rows).toHaveLength(5000);
  });
});

test('a throttled proxy lets through what it was told to, and every byte of it', async () => {
  const proxy = await proxyForTest(server().url(), { bytesPerSecond: 2_000_000 });
  const begun = performance.now();
  const [row] = await query<{ x: string }>(proxy.url(server().url()), "SELECT repeat('x', 500000) AS x");
  expect(row?.x).toHaveLength(500_000);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(240);
});

test('a message is met at its place in the stream, and what comes before it has passed', async () => {
  const proxy = await proxyForTest(server().url());
  const met = proxy.at({ direction: 'toClient', message: 'DataRow', nth: 3, moment: 'before' }, (link) => link.cut());
  const rows: unknown[] = [];
  const failure = withClient(proxy.url(server().url()), async (client) => {
    const result = client.query('SELECT generate_series(1, 10) AS n');
    (client as unknown as { connection: NodeJS.EventEmitter }).connection.on('dataRow', (row) => rows.push(row));
    await result;
  });
  await expect(failure).rejects.toThrow(/terminated/);
  await met;
  expect(rows).toHaveLength(2);
});
