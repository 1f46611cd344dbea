import { expect, test } from 'vitest';
import type { RunOptions } from '../../../core/config.ts';
import { checkConstraintsCheck } from '../../../core/preflight/check-constraints.ts';
import { orphansCheck } from '../../../core/preflight/orphans.ts';
import { type TestDatabase, useServer } from '../../support/servers.ts';
import { configFor, createEnds, verdictOf } from './ends.ts';
import { expectRed } from './words.ts';

const server = useServer({ major: 18 });
const oldServer = useServer({ major: 15 });

async function orphansIn(sql: string, options?: Partial<RunOptions>, on = server()) {
  const { source, target } = await createEnds(on, on);
  await source.execute(sql);
  const config = configFor({ sourceUrl: source.url, targetUrl: target.url, ...(options ? { options } : {}) });
  return { source, target, verdict: await verdictOf(orphansCheck, config) };
}

/** The rows that the operator sees with the query that the check gives. */
async function rowsShown(source: TestDatabase, fix: string) {
  const rows = await source.query(fix.slice(fix.indexOf('SELECT f.*')));
  return rows.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

test('an orphan under a NOT VALID key is named by constraint, tables and number, with a query that shows it', async () => {
  const { source, target, verdict } = await orphansIn(
    `CREATE TABLE customers (id int PRIMARY KEY);
     CREATE TABLE orders (id int PRIMARY KEY, customer_id int);
     INSERT INTO customers VALUES (1); INSERT INTO orders VALUES (1, 1), (2, 99), (3, NULL), (4, 98);
     ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers NOT VALID`,
    {},
    oldServer(),
  );
  expect(verdict).toMatchObject({
    severity: 'blocker',
    verdict: 'fail',
    detail:
      '2 rows of public.orders without a partner in public.customers, by constraint orders_customer (customer_id), which is NOT VALID.',
  });
  await expectRed(verdict, 'orphans under a NOT VALID key');
  expect(await rowsShown(source, verdict.fix)).toEqual([
    { id: 2, customer_id: 99 },
    { id: 4, customer_id: 98 },
  ]);
  expect(
    await target.query("SELECT count(*)::int AS count FROM pg_class WHERE relnamespace = 'public'::regnamespace"),
  ).toEqual([{ count: 0 }]);
});

test('a NULL in a composite key exempts the row under MATCH SIMPLE, and breaks it under MATCH FULL', async () => {
  const tables = `
    CREATE TABLE p (a int, b text, PRIMARY KEY (b, a)); INSERT INTO p VALUES (1, 'x');
    CREATE TABLE f (a int, b text); INSERT INTO f VALUES (1, 'x'), (1, NULL), (NULL, NULL), (2, 'x');`;
  const simple = await orphansIn(
    `${tables} ALTER TABLE f ADD CONSTRAINT k FOREIGN KEY (a, b) REFERENCES p (a, b) NOT VALID`,
  );
  expect(simple.verdict.detail).toContain('1 row of public.f without a partner in public.p, by constraint k (a, b)');
  const full = await orphansIn(
    `${tables} ALTER TABLE f ADD CONSTRAINT k FOREIGN KEY (a, b) REFERENCES p (a, b) MATCH FULL NOT VALID`,
  );
  expect(full.verdict.detail).toContain('2 rows of public.f without a partner');
  expect(await rowsShown(full.source, full.verdict.fix)).toEqual([
    { a: 1, b: null },
    { a: 2, b: 'x' },
  ]);
});

test('names that need quoting, and keys whose equality lives outside of pg_catalog, are compared as the server does', async () => {
  const { verdict } = await orphansIn(`
    CREATE SCHEMA "Odd ""schema"; CREATE SCHEMA extensions; CREATE EXTENSION citext SCHEMA extensions;
    CREATE TABLE "Odd ""schema"."select" ("from" extensions.citext PRIMARY KEY);
    CREATE TABLE "Odd ""schema"."T.able" ("where" extensions.citext);
    INSERT INTO "Odd ""schema"."select" VALUES ('Ann');
    INSERT INTO "Odd ""schema"."T.able" VALUES ('ANN'), ('bob');
    ALTER TABLE "Odd ""schema"."T.able" ADD CONSTRAINT "a key" FOREIGN KEY ("where") REFERENCES "Odd ""schema"."select" NOT VALID`);
  expect(verdict.detail).toContain(
    '1 row of Odd "schema.T.able without a partner in Odd "schema.select, by constraint a key',
  );
});

test("columns of different collations are compared under the referenced column's", async () => {
  const { verdict } = await orphansIn(`
    CREATE TABLE p (name text COLLATE "C" PRIMARY KEY); CREATE TABLE f (name text COLLATE "POSIX");
    INSERT INTO p VALUES ('a'); INSERT INTO f VALUES ('a'), ('b');
    ALTER TABLE f ADD CONSTRAINT k FOREIGN KEY (name) REFERENCES p NOT VALID`);
  expect(verdict).toMatchObject({ verdict: 'fail', detail: expect.stringContaining('1 row of public.f') });
});

test("a classic inheritance parent's key binds its own rows alone, a partitioned table's all of them", async () => {
  const inherited = await orphansIn(`
    CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE f (id int); CREATE TABLE child () INHERITS (f);
    INSERT INTO child VALUES (9);
    ALTER TABLE f ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES p NOT VALID`);
  expect(inherited.verdict).toMatchObject({ verdict: 'pass', detail: 'No orphan under 1 NOT VALID foreign key.' });
  const partitioned = await orphansIn(`
    CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);
    CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
    CREATE TABLE f (id int) PARTITION BY RANGE (id);
    CREATE TABLE f1 PARTITION OF f FOR VALUES FROM (0) TO (10); CREATE TABLE f2 PARTITION OF f FOR VALUES FROM (10) TO (20);
    INSERT INTO p VALUES (1); INSERT INTO f VALUES (1), (2), (12);
    ALTER TABLE f ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES p NOT VALID`);
  expect(partitioned.verdict.detail).toBe(
    '2 rows of public.f without a partner in public.p, by constraint k (id), which is NOT VALID.',
  );
});

test('a PERIOD key is covered by all referenced ranges together', async () => {
  const { source, verdict } = await orphansIn(`
    CREATE EXTENSION btree_gist;
    CREATE TABLE p (id int, valid int4range, PRIMARY KEY (id, valid WITHOUT OVERLAPS));
    CREATE TABLE f (id int, valid int4range);
    INSERT INTO p VALUES (1, '[1,5)'), (1, '[5,9)');
    INSERT INTO f VALUES (1, '[3,7)'), (1, '[7,12)'), (2, '[1,2)');
    ALTER TABLE f ADD CONSTRAINT k FOREIGN KEY (id, PERIOD valid) REFERENCES p (id, PERIOD valid) NOT VALID`);
  expect(verdict.detail).toContain('2 rows of public.f');
  expect(await rowsShown(source, verdict.fix)).toEqual([
    { id: 1, valid: '[7,12)' },
    { id: 2, valid: '[1,2)' },
  ]);
});

test('a NOT ENFORCED key promises nothing, and nothing is counted for it', async () => {
  const { verdict } = await orphansIn(`
    CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE f (id int); INSERT INTO f VALUES (9);
    ALTER TABLE f ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES p NOT ENFORCED`);
  expect(verdict).toMatchObject({ verdict: 'pass', detail: expect.stringContaining('Every foreign key is valid') });
});

test('with --fk trust valid keys are looked at as well', async () => {
  const sql = `
    CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE f (id int REFERENCES p);
    SET session_replication_role = replica; INSERT INTO f VALUES (9)`;
  expect((await orphansIn(sql)).verdict).toMatchObject({ verdict: 'pass' });
  expect((await orphansIn(sql, { foreignKeys: 'trust' })).verdict).toMatchObject({
    verdict: 'fail',
    detail: '1 row of public.f without a partner in public.p, by constraint f_id_fkey (id).',
  });
});

test('tables that are left out of the run are not looked at', async () => {
  const { verdict } = await orphansIn(
    `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE f (id int); INSERT INTO f VALUES (9);
     ALTER TABLE f ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES p NOT VALID`,
    { excludeTables: ['f'] },
  );
  expect(verdict).toMatchObject({ verdict: 'pass' });
});

test('rows against a NOT NULL that is NOT VALID (18) are counted beside those against a CHECK', async () => {
  const { source, target } = await createEnds(server(), server());
  await source.execute(`
    CREATE TABLE people (id int, "e mail" text); INSERT INTO people VALUES (1, 'a'), (2, NULL), (3, NULL);
    ALTER TABLE people ADD CONSTRAINT has_mail NOT NULL "e mail" NOT VALID`);
  const red = await verdictOf(checkConstraintsCheck, configFor({ sourceUrl: source.url, targetUrl: target.url }));
  expect(red).toMatchObject({
    verdict: 'fail',
    detail: '2 rows of public.people against has_mail, which is NOT VALID.',
  });
  const [, query = ''] = /To see them: (SELECT .*;)/.exec(red.fix) ?? [];
  expect(await source.query(query)).toEqual([
    { id: 2, 'e mail': null },
    { id: 3, 'e mail': null },
  ]);
});
