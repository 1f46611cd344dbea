import { expect, test } from 'vitest';
import { bloat, bloatCheck } from '../../../core/preflight/bloat.ts';
import { missingTypesCheck } from '../../../core/preflight/missing-types.ts';
import { generatedColumnsCheck } from '../../../core/preflight/generated-columns.ts';
import { localesCheck } from '../../../core/preflight/locales.ts';
import { primaryKeysCheck } from '../../../core/preflight/primary-keys.ts';
import { replicationSlotsCheck } from '../../../core/preflight/replication-slots.ts';
import { searchPathCheck } from '../../../core/preflight/search-path.ts';
import { sequencesCheck, usedShare } from '../../../core/preflight/sequences.ts';
import { unqualifiedNames } from '../../../core/preflight/unqualified.ts';
import { useServer } from '../../support/servers.ts';
import { configFor, configOf, createEnds, createRole, verdictOf } from './ends.ts';
import { expectRed } from './words.ts';

const source = useServer({ major: 17 });
const target = useServer({ major: 17 });

test('replication slots are named with what they keep, and with how to drop the idle ones', async () => {
  const ends = await createEnds(source(), target());
  expect(await verdictOf(replicationSlotsCheck, configOf(ends))).toMatchObject({ verdict: 'pass' });
  await ends.source.execute("SELECT pg_create_logical_replication_slot('feed', 'pgoutput')");
  try {
    const red = await verdictOf(replicationSlotsCheck, configOf(ends));
    expect(red).toMatchObject({ severity: 'warning' });
    expect(red.detail).toMatch(/^1 replication slot: feed \(logical, pgoutput; not in use/);
    await expectRed(red, 'a slot that nobody uses', [[/, keeps [^)]+ of WAL/g, ', keeps 3.2 GB of WAL']]);
  } finally {
    await ends.source.execute("SELECT pg_drop_replication_slot('feed')");
  }
});

test('tables without a primary key are named, and whether a unique index is there', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(`
    CREATE TABLE keyed (id int PRIMARY KEY); CREATE TABLE bare (id int);
    CREATE TABLE half (id int NOT NULL UNIQUE);
    CREATE TABLE parts (id int) PARTITION BY RANGE (id); CREATE TABLE part PARTITION OF parts DEFAULT`);
  const red = await verdictOf(primaryKeysCheck, configOf(ends));
  expect(red.severity).toBe('info');
  expect(red.detail).toContain(
    '3 tables of 4 without one: public.bare, public.half (has a unique index), public.parts.',
  );
  await expectRed(red, 'tables without a key');
});

test('generated columns that use functions of the project are named with them; built-in ones are no matter', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(`
    CREATE FUNCTION tax(net numeric) RETURNS numeric IMMUTABLE LANGUAGE sql AS 'SELECT net * 0.19';
    CREATE TABLE plain (a int, b int GENERATED ALWAYS AS (a + abs(a)) STORED)`);
  expect(await verdictOf(generatedColumnsCheck, configOf(ends))).toMatchObject({ verdict: 'pass' });
  await ends.source.execute(
    'CREATE TABLE orders (net numeric, tax numeric GENERATED ALWAYS AS (public.tax(net)) STORED)',
  );
  const red = await verdictOf(generatedColumnsCheck, configOf(ends));
  expect(red).toMatchObject({ severity: 'warning' });
  await expectRed(red, 'a function of the project');
});

test('a function of a check or an index that names a table without its schema is found: SQL by parsing it, PL/pgSQL by its words', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(`
    CREATE SCHEMA extensions; CREATE EXTENSION pg_trgm SCHEMA extensions;
    CREATE TABLE public.codes (code text PRIMARY KEY);
    CREATE FUNCTION public.known_code(wanted text) RETURNS bool STABLE LANGUAGE plpgsql AS $$
      DECLARE found_code text; -- FROM codes in a comment is nothing
      BEGIN SELECT c.code INTO found_code FROM codes c WHERE c.code = wanted; RETURN found_code IS NOT NULL; END $$;
    CREATE FUNCTION public.safe(wanted text) RETURNS bool STABLE SET search_path = public LANGUAGE plpgsql AS $$
      BEGIN RETURN EXISTS (SELECT FROM codes WHERE code = wanted); END $$;
    CREATE TABLE public.notes (code text CHECK (public.known_code(code)), other text CHECK (public.safe(other)))`);
  const guess = await verdictOf(searchPathCheck, configOf(ends));
  expect(guess.severity).toBe('warning');
  await expectRed(guess, 'PL-pgSQL that seems to name a table without its schema');

  await ends.source.execute(`
    CREATE FUNCTION public.shape(word text) RETURNS real IMMUTABLE LANGUAGE sql SET search_path = public, extensions
      AS 'SELECT similarity(word, ''x'')';
    CREATE INDEX by_shape ON public.notes (public.shape(code));
    ALTER FUNCTION public.shape(text) RESET search_path`);
  const red = await verdictOf(searchPathCheck, configOf(ends));
  expect(red).toMatchObject({ severity: 'blocker' });
  expect(red.fix).toContain('ALTER FUNCTION public.shape(text) SET search_path = "public", "extensions";');
  await expectRed(red, 'SQL that does not parse with an empty search_path');

  await ends.source.execute(`
    ALTER FUNCTION public.shape(text) SET search_path = public, extensions;
    ALTER FUNCTION public.known_code(text) SET search_path = public`);
  expect(await verdictOf(searchPathCheck, configOf(ends))).toMatchObject({ verdict: 'pass' });
});

test('names are looked for behind views and the functions that a function calls', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(`
    CREATE TABLE public.rates (rate numeric);
    CREATE FUNCTION public.rate() RETURNS numeric STABLE LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT max(rate) FROM rates); END $$;
    CREATE FUNCTION public.gross(net numeric) RETURNS numeric STABLE LANGUAGE plpgsql AS $$ BEGIN RETURN net * public.rate(); END $$;
    CREATE VIEW public.priced AS SELECT public.gross(1) AS gross;
    CREATE MATERIALIZED VIEW public.prices AS SELECT * FROM public.priced WITH NO DATA`);
  expect(await verdictOf(searchPathCheck, configOf(ends))).toMatchObject({
    severity: 'warning',
    detail: expect.stringContaining('public.rate() for rule _RETURN on view public.priced (names rates)'),
  });
});

test('words in a body that are no names of tables are left alone', () => {
  const known = { functions: new Set(['helper']), relations: new Set(['orders', 'total']), types: new Set(['mood']) };
  const loose = (body: string, own: string[] = []): string[] => unqualifiedNames(body, known, own);
  expect(loose('SELECT 1 FROM public.orders')).toEqual([]);
  expect(loose("SELECT 'FROM orders' -- FROM orders")).toEqual([]);
  expect(loose('WITH orders AS (SELECT 1) SELECT * FROM orders')).toEqual([]);
  expect(loose('DECLARE total int; BEGIN SELECT 1 INTO total; END')).toEqual([]);
  expect(loose('SELECT 1 INTO total', ['total'])).toEqual([]);
  expect(loose('SELECT x.helper(1), helper(2)')).toEqual(['helper']);
  expect(loose('INSERT INTO ORDERS VALUES (1)')).toEqual(['orders']);
  expect(loose("SELECT 'x'::mood, 'y'::public.mood")).toEqual(['mood']);
  expect(loose('UPDATE "orders" SET a = 1')).toEqual(['orders']);
});

test('a type of a schema that is not moved stops a run, however deep it is in a column', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(`
    CREATE SCHEMA shop; CREATE SCHEMA types; CREATE TYPE types.mood AS ENUM ('fine');
    CREATE DOMAIN types.moods AS types.mood[]; CREATE TABLE shop.people (id int, moods types.moods)`);
  const config = configOf(ends, { schemas: ['shop'] });
  const red = await verdictOf(missingTypesCheck, config);
  expect(red).toMatchObject({ severity: 'blocker' });
  expect(red.detail).toContain('types.mood (shop.people.moods), types.moods (shop.people.moods)');
  await expectRed(red, 'a type of a schema that is not moved');
  expect(await verdictOf(missingTypesCheck, configOf(ends))).toMatchObject({ verdict: 'pass' });
  await ends.target.execute(
    "CREATE SCHEMA types; CREATE TYPE types.mood AS ENUM ('fine'); CREATE DOMAIN types.moods AS types.mood[]",
  );
  expect(await verdictOf(missingTypesCheck, config)).toMatchObject({ verdict: 'pass' });
});

test('a collation that the target does not have, or whose locale its system does not know, stops a run', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(`
    CREATE TABLE people (name text COLLATE "de-x-icu", plain text COLLATE "C");
    CREATE COLLATION fine (provider = icu, locale = 'fr')`);
  expect(await verdictOf(localesCheck, configOf(ends))).toMatchObject({
    verdict: 'pass',
    detail: '2 collations: the target has them or can make them.',
  });
  await ends.target.execute(`DELETE FROM pg_collation WHERE collname = 'de-x-icu'`);
  await ends.source.execute(`
    CREATE COLLATION odd (provider = libc, locale = 'C');
    UPDATE pg_collation SET collcollate = 'xx_XX.utf8', collctype = 'xx_XX.utf8' WHERE collname = 'odd'`);
  const red = await verdictOf(localesCheck, configOf(ends));
  expect(red).toMatchObject({ severity: 'blocker' });
  expect(red.detail).toBe('The target has no pg_catalog.de-x-icu (locale de), public.odd (locale xx_XX.utf8).');
  await expectRed(red, 'a collation that the target does not have');
  expect(await ends.target.query('SELECT 1 FROM pg_collation WHERE collname LIKE $1', ['cutover%'])).toEqual([]);
});

test('a sequence near its end is named with the column that it fills; one that turns round is not', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(`
    CREATE TABLE orders (id serial PRIMARY KEY); SELECT setval('orders_id_seq', 2040109465);
    CREATE TABLE wide (id int PRIMARY KEY); CREATE SEQUENCE wide_ids AS bigint OWNED BY wide.id;
    SELECT setval('wide_ids', 1900000000);
    CREATE SEQUENCE round MAXVALUE 10 CYCLE; SELECT setval('round', 9); CREATE SEQUENCE never_called MAXVALUE 2`);
  const red = await verdictOf(sequencesCheck, configOf(ends));
  expect(red).toMatchObject({ severity: 'warning' });
  expect(red.detail).toBe(
    'public.orders_id_seq has used 95.0% (2,040,109,465, for public.orders.id, integer), public.wide_ids has used 88.4% (1,900,000,000, for public.wide.id, integer).',
  );
  await expectRed(red, 'an integer key that runs out');
});

test('the share of a sequence is right at its ends, downwards, and beyond 53 bits', () => {
  const row = { last: '1', min: '1', max: '101', increment: '1' };
  expect(usedShare(row)).toBe(0);
  expect(usedShare({ ...row, last: '51' })).toBe(0.5);
  expect(usedShare({ ...row, last: '101' })).toBe(1);
  expect(usedShare({ last: '-75', min: '-100', max: '0', increment: '-1' })).toBe(0.75);
  expect(
    usedShare({ last: '9223372036854775806', min: '1', max: '9223372036854775807', increment: '1' }),
  ).toBeGreaterThan(0.99);
  expect(usedShare({ ...row, last: '51', max: '9223372036854775807' }, 101n)).toBe(0.5);
});

test('a table that is mostly empty is named with how much of it holds rows; without statistics nothing is green', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(`
    CREATE TABLE events WITH (autovacuum_enabled = off) AS
      SELECT i AS id, repeat('x', 100) AS filler FROM generate_series(1, 20000) i`);
  const check = bloat(1024 * 1024);
  expect(await verdictOf(bloatCheck, configOf(ends))).toMatchObject({ verdict: 'pass' });
  expect(await verdictOf(check, configOf(ends))).toMatchObject({ verdict: 'skip', severity: 'info' });
  await ends.source.execute('ANALYZE events');
  expect(await verdictOf(check, configOf(ends))).toMatchObject({ verdict: 'pass' });
  await ends.source.execute('DELETE FROM events WHERE id % 20 > 0');
  await ends.source.execute('VACUUM ANALYZE events');
  const red = await verdictOf(check, configOf(ends));
  expect(red).toMatchObject({ severity: 'info' });
  expect(red.detail).toMatch(/^About that much holds no rows: public\.events: 2\.\d MB of 2\.\d MB\./);
  await expectRed(red, 'a table that is mostly empty', [[/2\.\d MB of 2\.\d MB/g, '2.6 GB of 2.8 GB']]);
  const reader = await createRole(source(), ends.source);
  const blind = configFor({ sourceUrl: reader.url, targetUrl: ends.target.url });
  expect(await verdictOf(check, blind)).toMatchObject({ verdict: 'skip' });
});
