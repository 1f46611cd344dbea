import { expect, test } from 'vitest';
import { readInventory } from '../../../core/inventory/inventory.ts';
import { comparePlans } from '../../../core/verify/plans.ts';
import { createDatabase, useServer } from '../../support/servers.ts';
import { openSession, openSnapshot } from '../inventory/sessions.ts';

const older = useServer({ major: 15, settings: { shared_preload_libraries: 'pg_stat_statements' } });
const newer = useServer({ major: 17 });

const schemaSql = `
  CREATE TABLE orders (id int PRIMARY KEY, customer int, note text);
  INSERT INTO orders SELECT i, i % 5000, repeat('x', 100) FROM generate_series(1, 30000) i;
  CREATE INDEX orders_customer ON orders (customer);
  CREATE TABLE small (id int PRIMARY KEY); INSERT INTO small VALUES (1);`;

async function ends(targetSql: string, sourceSql = '') {
  const [from, to] = [await createDatabase(older()), await createDatabase(newer())];
  await from.execute(`${schemaSql} ANALYZE; ${sourceSql}`);
  await to.execute(`${schemaSql} ${targetSql}`);
  const [source, target] = [await openSnapshot(from.url), await openSession('target', to.url)];
  const { tables } = await readInventory(source);
  return { source, target, find: () => comparePlans(source, target, { tables, schemas: ['public'] }) };
}

test('plans that are alike are counted, and both sessions are as before', async () => {
  const { find, source, target } = await ends('ANALYZE');
  expect(await find()).toEqual([
    {
      kind: 'plan',
      name: 'all plans',
      verdict: 'match',
      detail:
        '2 plans compared, 0 of them turned to a sequential scan; look-ups in the largest tables: 2; pg_stat_statements is not on the source',
    },
  ]);
  expect(await source.query('SHOW search_path')).toEqual([{ search_path: '' }]);
  expect(await target.query("SELECT current_setting('plan_cache_mode') AS mode")).toEqual([{ mode: 'auto' }]);
  expect(await find()).toHaveLength(1);
});

test('a plan that turned to a sequential scan names the index that is missing; a table without statistics is named', async () => {
  const dropped = await ends('DROP INDEX orders_customer; ANALYZE');
  expect((await dropped.find()).slice(1)).toEqual([
    {
      kind: 'plan',
      name: 'look-up in public.orders by customer',
      verdict: 'note',
      detail: 'reads the whole of public.orders on the target: the target lacks index orders_customer',
    },
  ]);
  const dark = await ends('');
  expect((await dark.find()).map(({ name, verdict }) => [name, verdict])).toContainEqual([
    'statistics of public.orders',
    'note',
  ]);
});

test('the most frequent statements are planned on both ends, and what cannot be planned does no harm', async () => {
  const { find, source } = await ends(
    'DROP INDEX orders_customer; ANALYZE',
    `CREATE EXTENSION pg_stat_statements; SELECT pg_stat_statements_reset();
     SELECT count(*) FROM orders WHERE customer = 7; UPDATE small SET id = 2 WHERE id = 1;
     CREATE TABLE gone (x int); SELECT x FROM gone; DROP TABLE gone;
     SELECT interval '1 day'; SELECT 1 /* ; DROP TABLE orders; */;`,
  );
  const [summary, ...findings] = await find();
  expect(summary?.verdict).toBe('note');
  expect(findings.map(({ name }) => name)).toEqual([
    'look-up in public.orders by customer',
    'SELECT count(*) FROM orders WHERE customer = $1',
  ]);
  expect(summary?.detail).toMatch(/that one end cannot plan/);
  expect(await source.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});
