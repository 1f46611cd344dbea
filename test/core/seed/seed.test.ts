import { expect, test } from 'vitest';
import { writeSeed } from '../../../core/seed/write.ts';
import { contentsOf } from '../../support/contents.ts';
import { createDatabase, type TestDatabase, useServer } from '../../support/servers.ts';

const server = useServer();

const schema = `
  create schema ref;
  create type ref.mood as enum ('good', 'so ''so''');
  create type ref.pair as (a int, b text);
  create domain ref.code as text check (value <> '');
  create table ref.currencies (code ref.code primary key, name text);
  create table ref.plans (
    id int generated always as identity primary key, slug text not null unique, currency ref.code not null references ref.currencies,
    parent int references ref.plans, price numeric, list money, at timestamptz, local timestamp, day date, clock timetz, span interval,
    raw bytea, f4 float4, f8 float8, tags text[], pairs ref.pair[], p ref.pair, m ref.mood, doc json, docb jsonb, x xml, u uuid,
    net inet, net6 cidr, mac macaddr, bits bit varying, box box, pt point, r int4range, mr int4multirange, ts tsvector, tq tsquery,
    c char(5), one "char", b boolean, rel regclass, lsn pg_lsn, twice numeric generated always as (price * 2) stored);
  create table ref.pairs (a int, b text collate "C", primary key (b, a));
  create table ref."Odd ""Name" ("the key" text primary key, "The Value" text);`;

const rows = `
  insert into ref.currencies values ('EUR', 'Euro'), ('a\\b''c', E'line\\n\\ttab'), ('ä', null), ('Z', '');
  insert into ref.plans (slug, currency, parent, price, list, at, local, day, clock, span, raw, f4, f8, tags, pairs, p, m, doc, docb, x, u,
    net, net6, mac, bits, box, pt, r, mr, ts, tq, c, one, b, rel, lsn)
  select 's' || i, case i % 2 when 0 then 'EUR' else E'a\\\\b''c' end, case when i < 1200 then i + 1 end, i / 3.0, (i * 1.01)::numeric::money,
    '2026-03-29 01:30:00.123456+01'::timestamptz + i * interval '1 day', 'infinity', '0044-03-15 BC', '10:00:00.5-07:30',
    '1 mon -2 days 03:04:05.678', decode(lpad(to_hex(i), 8, '0'), 'hex'), 1.1::float4 / i, case when i = 7 then 'NaN' else 0.1 + 0.2 end,
    array['a,b', null, '"q"', E'\\\\', '{}'], array[row(1, 'x,y')::ref.pair, null], row(null, '(,)')::ref.pair, 'so ''so''',
    '{"b": 1,  "a": [1.0, null]}', '{"b": 1, "a": "\\u00e4"}', '<a b="c">d &amp; e</a>', '00000000-0000-0000-0000-00000000000a',
    '10.0.0.1/8', '2001:db8::/32', '08:00:2b:01:02:03', B'0101', '((1,2),(3,4))', '(0.1,-0)', '[1,5)', '{[1,3),[7,9)}',
    to_tsvector('simple', 'a fat''s cat'), 'fat & (rat | cat)', 'ab', 'x', i % 3 = 0, 'ref.plans', '16/B374D848'
  from generate_series(1, 1200) i;
  insert into ref.pairs select i % 7, chr(65 + i % 50) || i from generate_series(1, 700) i;
  insert into ref."Odd ""Name" values ('it''s', E'back\\\\slash'), ('%L %s', '$1');`;

async function seedOf(database: TestDatabase, tables: readonly string[] = ['ref.*']) {
  let text = '';
  const summary = await writeSeed({
    sourceUrl: database.url,
    tables,
    write: (piece) => {
      text += piece;
    },
  });
  return { text, summary };
}

test('values of every type come back exactly, the same rows give the same bytes, and a second run touches nothing', async () => {
  const source = await createDatabase(server());
  await source.execute(`${schema}${rows}`);
  const { text, summary } = await seedOf(source);
  expect(summary.tables.map(({ table }) => table)).toEqual([
    'ref.Odd "Name',
    'ref.currencies',
    'ref.pairs',
    'ref.plans',
  ]);
  expect(summary.outside).toEqual([]);
  expect((await seedOf(source)).text).toBe(text);

  const target = await createDatabase(server());
  await target.execute(schema);
  await target.execute(`alter database ${target.name} set datestyle = 'German'; alter database ${target.name} set timezone = 'Asia/Kolkata';
    alter database ${target.name} set intervalstyle = 'iso_8601'; alter database ${target.name} set standard_conforming_strings = off;`);
  await target.execute(text);
  await target.execute(`alter database ${target.name} reset all`);
  expect(await contentsOf(target.url, ['ref'])).toEqual(await contentsOf(source.url, ['ref']));
  expect((await seedOf(target)).text).toBe(text);
  const versions = () => target.query('select id, xmin::text, ctid::text from ref.plans order by id');
  const before = await versions();
  await target.execute(text);
  expect(await versions()).toEqual(before);
  await target.execute("insert into ref.plans (slug, currency) values ('next', 'EUR')");
  expect(await target.query("select id from ref.plans where slug = 'next'")).toEqual([{ id: 1201 }]);
});

test('rows that differ are brought up to date, others of the target stay', async () => {
  const source = await createDatabase(server());
  await source.execute(`${schema}${rows}`);
  const { text } = await seedOf(source, ['ref.currencies']);
  const target = await createDatabase(server());
  await target.execute(`${schema} insert into ref.currencies values ('EUR', 'old'), ('USD', 'Dollar');`);
  await target.execute(text);
  expect(await target.query("select code, name from ref.currencies where code in ('EUR', 'USD') order by 1")).toEqual([
    { code: 'EUR', name: 'Euro' },
    { code: 'USD', name: 'Dollar' },
  ]);
});

test('rows of a table that inherits stay its own, and those of partitions come with the whole', async () => {
  const made = `create table cities (name text primary key); create table capitals (state text, primary key (name)) inherits (cities);
    create table days (day int primary key) partition by range (day); create table days_1 partition of days for values from (0) to (9);`;
  const source = await createDatabase(server());
  await source.execute(`${made} insert into cities values ('Ulm'); insert into capitals values ('Bern', 'CH');
    insert into days values (1), (2);`);
  const { text, summary } = await seedOf(source, ['public.*']);
  expect(summary.tables).toEqual([
    { table: 'public.capitals', rows: 1 },
    { table: 'public.cities', rows: 1 },
    { table: 'public.days', rows: 2 },
  ]);
  const target = await createDatabase(server());
  await target.execute(`${made} ${text}`);
  expect(await contentsOf(target.url, ['public'])).toEqual(await contentsOf(source.url, ['public']));
});

test('what cannot be a seed is refused by name, and what it needs beside itself is told', async () => {
  const source = await createDatabase(server());
  await source.execute(`${schema} create table ref.keyless (a int); create table ref.maybe (a int unique);
    create table a (id int primary key, b int); create table b (id int primary key, a int references a); alter table a add foreign key (b) references b;`);
  await expect(seedOf(source)).rejects.toThrow(/ref\.keyless has no key/);
  await expect(seedOf(source, ['ref.maybe'])).rejects.toThrow(/ref\.maybe has no key/);
  await expect(seedOf(source, ['ref.currencies', 'ref.nothing'])).rejects.toThrow(/no table 'ref\.nothing'/);
  await expect(seedOf(source, ['public.*'])).rejects.toThrow(/in a circle: public\.a, public\.b/);
  expect((await seedOf(source, ['ref.plans'])).summary.outside).toEqual([
    { table: 'ref.plans', parent: 'ref.currencies' },
  ]);
});
