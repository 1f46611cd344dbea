import type { RunOptions } from '../../../core/config.ts';
import { runChecks } from '../../../core/preflight/run.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { dumpText, testMigration } from '../../support/migration.ts';
import { ownRowsSql, ownSql, rowsAsText, sameOnBoth, sourceSql } from '../../support/own-schema.ts';
import { createDatabase, type TestDatabase, useServer } from '../../support/servers.ts';
import { wholeDump } from '../../support/supabase.ts';
import { expectRed } from '../preflight/words.ts';

const server = useServer();
let source: TestDatabase;

beforeAll(async () => {
  source = await createDatabase(server());
  await source.execute(sourceSql);
}, 60_000);

async function ownTarget(rows = ''): Promise<TestDatabase> {
  const target = await createDatabase(server());
  await target.execute(ownSql + rows);
  return target;
}

describe.each([
  ['foreign keys taken off and validated', { foreignKeys: 'validate' }],
  ['foreign keys in place', { foreignKeys: 'trust' }],
] as const)('into a schema of its own, %s', (_, options) => {
  test('rows arrive in the columns and places that the target has, and everything that stood there stands again', async () => {
    const target = await ownTarget();
    const before = await dumpText(target.url);
    const migration = await testMigration(source.url, target.url, { schema: 'existing', ...options });
    const end = await migration.run();
    expect(end.outcome, end.verdict).toBe('verified');
    expect(end.verdict).toContain("the source's schema, owners and grants");
    for (const [from, to] of sameOnBoth) expect(await rowsAsText(target, to)).toBe(await rowsAsText(source, from));
    expect(await target.query('SELECT * FROM public.audit')).toEqual([]);
    expect(await target.query('SELECT count(*)::int FROM public.countries')).toEqual([{ count: 2 }]);
    expect(await target.query('SELECT count(*)::int FROM public.totals')).toEqual([{ count: 12_000 }]);
    expect(await target.query("SELECT nextval('public.orders_id_seq')::int AS next")).toEqual([{ next: 24_001 }]);
    expect(await target.query("SELECT nextval('public.customers_id_seq')::int AS next")).toEqual([{ next: 12_001 }]);
    await target.execute('DROP SCHEMA cutover CASCADE');
    expect(await dumpText(target.url)).toBe(before);
  }, 60_000);

  test('a rollback brings a target with rows back byte for byte', async () => {
    const target = await ownTarget(ownRowsSql);
    const before = await wholeDump(target.url);
    const migration = await testMigration(source.url, target.url, {
      schema: 'existing',
      existingRows: 'set-aside',
      ...options,
    });
    const end = await migration.run();
    expect(end.outcome, end.verdict).toBe('verified');
    for (const [from, to] of sameOnBoth) expect(await rowsAsText(target, to)).toBe(await rowsAsText(source, from));
    expect(await wholeDump(target.url)).not.toBe(before);
    await migration.rollback(target.name);
    expect(await wholeDump(target.url)).toBe(before);
  }, 60_000);
});

describe('checks of a schema that the target keeps', () => {
  async function verdicts(targetUrl: string, options: Partial<RunOptions> = {}) {
    const { config } = await testMigration(source.url, targetUrl, { schema: 'existing', ...options });
    const report = await runChecks({ config }, () => undefined);
    return { report, of: (id: string) => report.checks.find((check) => check.id === id) };
  }

  test('nothing is red where everything has its place, and no check speaks of a schema that is made', async () => {
    const target = await ownTarget();
    const { report, of } = await verdicts(target.url);
    expect(report.blockers).toEqual([]);
    expect(report.unproven).toEqual([]);
    expect(of('set-aside')).toBeUndefined();
    expect(of('column-types')?.detail).toContain('public.customers.id (integer becomes bigint)');
    expect(of('left-out-data')?.detail).toContain('public.customers.legacy; no row has a value there');
  }, 30_000);

  test('rows in the way are a blocker, with those that refer to them, unless they are to be set aside', async () => {
    const target = await ownTarget(ownRowsSql);
    const { of } = await verdicts(target.url);
    expect(of('existing-rows')).toMatchObject({ verdict: 'fail', severity: 'blocker' });
    expect(of('existing-rows')?.detail).toMatch(/7 tables.*public\.customers.*public\.order_notes/);
    await expectRed(of('existing-rows'), 'rows in tables that are filled', [[/\([\d.]+ [kM]B\)/g, '(1.2 MB)']]);
    expect((await verdicts(target.url, { existingRows: 'set-aside' })).of('existing-rows')?.verdict).toBe('pass');
    // And a run that was told to go all the same refuses by itself, before a row is touched.
    const migration = await testMigration(source.url, target.url, { schema: 'existing' });
    const end = await migration.run();
    expect(end).toMatchObject({ outcome: 'failed' });
    expect(end.verdict).toContain('holds rows');
  }, 30_000);

  test('what has no place, no value or another type is named with its rows', async () => {
    const target = await ownTarget();
    await target.execute(`
      DROP VIEW public.shouting; DROP RULE quiet ON public.customers; ALTER TABLE public.customers DROP COLUMN shout;
      ALTER TABLE public.customers ALTER email TYPE varchar(15), ALTER made TYPE date, ADD must text NOT NULL;
      ALTER TABLE public.orders DROP COLUMN tags;
      DROP TABLE public.visits;
      ALTER TABLE public.readings ALTER value TYPE integer[] USING NULL;
      ALTER TYPE public.status RENAME VALUE 'gone' TO 'left';
      CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.other (id bigint REFERENCES public.orders);`);
    const { of } = await verdicts(target.url);
    expect(of('left-out-data')?.detail).toMatch(
      /public\.orders\.tags \(24,000 rows\).*public\.visits_a \(.*public\.customers\.must must have a value/,
    );
    const types = of('column-types')?.detail ?? '';
    expect(types).toContain('public.customers.email: character varying(80) becomes character varying(15), and');
    expect(types).toContain('public.customers.made: timestamp without time zone becomes date, and 11,9');
    expect(types).toContain('public.readings.value: real becomes integer[], which PostgreSQL does not assign');
    expect(types).toContain('public.orders.status: 8,000 rows with gone');
    expect(of('own-schema')?.detail).toContain('other_id_fkey of elsewhere.other to public.orders');
    await expectRed(of('own-schema'), 'a foreign key from elsewhere');
    await expectRed(of('column-types'), 'types and values that do not fit', [[/\b1\d,\d{3} rows/g, '11,990 rows']]);
  }, 30_000);
});
