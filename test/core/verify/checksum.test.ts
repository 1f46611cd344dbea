import { expect, test } from 'vitest';
import { type ChecksumRequest, pinSettings, sumOf, tableChecksum } from '../../../core/verify/checksum.ts';
import { createDatabase, useServer } from '../../support/servers.ts';
import { openSession, openSnapshot } from '../inventory/sessions.ts';

const older = useServer({ major: 15 });
const newer = useServer({ major: 18 });

const typesSql = `
  CREATE TABLE t (a float8, b float4, c numeric, d timestamptz, e interval, f bytea, g money, h jsonb, i json,
    j text[], k "char", l point, m xml, n regclass, o bit(3), p int4range, q inet, r date, s tsvector, "T t" text);
  INSERT INTO t VALUES (0.1 + 0.2, 1e-38, 1.50, '2020-06-01 12:00+02', '1 mon -2 days 03:00', '\\x00ff', 12.5,
    '{"b": 1, "a": 2}', '{"b":1,  "a": 2}', '{"x,y",NULL,"\\"q\\""}', 'x', '(0.1,2)', '<a>b</a>', 'pg_class', B'101',
    '[1,3)', '::1/64', '2020-01-02', 'a:1 b:2', E'tab\\t (), "quote" ''s'' \\\\ ü');
  INSERT INTO t DEFAULT VALUES;`;
const columns = [...'abcdefghijklmnopqrs', 'T t'];
const request = (changes: Partial<ChecksumRequest> = {}): ChecksumRequest => ({
  schema: 'public',
  name: 't',
  columns,
  mode: 'checksums',
  ...changes,
});

test('15 and 18 compute the same of the same rows, whatever the sessions and databases prefer', async () => {
  const ends = [await createDatabase(older()), await createDatabase(newer())] as const;
  for (const end of ends) await end.execute(`SET xmloption = content; ${typesSql}`);
  await ends[1].execute(`ALTER DATABASE ${ends[1].name} SET TimeZone = 'Asia/Kolkata';
    ALTER DATABASE ${ends[1].name} SET search_path = pg_catalog, public`);
  const source = await openSnapshot(ends[0].url);
  const target = await openSession('target', ends[1].url);
  await target.execute(
    "SET extra_float_digits = 0; SET DateStyle = 'SQL, DMY'; SET IntervalStyle = 'iso_8601'; SET bytea_output = 'escape'",
  );
  await pinSettings(source);
  await pinSettings(target);
  const found = await tableChecksum(source, request());
  expect(found).toEqual({ rows: 2, checksum: expect.stringMatching(/^-?\d{10,}$/) });
  expect(await tableChecksum(target, request())).toEqual(found);
});

test('a session whose settings are not pinned is refused, since it would compare formats', async () => {
  const database = await createDatabase(newer());
  await database.execute('CREATE TABLE t (a float8)');
  const session = await openSession('target', database.url);
  await pinSettings(session);
  await session.execute('SET extra_float_digits = 0');
  await expect(tableChecksum(session, request({ columns: ['a'] }))).rejects.toThrow(/extra_float_digits/);
});

test('order does not count; a changed value, a moved value, a doubled and a missing row do', async () => {
  const database = await createDatabase(newer());
  await database.execute(`
    CREATE TABLE t AS SELECT i AS a, i::text AS b, NULL::text AS c FROM generate_series(1, 1000) i;
    CREATE TABLE backwards AS SELECT * FROM t ORDER BY a DESC;
    CREATE TABLE value AS SELECT a, CASE a WHEN 7 THEN 'seven' ELSE b END AS b, c FROM t;
    CREATE TABLE moved AS SELECT a, CASE a WHEN 7 THEN NULL ELSE b END AS b, CASE a WHEN 7 THEN b END AS c FROM t;
    CREATE TABLE swapped AS SELECT a, (CASE a WHEN 7 THEN 8 WHEN 8 THEN 7 ELSE a END)::text AS b, c FROM t;
    CREATE TABLE empty_string AS SELECT a, b, CASE a WHEN 7 THEN '' END AS c FROM t;
    CREATE TABLE doubled AS SELECT * FROM t WHERE a <> 8 UNION ALL SELECT * FROM t WHERE a = 7;
    CREATE TABLE missing AS SELECT * FROM t WHERE a <> 7;`);
  const session = await openSession('target', database.url);
  await pinSettings(session);
  const of = (name: string) => tableChecksum(session, request({ name, columns: ['a', 'b', 'c'] }));
  const original = await of('t');
  expect(await of('backwards')).toEqual(original);
  for (const name of ['value', 'moved', 'swapped', 'empty_string', 'doubled', 'missing']) {
    expect((await of(name)).checksum, name).not.toBe(original.checksum);
  }
  expect((await of('doubled')).rows).toBe(1000);
  expect(await tableChecksum(session, request({ mode: 'counts' }))).toEqual({ rows: 1000, checksum: '' });
  const half = await tableChecksum(session, request({ columns: ['a'], where: 'a <= 500 OR false' }));
  expect(half.rows).toBe(500);
});

test('tables without rows, without columns and with 1,600 columns have a checksum, and children are not read', async () => {
  const database = await createDatabase(newer());
  const wide = Array.from({ length: 1600 }, (_, index) => `c${index}`);
  await database.execute(`
    CREATE TABLE empty (a int); CREATE TABLE none (); INSERT INTO none DEFAULT VALUES; INSERT INTO none DEFAULT VALUES;
    CREATE TABLE wide (${wide.map((name) => `${name} bool`).join(', ')}); INSERT INTO wide (c1599) VALUES (true);
    CREATE TABLE parent (a int); CREATE TABLE child (b int) INHERITS (parent);
    INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 2);`);
  const session = await openSession('target', database.url);
  await pinSettings(session);
  const of = (name: string, names: string[]) => tableChecksum(session, request({ name, columns: names }));
  expect(await of('empty', ['a'])).toEqual({ rows: 0, checksum: '0' });
  expect((await of('none', [])).rows).toBe(2);
  const before = await of('wide', wide);
  await database.execute('UPDATE wide SET c1599 = false');
  expect(await of('wide', wide)).toEqual({ rows: 1, checksum: expect.not.stringMatching(`^${before.checksum}$`) });
  expect((await of('parent', ['a'])).rows).toBe(1);
});

test('the sums of parts that divide the pages of a table are the sum of the table', async () => {
  const database = await createDatabase(newer());
  await database.execute(`CREATE TABLE t AS SELECT i AS a, repeat('x', i % 900) AS b FROM generate_series(1, 5000) i;
    DELETE FROM t WHERE a % 7 = 0`);
  const session = await openSession('target', database.url);
  await pinSettings(session);
  for (const mode of ['checksums', 'counts'] as const) {
    const asked = request({ columns: ['a', 'b'], mode });
    const parts = [];
    for (const [from, to] of [
      [0, 1],
      [1, 100],
      [100, 101],
      [101, undefined],
    ] as const) {
      parts.push(await tableChecksum(session, { ...asked, pages: { from, to } }));
    }
    expect(parts.every(({ rows }) => rows > 0)).toBe(true);
    expect(sumOf(parts)).toEqual(await tableChecksum(session, asked));
  }
});
