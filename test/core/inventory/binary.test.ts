import { expect, test } from 'vitest';
import { isBinarySafe, type TypeFacts } from '../../../core/inventory/binary.ts';
import { readInventory } from '../../../core/inventory/inventory.ts';
import { relayCopy } from '../../../core/postgres/relay.ts';
import { createDatabase, type TestDatabase, useServer } from '../../support/servers.ts';
import { openSession } from './sessions.ts';

/** A value for each built-in scalar type that is called safe; a type that comes with a new major needs one too. */
const samples: Readonly<Record<string, string>> = {
  bool: 't',
  bytea: '\\x00ff5c27',
  char: 'x',
  name: 'näme',
  int8: '-9223372036854775808',
  int2: '-32768',
  int2vector: '1 2 3',
  int4: '-2147483648',
  text: "tab\tnew\nline \\ 'ü' \u{1F600}",
  oid: '4294967295',
  tid: '(7,3)',
  xid: '4294967295',
  cid: '5',
  oidvector: '1 2 4294967295',
  json: '{"b": 1,  "a": [null, 1e2]}',
  xid8: '18446744073709551615',
  point: '(0.1,-1e300)',
  lseg: '[(1,2),(3,4)]',
  path: '((1,2),(3,4),(5,6))',
  box: '(3,4),(1,2)',
  polygon: '((1,2),(3,4),(5,6))',
  line: '{1,-1,0.3}',
  float4: '1.1754944e-38',
  float8: '0.1',
  circle: '<(1,2),0.7>',
  money: '-12345.67',
  macaddr: '08:00:2b:01:02:03',
  inet: '2001:db8::1/64',
  cidr: '10.1.0.0/16',
  macaddr8: '08:00:2b:01:02:03:04:05',
  bpchar: 'a  ',
  varchar: 'v ',
  date: '0044-03-15 BC',
  time: '24:00:00',
  timestamp: 'infinity',
  timestamptz: '2020-02-29 12:34:56.789012+05:30',
  interval: '-1 mon +3 days -04:05:06.000007',
  timetz: '23:59:60-15:59',
  bit: '1',
  varbit: '10101',
  numeric: '-123456789012345678901234567890.000',
  refcursor: 'cur',
  uuid: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
  tsvector: "'fat':2A,4 'rat':3",
  tsquery: "'fat' <-> 'rat':AB & !'cat'",
  jsonb: '{"a": [1, 2.50, "x"], "b": null}',
  jsonpath: 'strict $."a"[*]?(@ > 1)',
  txid_snapshot: '10:20:10,14,15',
  pg_snapshot: '10:20:10,14,15',
  int4range: '[1,5)',
  numrange: '(,2.50]',
  tsrange: '["2020-01-01 00:00:00",)',
  tstzrange: '["2020-01-01 00:00:00+00",infinity)',
  daterange: 'empty',
  int8range: '[1,2)',
  pg_lsn: '16/B374D848',
  int4multirange: '{[1,3),[5,7)}',
  nummultirange: '{[1.5,2.5]}',
  tsmultirange: '{["2020-01-01 00:00:00",)}',
  tstzmultirange: '{}',
  datemultirange: '{[2020-01-01,2020-01-03)}',
  int8multirange: '{[1,3)}',
};

const allTypesSql = `
  SELECT t.oid, t.typname AS name, t.typtype AS kind, t.typnamespace = 'pg_catalog'::regnamespace AS "inPgCatalog",
    false AS "ofExtension", t.typsend <> 0 AS "hasSend", t.typreceive <> 0 AS "hasReceive",
    CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE 0 END AS element, t.typbasetype AS base,
    t.oid::regtype::text AS sql
  FROM pg_type t WHERE t.typtype <> 'p' AND t.typnamespace = 'pg_catalog'::regnamespace ORDER BY t.oid`;

async function readTypes(database: TestDatabase): Promise<Map<number, TypeFacts & { sql: string }>> {
  const rows = await database.query<TypeFacts & { sql: string }>(allTypesSql);
  return new Map(rows.map((row) => [row.oid, row]));
}

const oldest = useServer({ major: 15 });
const newest = useServer({ major: 18 });

test('every built-in type that is called safe survives a binary COPY between 15 and 18, both ways and in arrays', async () => {
  const ends = [await createDatabase(oldest()), await createDatabase(newest())] as const;
  const [types, newer] = await Promise.all([readTypes(ends[0]), readTypes(ends[1])]);
  const safe = [...types.values()].filter((type) => isBinarySafe(type.oid, types));
  // Whatever 18 calls safe and 15 has is safe on both; types that only 18 knows have no way to 15.
  const safeOnNewer = [...newer.values()].filter((type) => isBinarySafe(type.oid, newer)).map((type) => type.oid);
  expect(safe.filter((type) => !safeOnNewer.includes(type.oid))).toEqual([]);

  const scalars = safe.filter((type) => types.get(type.element) === undefined);
  expect(scalars.map((type) => type.name).filter((name) => samples[name] === undefined)).toEqual([]);
  const arrays = safe.filter((type) => types.get(type.element) !== undefined && samples[type.name] === undefined);
  expect(scalars.length).toBeGreaterThan(50);
  expect(arrays.length).toBeGreaterThan(50);

  const columns = [...scalars, ...arrays].map((type, index) => ({ name: `c${index}`, type }));
  const table = `CREATE TABLE t (${columns.map(({ name, type }) => `${name} ${type.sql}`).join(', ')})`;
  const read = `SELECT ${columns.map(({ name, type }) => `${name}::text AS "${type.name}"`).join(', ')} FROM t`;
  const values = columns.map(({ type }) => {
    const sample = `'${(samples[type.name] ?? samples[types.get(type.element)?.name ?? ''] ?? '').replaceAll("'", "''")}'`;
    if (samples[type.name] !== undefined) return `${sample}::${type.sql}`;
    return `ARRAY[${sample}::${types.get(type.element)?.sql}, NULL, ${sample}]::${type.sql}`;
  });
  for (const [from, to] of [ends, ends.toReversed()] as [TestDatabase, TestDatabase][]) {
    for (const database of [from, to]) await database.execute(`DROP TABLE IF EXISTS t; ${table}`);
    await from.execute(`SET extra_float_digits = 3; INSERT INTO t VALUES (${values.join(', ')})`);
    await copyBinary(from, to, 't');
    expect(await to.query(read)).toEqual(await from.query(read));
  }
});

test('types whose binary form belongs to one database are called unsafe, and a safe table really is', async () => {
  const sql = `
    CREATE EXTENSION citext; CREATE EXTENSION hstore;
    CREATE TYPE padding AS ENUM ('moves oids');
    CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TYPE pair AS (a int, b text);
    CREATE TYPE span AS RANGE (subtype = float8);
    CREATE DOMAIN positive AS int CHECK (value > 0); CREATE DOMAIN moods AS mood[]; CREATE DOMAIN my_mood AS mood;
    CREATE DOMAIN numbers AS int[]; CREATE DOMAIN places AS regclass; CREATE DOMAIN mail AS citext;
    CREATE DOMAIN twice AS positive;
    CREATE TABLE safe (a mood, b positive, c my_mood, d numbers, e twice, f int[], g numeric(10,2), h timestamptz(0));
    CREATE TABLE unsafe (a mood[], b pair, c pair[], d moods, e positive[], f regclass, g regproc[], h places,
      i citext, j mail, k hstore, l span, m citext[], n xml, o aclitem, p information_schema.sql_identifier[], q safe)`;
  const older = await createDatabase(oldest());
  await older.execute(sql);
  const newer = await createDatabase(newest());
  await newer.execute(`CREATE TYPE another AS ENUM ('x'); ${sql}`);

  const inventory = await readInventory(await openSession('source', older.url));
  const columnsOf = (key: string) => inventory.tables.find((table) => table.key === key)?.columns ?? [];
  expect(columnsOf('public.safe').filter((column) => !column.binarySafe)).toEqual([]);
  expect(columnsOf('public.safe')).toHaveLength(8);
  expect(columnsOf('public.unsafe').filter((column) => column.binarySafe)).toEqual([]);
  expect(columnsOf('public.unsafe')).toHaveLength(17);

  await older.execute(
    `INSERT INTO safe VALUES ('ok', 1, 'sad', '{1,2}', 3, '{{1},{2}}', 1.50, '2020-01-01 00:00:00Z')`,
  );
  await copyBinary(older, newer, 'safe');
  expect(await newer.query('SELECT safe::text FROM safe')).toEqual(await older.query('SELECT safe::text FROM safe'));
});

/** Through the relay itself: what it passes on is what the other server has to read. */
async function copyBinary(from: TestDatabase, to: TestDatabase, table: string): Promise<void> {
  const [source, target] = [await openSession('source', from.url), await openSession('target', to.url)];
  const { rows } = await relayCopy({
    source,
    target,
    copyOut: `COPY public.${table} TO STDOUT (FORMAT binary)`,
    copyIn: `COPY public.${table} FROM STDIN (FORMAT binary)`,
    format: 'binary',
  });
  expect(rows).toBe(1);
}
