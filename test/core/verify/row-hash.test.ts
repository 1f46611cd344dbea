import { expect, test } from 'vitest';
import { readColumns } from '../../../core/inventory/columns.ts';
import type { Column } from '../../../core/inventory/types.ts';
import type { Session } from '../../../core/postgres/session.ts';
import { pinSettings, tableChecksum } from '../../../core/verify/checksum.ts';
import { rowHashSql } from '../../../core/verify/row-hash.ts';
import { createDatabase, useServer } from '../../support/servers.ts';
import { openSession } from '../inventory/sessions.ts';

const older = useServer({ major: 15 });
const newer = useServer({ major: 18 });

/** A type, and values of it that are all different although some of its own operators call them equal. */
const values: readonly (readonly [type: string, ...values: string[]])[] = [
  ['boolean', 'true', 'false'],
  ['bytea', "''", "'\\x00'", "'\\x0000'"],
  ['bigint', '0', '1', '4294967296', '-1', '-4294967296', '9223372036854775807'],
  ['smallint', '0', '1', '-1'],
  ['integer', '0', '1', '-1', '2147483647'],
  ['text', "''", "' '", "'a'", "'A'", "'a '"],
  ['oid', '0', '1', '4294967295'],
  ['real', '0', "'-0'", "'NaN'", "'infinity'", '1e-40'],
  ['double precision', '0', "'-0'", "'NaN'", '0.1', '0.10000000000000002'],
  ['character(3)', "''", "'a'", "' a'"],
  ['bpchar', "''", "' '", "'a'", "'a '"],
  ['character varying(3)', "''", "'a'", "'a '"],
  ['date', "'epoch'", "'infinity'", "'-infinity'", "'0044-03-15 BC'"],
  ['time', "'00:00'", "'24:00'", "'00:00:00.000001'"],
  ['timestamp', "'epoch'", "'infinity'", "'1970-01-01 01:11:34.967296'"],
  ['timestamptz', "'epoch'", "'-infinity'", "'1970-01-01 01:11:34.967296'"],
  ['numeric', '0', '0.0', '1', '1.0', '1.00', "'NaN'", "'infinity'", '1e100'],
  ['uuid', "'00000000-0000-0000-0000-000000000000'", "'00000000-0000-0000-0000-000000000001'"],
  ['jsonb', "'1'", "'1.0'", '\'"1"\'', "'null'"],
  ['interval', "'1 day'", "'24 hours'", "'0'"],
  [
    'text[]',
    "'{}'",
    "'{NULL}'",
    '\'{"NULL"}\'',
    '\'{""}\'',
    "'{a,b}'",
    "'{b,a}'",
    "'{A,b}'",
    '\'{"a,b"}\'',
    "'[2:3]={a,b}'",
  ],
  ['varchar(3)[]', "'{}'", "'{a}'", "'{a,NULL}'", "'{NULL,a}'", "'{{a}}'", "'[0:0]={a}'"],
  ['uuid[]', "'{}'", "'{00000000-0000-0000-0000-000000000000}'", "'{NULL}'"],
  ['boolean[]', "'{}'", "'{t,f}'", "'{f,t}'", "'{t}'", "'{NULL}'"],
  ['smallint[]', "'{}'", "'{0}'", "'{0,0}'", "'{-1}'", "'{NULL}'", "'{{0,0}}'", "'{{0},{0}}'"],
  ['bigint[]', "'{}'", "'{4294967296}'", "'{1}'", "'{0}'", "'{-1}'"],
  ['numeric[]', "'{1}'", "'{1.0}'", "'{1.00}'"],
  ['inet', "'10.0.0.1'", "'10.0.0.1/24'", "'10.0.0.0/24'", "'::1'"],
  ['cidr', "'10.0.0.0/24'", "'10.0.0.0/25'"],
  ['bit varying', "B''", "B'0'", "B'00'"],
  ['name', "''", "'a'", "'A'"],
  ['json', "'1'", "'1.0'", "' 1'"],
  ['int4range', "'empty'", "'[1,2)'", "'(,)'", "'[1,)'"],
  ['timetz', "'00:00+00'", "'01:00+01'"],
  ['money', "'0'", "'0.01'", "'-0.01'"],
  ['tsvector', "'a'", "'a:1'", "'a b'"],
  ['point', "'(0,0)'", "'(-0,0)'", "'(0.1,0)'"],
  ['pg_lsn', "'0/0'", "'1/0'", "'0/1'"],
  ['integer[]', "'{1,2}'", "'{{1,2}}'", "'[0:1]={1,2}'", "'{NULL}'", "'{}'"],
];

async function columnsOf(session: Session, table: string): Promise<readonly Column[]> {
  const [row] = await session.query<{ oid: number }>('SELECT $1::regclass::oid::int AS oid', [`public.${table}`]);
  return (await readColumns(session, [row?.oid ?? 0])).get(row?.oid ?? 0)?.columns ?? [];
}

/** The hash of each row of a table with the column `v`, in the order of `n`. */
async function hashes(session: Session, table: string, notNull = false): Promise<string[]> {
  const typed = (await columnsOf(session, table)).filter(({ name }) => name === 'v').map((v) => ({ ...v, notNull }));
  const rows = await session.query<{ hash: string }>(
    `SELECT (${rowHashSql(typed, [])})::text AS hash FROM public.${table} t ORDER BY t.n`,
  );
  return rows.map(({ hash }) => hash);
}

test('values that differ in any byte, NULL among them, have different hashes, and 15 and 18 have the same', async () => {
  const found = await Promise.all(
    [older(), newer()].map(async (server) => {
      const database = await createDatabase(server);
      const session = await openSession('target', database.url);
      await pinSettings(session);
      const ofTypes: string[][] = [];
      for (const [index, [type, ...list]] of values.entries()) {
        const rows = [...list, 'NULL'].map((value, n) => `(${n}, ${value}::${type})`);
        await database.execute(
          `CREATE TABLE t${index} (n int, v ${type}); INSERT INTO t${index} VALUES ${rows.join(', ')}`,
        );
        const of = await hashes(session, `t${index}`);
        expect(new Set(of).size, type).toBe(list.length + 1);
        await database.execute(`DELETE FROM t${index} WHERE v IS NULL`);
        const known = await hashes(session, `t${index}`, true);
        expect(new Set(known).size, `${type} NOT NULL`).toBe(list.length);
        ofTypes.push(of, known);
      }
      return ofTypes;
    }),
  );
  expect(found[0]).toEqual(found[1]);
});

test('a value that moves to another row or another column changes the sum', async () => {
  const database = await createDatabase(newer());
  await database.execute(`
    CREATE TABLE t AS SELECT i AS a, (i * 7)::bigint AS b, i::text AS c, (i % 3) AS d FROM generate_series(1, 100) i;
    CREATE TABLE backwards AS SELECT * FROM t ORDER BY a DESC;
    CREATE TABLE rows AS SELECT a, CASE a WHEN 7 THEN 56 WHEN 8 THEN 49 ELSE b END AS b, c, d FROM t;
    CREATE TABLE columns AS SELECT CASE a WHEN 7 THEN 1 ELSE a END AS a, b, c, CASE a WHEN 7 THEN 7 ELSE d END AS d FROM t;
    CREATE TABLE two AS SELECT a, b, CASE a WHEN 10 THEN '13' WHEN 13 THEN '10' ELSE c END AS c, d FROM t;
    CREATE TABLE nothing AS SELECT a, b, CASE a WHEN 7 THEN NULL ELSE c END AS c, d FROM t;`);
  const session = await openSession('target', database.url);
  await pinSettings(session);
  const of = async (name: string): Promise<string> => {
    const typed = await columnsOf(session, name);
    const columns = typed.map((column) => column.name);
    return (await tableChecksum(session, { schema: 'public', name, columns, typed, mode: 'checksums' })).checksum;
  };
  const original = await of('t');
  expect(await of('backwards')).toBe(original);
  for (const name of ['rows', 'columns', 'two', 'nothing']) expect(await of(name), name).not.toBe(original);
});

test('each column counts, whatever stands in those behind it, and 0 is a value like any other', async () => {
  const database = await createDatabase(newer());
  const session = await openSession('target', database.url);
  await pinSettings(session);
  // Of each type what its hash may take for nothing, and NULL.
  const nothings: readonly (readonly [type: string, ...values: string[]])[] = [
    ['integer', '0'],
    ['bigint', '0'],
    ['smallint', '0'],
    ['oid', '0'],
    ['boolean', 'false'],
    ['text', "''"],
    ['varchar', "''"],
    ['char(3)', "''"],
    ['uuid', "'00000000-0000-0000-0000-000000000000'"],
    ['timestamptz', "'2000-01-01Z'"],
    ['timestamp', "'2000-01-01'"],
    ['double precision', '0'],
    ['numeric', '0'],
    ['jsonb', "'null'"],
    ...['text', 'varchar', 'integer', 'smallint', 'uuid', 'boolean', 'bigint', 'numeric'].map(
      (element) => [`${element}[]`, "'{}'", "'{NULL}'", "'{NULL,NULL}'"] as const,
    ),
  ];
  for (const [index, [type, ...list]] of nothings.entries()) {
    const rows = [...list, 'NULL'].flatMap((value, n) =>
      [1, 2].map((before) => `(${2 * n + before}, ${before}, 0, ${value}::${type})`),
    );
    await database.execute(
      `CREATE TABLE n${index} (n int, before int, zero int, v ${type}); INSERT INTO n${index} VALUES ${rows.join(', ')},
         (100, 0, 1, NULL)`,
    );
    const typed = (await columnsOf(session, `n${index}`)).filter(({ name }) => name !== 'n');
    const found = await session.query<{ hash: string }>(
      `SELECT (${rowHashSql(typed, [])})::text AS hash FROM public.n${index} t`,
    );
    expect(new Set(found.map(({ hash }) => hash)).size, type).toBe(rows.length + 1);
  }
});

test('a table with 1,600 columns has a hash', async () => {
  const database = await createDatabase(newer());
  const wide = Array.from({ length: 1600 }, (_, index) => `c${index} ${index % 2 === 0 ? 'bool' : 'int'}`);
  await database.execute(`CREATE TABLE wide (${wide.join(', ')}); INSERT INTO wide (c1599) VALUES (1)`);
  const session = await openSession('target', database.url);
  await pinSettings(session);
  const typed = await columnsOf(session, 'wide');
  const columns = typed.map((column) => column.name);
  const request = { schema: 'public', name: 'wide', columns, typed, mode: 'checksums' } as const;
  const before = await tableChecksum(session, request);
  await database.execute('UPDATE wide SET c1599 = 2');
  expect((await tableChecksum(session, request)).checksum).not.toBe(before.checksum);
});

test('an XML document is the same with and without the encoding that its output leaves out', async () => {
  const database = await createDatabase(newer());
  await database.execute(`
    CREATE TABLE t (n int, v xml);
    INSERT INTO t VALUES (1, '<?xml version="1.0" encoding="UTF-8"?><a/>'), (2, '<?xml version="1.0"?><a/>'), (3, '<b/>')`);
  const session = await openSession('target', database.url);
  await pinSettings(session);
  const [declared, plain, other] = await hashes(session, 't');
  expect(declared).toBe(plain);
  expect(other).not.toBe(plain);
});

test("what a project's own cast to text says of a type is not what is compared", async () => {
  const database = await createDatabase(newer());
  await database.execute(`
    CREATE TYPE pair AS (a int, b int);
    CREATE FUNCTION blank(pair) RETURNS text LANGUAGE sql IMMUTABLE RETURN '';
    CREATE CAST (pair AS text) WITH FUNCTION blank(pair);
    CREATE TABLE t (n int, v pair);
    INSERT INTO t VALUES (1, '(1,2)'), (2, '(2,1)'), (3, NULL)`);
  const session = await openSession('target', database.url);
  await pinSettings(session);
  expect(new Set(await hashes(session, 't')).size).toBe(3);
});
