import { expect, test } from 'vitest';
import { readInventory } from '../../../core/inventory/inventory.ts';
import type { Session } from '../../../core/postgres/session.ts';
import {
  differingColumns,
  keyColumns,
  type RowDifference,
  rowDifferences,
  rowName,
  withTargetSnapshot,
} from '../../../core/verify/rows.ts';
import { createDatabase, useServer } from '../../support/servers.ts';
import { openSession, openSnapshot } from '../inventory/sessions.ts';

const older = useServer({ major: 15 });
const newer = useServer({ major: 18 });

interface Found {
  readonly name: string;
  readonly difference: RowDifference;
  readonly columns: readonly string[];
}

/** What the bisection finds between two databases, of the tables as they are on the source. */
async function found(source: Session, target: Session, name: string, rows?: number): Promise<Found[]> {
  const inventory = await readInventory(source);
  const table = inventory.tables.find((each) => each.key === `public.${name}`);
  if (table === undefined) throw new Error(`no table ${name}`);
  const key = keyColumns(table, inventory.constraints);
  const columns = table.columns.map((column) => column.name);
  const compared = { schema: 'public', name, columns, typed: table.columns };
  return await withTargetSnapshot(target, async () => {
    const differences: RowDifference[] = [];
    const request = { table: compared, key, rows: rows ?? table.estimatedRows };
    for await (const difference of rowDifferences(source, target, request)) differences.push(difference);
    const differing = differences.filter(({ kind }) => kind === 'differs');
    const listed = await differingColumns(source, target, compared, differing);
    return differences.map((difference) => ({
      name: rowName(key, difference),
      difference,
      columns: listed[differing.indexOf(difference)] ?? [],
    }));
  });
}

const byText = (a: readonly unknown[], b: readonly unknown[]): number => String(a).localeCompare(String(b));

const fill = `INSERT INTO t SELECT i, 'note ' || i, i * 1.5, timestamptz '2026-01-01' + i * interval '1 min', NULL
  FROM generate_series(1, 20000) i; ANALYZE t;`;

test('of 20,000 rows exactly those that differ come out, by key and with their columns, between 15 and 18', async () => {
  const [from, to] = [await createDatabase(older()), await createDatabase(newer())];
  const ddl = 'CREATE TABLE t (id bigint PRIMARY KEY, note text, amount numeric, at timestamptz, extra jsonb);';
  await from.execute(ddl + fill);
  await to.execute(`${ddl}${fill}
    UPDATE t SET note = 'note 77' || chr(160) WHERE id = 77; UPDATE t SET amount = amount * 1.0, extra = '{}' WHERE id = 78;
    DELETE FROM t WHERE id = 20000; INSERT INTO t (id) VALUES (-5);`);
  const [source, target] = [await openSnapshot(from.url), await openSession('target', to.url)];
  const all = await found(source, target, 't');
  expect(all.map(({ name, difference, columns }) => [name, difference.kind, columns]).sort(byText)).toEqual([
    ['id = -5', 'extra', []],
    ['id = 20000', 'missing', []],
    ['id = 77', 'differs', ['note']],
    ['id = 78', 'differs', ['amount', 'extra']],
  ]);
});

test('equal tables give nothing, whatever the order of their rows; read at once and in parts alike', async () => {
  const database = await createDatabase(newer());
  await database.execute(`CREATE TABLE t (id bigint PRIMARY KEY, note text, amount numeric, at timestamptz, extra jsonb);
    ${fill}`);
  const other = await createDatabase(newer());
  await other.execute(`CREATE TABLE t (id bigint PRIMARY KEY, note text, amount numeric, at timestamptz, extra jsonb);
    ${fill} CREATE TABLE s AS SELECT * FROM t ORDER BY id DESC; TRUNCATE t; INSERT INTO t SELECT * FROM s;`);
  const [source, target] = [await openSnapshot(database.url), await openSession('target', other.url)];
  expect(await found(source, target, 't')).toEqual([]);
  expect(await found(source, target, 't', 1)).toEqual([]);
});

test('tables without a key are compared by whole rows, and told how often a row is there', async () => {
  const ddl = `CREATE TABLE t (a int, b text); INSERT INTO t SELECT i % 100, 'x' FROM generate_series(1, 10000) i; ANALYZE t;`;
  const [from, to] = [await createDatabase(newer()), await createDatabase(newer())];
  await from.execute(ddl);
  await to.execute(
    `${ddl} INSERT INTO t VALUES (7, 'x'); UPDATE t SET b = 'y' WHERE a = 8; DELETE FROM t WHERE a = 9;`,
  );
  const [source, target] = [await openSnapshot(from.url), await openSession('target', to.url)];
  const all = await found(source, target, 't');
  expect(
    all.map(({ difference }) => [difference.kind, difference.source.times, difference.target.times]).sort(byText),
  ).toEqual([
    ['extra', 0, 100],
    ['missing', 100, 0],
    ['missing', 100, 0],
    ['times', 100, 101],
  ]);
  expect(all[0]?.name).toMatch(/^row hash -?\d+$/);
});

test('a key that is there twice, and one of several columns, are told as they are; secrets do not show', async () => {
  const ddl = `CREATE TABLE t ("Tenant" uuid, token text, n int, PRIMARY KEY ("Tenant", token));
    INSERT INTO t SELECT '00000000-0000-0000-0000-000000000007', 'sk_' || i, i FROM generate_series(1, 9) i;`;
  const [from, to] = [await createDatabase(newer()), await createDatabase(newer())];
  await from.execute(ddl);
  await to.execute(`${ddl} ALTER TABLE t DROP CONSTRAINT t_pkey; INSERT INTO t SELECT * FROM t WHERE n = 3;`);
  const [source, target] = [await openSnapshot(from.url), await openSession('target', to.url)];
  expect(await found(source, target, 't')).toMatchObject([
    {
      name: '"Tenant" = 00000000-0000-0000-0000-000000000007, token = ***',
      difference: { kind: 'times', source: { times: 1 }, target: { times: 2 } },
    },
  ]);
});

test('differences come one by one: whoever has enough of them stops, and the sessions can go on', async () => {
  const ddl = 'CREATE TABLE t (id int PRIMARY KEY);';
  const [from, to] = [await createDatabase(newer()), await createDatabase(newer())];
  await from.execute(`${ddl} INSERT INTO t SELECT generate_series(1, 100000);`);
  await to.execute(ddl);
  const [source, target] = [await openSnapshot(from.url), await openSession('target', to.url)];
  const table = { schema: 'public', name: 't', columns: ['id'] };
  let count = 0;
  await withTargetSnapshot(target, async () => {
    for await (const { kind } of rowDifferences(source, target, { table, key: ['id'], rows: 100_000 })) {
      expect(kind).toBe('missing');
      count += 1;
      if (count === 7) break;
    }
  });
  expect(await source.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(await target.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});
