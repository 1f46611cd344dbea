import { expect, test } from 'vitest';
import { extensionsCheck } from '../../../core/preflight/extensions.ts';
import { dumpText, eventsOf, testMigration } from '../../support/migration.ts';
import { createDatabase, type TestDatabase, useServer } from '../../support/servers.ts';
import { configFor, verdictOf } from '../preflight/ends.ts';

const older = useServer({ major: 15 });
const newer = useServer();

/** Things that need an extension in every way that pg_depend knows of, beside things that only look like them. */
async function project(database: TestDatabase): Promise<void> {
  await database.execute(`
    CREATE SCHEMA extensions;
    CREATE EXTENSION hstore SCHEMA extensions;
    CREATE EXTENSION "uuid-ossp" SCHEMA extensions;
    CREATE EXTENSION cube SCHEMA extensions;
    CREATE EXTENSION earthdistance SCHEMA extensions;
    CREATE TABLE places (id integer PRIMARY KEY, tags extensions.hstore, name text);
    INSERT INTO places SELECT g, 'a=>1', 'place ' || g FROM generate_series(1, 300) g;
    COMMENT ON TABLE places IS 'goes'; COMMENT ON COLUMN places.name IS 'goes as well';
    CREATE INDEX places_name ON places (name);
    GRANT SELECT ON places TO PUBLIC; ALTER TABLE places ENABLE ROW LEVEL SECURITY;
    CREATE POLICY everybody ON places USING (true);
    CREATE TABLE visits (id serial PRIMARY KEY, place integer REFERENCES places, note text);
    INSERT INTO visits (place) SELECT 1 + g % 300 FROM generate_series(1, 500) g;
    CREATE VIEW tagged AS SELECT id, tags FROM places;
    CREATE VIEW counted AS SELECT count(*) AS n FROM tagged;
    CREATE MATERIALIZED VIEW kept AS SELECT id FROM tagged; CREATE VIEW grouped AS SELECT id, tags, name FROM places GROUP BY id; CREATE INDEX kept_id ON kept (id);
    CREATE FUNCTION tag(extensions.hstore, integer) RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;
    COMMENT ON FUNCTION tag(extensions.hstore, integer) IS 'goes';
    CREATE FUNCTION tag(integer) RETURNS text LANGUAGE sql AS $$ SELECT 'stays' $$;
    CREATE DOMAIN labels AS extensions.hstore; CREATE TYPE pair AS (a extensions.hstore, b integer);
    CREATE TABLE paired (p pair);
    CREATE TABLE orders (
      id uuid DEFAULT extensions.uuid_generate_v4() NOT NULL, "Odd Name" uuid DEFAULT extensions.uuid_generate_v1(),
      total numeric DEFAULT 0, CONSTRAINT has_id CHECK (extensions.uuid_nil() <> id), CONSTRAINT positive CHECK (total >= 0));
    INSERT INTO orders (total) SELECT g FROM generate_series(1, 50) g;
    CREATE INDEX orders_hashed ON orders (extensions.uuid_generate_v5(id, 'x'));
    CREATE TABLE lines (id integer, made uuid GENERATED ALWAYS AS (extensions.uuid_generate_v5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'x')) STORED);
    CREATE TABLE points (at extensions.cube);
    CREATE TABLE untouched (id integer PRIMARY KEY, note text DEFAULT 'tags extensions.hstore');
    INSERT INTO untouched VALUES (1), (2);
    CREATE PUBLICATION changes FOR TABLE places, untouched;`);
}

const without = { withoutExtensions: ['hstore', 'uuid-ossp', 'cube'] };

test('an extension that is left out takes along all that needs it, by name, and nothing else; the rest is verified', async () => {
  const from = await createDatabase(older());
  await project(from);
  const to = await createDatabase(newer());
  const before = await dumpText(to.url);
  const migration = await testMigration(from.url, to.url, without);
  const end = await migration.run();
  expect(eventsOf(migration.events, 'step.failed')).toEqual([]);
  expect(end.outcome, end.verdict).toBe('verified');
  expect(end.leftOut.map(({ table }) => table).sort()).toMatchInlineSnapshot(`
    [
      "constraint has_id on table public.orders",
      "constraint visits_place_fkey on table public.visits",
      "default value for column Odd Name of table public.orders",
      "default value for column id of table public.orders",
      "extension cube",
      "extension earthdistance",
      "extension hstore",
      "extension uuid-ossp",
      "function public.tag(extensions.hstore,integer)",
      "index public.orders_hashed",
      "materialized view public.kept",
      "public.lines",
      "public.paired",
      "public.places",
      "public.points",
      "type public.labels",
      "type public.pair",
      "view public.counted",
      "view public.grouped",
      "view public.tagged",
    ]
  `);
  expect(end.leftOut.find(({ table }) => table === 'public.places')?.reason).toMatch(
    /^it needs the extension hstore, which is left out; about 300 rows stay behind with it$/,
  );
  expect(
    await to.query(`SELECT c.relname::text AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm') ORDER BY 1`),
  ).toEqual([{ name: 'orders' }, { name: 'untouched' }, { name: 'visits' }]);
  expect(await to.query('SELECT count(*)::integer AS n, sum(total)::integer AS total FROM orders')).toEqual([
    { n: 50, total: 1275 },
  ]);
  const dump = await dumpText(to.url);
  expect(dump).toContain('CONSTRAINT positive CHECK');
  expect(dump).toContain("note text DEFAULT 'tags extensions.hstore'::text");
  expect(dump).toContain('FUNCTION public.tag(integer)');
  expect(dump).not.toMatch(/uuid_generate|uuid_nil|hstore, integer|places/);

  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  expect(await dumpText(to.url)).toBe(before);
});

test('the check says what leaving an extension out costs, and refuses a name that the source does not have', async () => {
  const from = await createDatabase(older());
  await project(from);
  const to = await createDatabase(newer());
  const config = (withoutExtensions: string[]) =>
    configFor({ sourceUrl: from.url, targetUrl: to.url, options: { withoutExtensions } });
  expect(await verdictOf(extensionsCheck, config(['hstore']))).toMatchObject({
    verdict: 'pass',
    detail: expect.stringMatching(
      /Left out: hstore with \d+ objects \(.*\), among them 2 tables with about 300 rows\./,
    ),
  });
  expect(await verdictOf(extensionsCheck, config(['hstroe']))).toMatchObject({
    verdict: 'fail',
    detail: '--without-extension names hstroe, which the source does not have.',
  });
});
