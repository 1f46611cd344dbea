import { expect, onTestFinished, test } from 'vitest';
import type { RunOptions } from '../../../core/config.ts';
import { batchUnits } from '../../../core/estimate/batch.ts';
import { sampleCosts } from '../../../core/estimate/costs.ts';
import { type EstimateContext, type EstimateReport, estimate } from '../../../core/estimate/estimate.ts';
import { takeSample } from '../../../core/estimate/sample.ts';
import { readInventory } from '../../../core/inventory/inventory.ts';
import { connect } from '../../../core/postgres/session.ts';
import { planStep } from '../../support/plans.ts';
import { proxyForTest } from '../../support/proxy.ts';
import { createDatabase, type TestDatabase, useServer } from '../../support/servers.ts';
import { configFor, createRole } from '../preflight/ends.ts';

const source = useServer({ major: 16 });
const target = useServer({ major: 18 });

async function createEnds(sql: string): Promise<{ source: TestDatabase; target: TestDatabase }> {
  const ends = { source: await createDatabase(source()), target: await createDatabase(target()) };
  await ends.source.execute(sql);
  return ends;
}

const shop = `
  CREATE SCHEMA extensions; CREATE EXTENSION citext SCHEMA extensions;
  CREATE TYPE mood AS ENUM ('fine', 'so so');
  CREATE TABLE people (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name extensions.citext, how mood[],
                       kind regclass DEFAULT 'pg_class', loud text GENERATED ALWAYS AS ('!') STORED);
  CREATE TABLE "Odd ""name" ("from" bigint PRIMARY KEY, note text);
  CREATE TABLE bare (); INSERT INTO bare SELECT FROM generate_series(1, 7);
  INSERT INTO people (name, how) SELECT 'n' || i, '{fine}' FROM generate_series(1, 20000) i;
  INSERT INTO "Odd ""name" SELECT i, repeat('x', 200) FROM generate_series(1, 30000) i;
  CREATE SCHEMA storage; CREATE TABLE storage.buckets (id text PRIMARY KEY); INSERT INTO storage.buckets VALUES ('b');
  CREATE TABLE storage.objects (id int PRIMARY KEY, metadata jsonb, bucket_id text DEFAULT 'b', name text DEFAULT 'n',
    created_at timestamptz, updated_at timestamptz);
  INSERT INTO storage.objects VALUES (1, '{"size": 1000}'), (2, '{"size": 24}'), (3, NULL), (4, '{"size": null}'), (5, '{"size": "?"}')`;

async function estimateFor(context: Omit<EstimateContext, 'emit'>): Promise<EstimateReport> {
  return await estimate({ ...context, emit: () => undefined });
}

async function estimateOf(
  ends: { source: TestDatabase; target: TestDatabase },
  options: Partial<RunOptions> = {},
  windowMinutes?: number,
): Promise<EstimateReport> {
  const config = configFor({ sourceUrl: ends.source.url, targetUrl: ends.target.url, options });
  const profile = windowMinutes === undefined ? config.profile : { ...config.profile, windowMinutes };
  return await estimateFor({ config: { ...config, profile } });
}

const left = `
  SELECT (SELECT count(*) FROM pg_class) AS relations, (SELECT count(*) FROM pg_namespace) AS schemas,
         (SELECT count(*) FROM pg_type) AS types`;
const sessions = "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name LIKE 'cutover%'";

test('rows, sizes and phases are those of the run; the source is only read, and the target keeps nothing', async () => {
  const ends = await createEnds(shop);
  const before = [await ends.source.query(left), await ends.target.query(left)];
  const { body, diskNeedBytes, secondsWithout } = await estimateOf(ends);
  expect([await ends.source.query(left), await ends.target.query(left)]).toEqual(before);
  await expect.poll(() => ends.target.query(sessions)).toEqual([{ count: 0 }]);
  const phases = new Map(body.phases.map(({ phase, from, to }) => [phase, { from, to }]));
  expect(phases.get('check')?.from).toBe(0);
  expect(phases.get('copy')?.from).toBeGreaterThanOrEqual(phases.get('check')?.to ?? Number.NaN);
  expect(Math.max(...body.phases.map(({ to }) => to))).toBeCloseTo(body.seconds);
  expect(secondsWithout(new Set())).toBe(body.seconds);
  expect(secondsWithout(new Set(['public.people']))).toBeLessThan(body.seconds);
  expect(Object.fromEntries(body.tables.map(({ table, rows }) => [table, rows]))).toEqual({
    'public.Odd "name': 30_000,
    'public.people': 20_000,
    'public.bare': 7,
    'storage.buckets': 1,
    'storage.objects': 5,
  });
  expect(body).toMatchObject({ rows: 50_013, storageObjects: 5, storageBytes: 1024, windowSeconds: 0, fits: true });
  expect(body.bytes).toBeGreaterThan(8_000_000);
  expect(diskNeedBytes).toBeGreaterThan(body.bytes * 1.5);
  // Small tables are copied whole, but for the one without columns; a row that is read again counts once.
  expect(body.rates).toMatchObject({ from: 'sample', runId: '' });
  expect(body.rates.rows).toBe(50_006);
  expect(body.seconds).toBeGreaterThan(0);
  expect(body.bufferedSeconds).toBeCloseTo(body.seconds * 1.5);
  for (const { seconds } of body.tables) expect(seconds).toBeGreaterThan(0);
});

test('many tiny tables are measured as they are moved: many at once', async () => {
  const tables = Array.from(
    { length: 60 },
    (_, n) => `CREATE TABLE t${n} (id int PRIMARY KEY, note text); INSERT INTO t${n} VALUES (1, 'a')`,
  );
  const ends = await createEnds(tables.join(';'));
  const before = [await ends.source.query(left), await ends.target.query(left)];
  // Over a link of two milliseconds, as between two rooms: what the machine is busy with besides counts for little.
  const far = { latencyMs: 1 };
  const [sourceProxy, targetProxy] = [await proxyForTest(source().url(), far), await proxyForTest(target().url(), far)];
  const config = configFor({
    sourceUrl: sourceProxy.url(ends.source.url),
    targetUrl: targetProxy.url(ends.target.url),
    options: { jobs: 1 },
  });
  const session = await connect({ end: 'source', url: ends.source.url, purpose: 'test' });
  onTestFinished(() => session.close());
  const inventory = await readInventory(session);
  const sample = await takeSample({ config, source: inventory, tables: inventory.tables });
  expect([await ends.source.query(left), await ends.target.query(left)]).toEqual(before);
  const [one] = inventory.tables;
  if (!one || !sample.batched) throw new Error('there are tables, and they are small');
  // Each by itself costs its own round trips; counted for every table, they are most of the time.
  const copies = [...sample.copy.values()];
  const byItself = (copies.reduce((sum, rate) => sum + rate, 0) / copies.length) * one.bytes;
  expect(sample.batched.copy * batchUnits(one)).toBeLessThan(byItself / 2);
  expect(sample.batched.verify).toBeGreaterThan(0);
  expect(sample.batched.index).toBeGreaterThan(0);
  const costs = sampleCosts(inventory, new Map(), sample, unusedServices, 0, 1);
  const copy = { type: 'copy', schema: 'public', name: one.name, columns: ['id'], format: 'binary' } as const;
  const step = planStep('copy', [], { kind: 'copy', table: one.key, weight: one.bytes, action: copy });
  expect(costs.seconds({ ...step, batch: 'copy' })).toBeCloseTo(sample.batched.copy * batchUnits(one), 8);
  expect(costs.seconds(step)).toBeGreaterThan(costs.seconds({ ...step, batch: 'copy' }));
});

const unusedServices = { files: 0, request: 0, user: 0, readBack: 0, listUsers: 0, words: [] };

test('large objects count, for the time and for the room that they need', async () => {
  const ends = await createEnds('CREATE TABLE t (id int); INSERT INTO t VALUES (1)');
  const without = await estimateOf(ends);
  const large =
    "SELECT lo_from_bytea(0, decode(string_agg(md5(i::text), ''), 'hex')) FROM generate_series(1, 200000) i";
  await ends.source.execute(`${large}; ${large}`);
  const { body, diskNeedBytes } = await estimateOf(ends, { verify: 'none' });
  const counted = body.tables.find(({ table }) => table === 'large objects');
  expect(counted).toMatchObject({ rows: 2 });
  expect(counted?.bytes).toBeGreaterThan(6_000_000);
  expect(counted?.seconds).toBeGreaterThan(0);
  expect(body.bytes - without.body.bytes).toBe(counted?.bytes);
  expect(diskNeedBytes - without.diskNeedBytes).toBeGreaterThanOrEqual((counted?.bytes ?? 0) * 1.5);
});

test('tables that are left out count neither as rows nor as time', async () => {
  const ends = await createEnds(shop);
  const { body } = await estimateOf(ends, { excludeTables: ['"Odd ""name"'], schemas: ['public'] });
  expect(body.tables.map(({ table }) => table)).toEqual(['public.people', 'public.bare']);
  expect(body.rows).toBe(20_007);
});

test('production has the time in it for which the source is watched', async () => {
  const ends = await createEnds('SELECT 1');
  const config = configFor({ sourceUrl: ends.source.url, targetUrl: ends.target.url });
  const profile = { ...config.profile, environment: 'production', freezeWatchSeconds: 40 } as const;
  const { body } = await estimateFor({ config: { ...config, profile } });
  expect(body.phases[0]).toMatchObject({ phase: 'check', to: 40 });
  expect(body.seconds).toBeGreaterThan(40);
});

test('an empty database takes hardly any time', async () => {
  const ends = await createEnds('SELECT 1');
  const { body } = await estimateOf(ends);
  expect(body).toMatchObject({ tables: [], rows: 0, bytes: 0, fits: true, rates: { rows: 0, bytes: 0 } });
  expect(body.seconds).toBeLessThan(5);
});

test('what does not fit is told what would: the largest tables left out, and the time that is missing', async () => {
  const ends = await createEnds(shop);
  const { body } = await estimateOf(ends, {}, 0.01);
  expect(body).toMatchObject({ windowSeconds: 0.6, fits: false });
  expect(body.instead?.missingSeconds).toBeCloseTo(body.bufferedSeconds - 0.6);
  expect(body.instead?.skipLarge?.tables[0]).toBe('public.Odd "name');
  expect(body.instead?.skipLarge?.seconds).toBeLessThan(body.seconds);
  expect(body.latestStartSeconds).toBeLessThan(0);
  expect(body.noReturnSeconds).toBeCloseTo(0.6 - body.rollbackSeconds);
});

test('a role that may create no schema on the target measures in temporary tables', async () => {
  const ends = await createEnds('CREATE TABLE t AS SELECT i AS id FROM generate_series(1, 1000) i');
  const role = await createRole(target(), ends.target);
  const { body } = await estimateFor({ config: configFor({ sourceUrl: ends.source.url, targetUrl: role.url }) });
  expect(body.rates.rows).toBe(1000);
});

test('an estimate that is stopped says so and leaves nothing behind', async () => {
  const ends = await createEnds(shop);
  const config = configFor({ sourceUrl: ends.source.url, targetUrl: ends.target.url });
  await expect(estimateFor({ config, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'stopped' });
  expect(await ends.target.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'cutover%'")).toEqual([]);
});
