import type { RunOptions } from '../../../core/config.ts';
import { finalizeRun } from '../../../core/rollback/finalize.ts';
import { runChecks } from '../../../core/preflight/run.ts';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { dumpText, eventsOf, testMigration } from '../../support/migration.ts';
import { ownRowsSql, ownSql, rowsAsText, sameOnBoth, sourceSql } from '../../support/own-schema.ts';
import { createDatabase, type TestDatabase, useServer, withClient } from '../../support/servers.ts';
import { wholeDump } from '../../support/supabase.ts';
import { expectRed } from '../preflight/words.ts';

const server = useServer();
let source: TestDatabase;

beforeAll(async () => {
  source = await createDatabase(server());
  await source.execute(sourceSql);
}, 60_000);

/** What is taken off where foreign keys are taken off too; a view needs the key of orders. */
const always = [
  'off:guards:public.customers',
  'off:guards:public.orders',
  'off:guards:public.events_2024',
  'off:index:public.Customers by score',
  'off:index:public.customers_replica',
  'off:index:public.events_by_day',
  'off:index:public.orders_tags',
  'off:constraint:public.events events_pkey',
  'off:constraint:public.customers customers_email_key',
  'off:check-constraint:public.orders orders_old_check',
];
const withKeys = [
  ...always,
  'off:constraint:public.customers customers_pkey',
  'off:fk-constraint:public.orders orders_customer_fkey',
];

async function ownTarget(rows = ''): Promise<TestDatabase> {
  const target = await createDatabase(server());
  await target.execute(ownSql + rows);
  return target;
}

describe.each([
  ['foreign keys taken off and validated', { foreignKeys: 'validate' }, withKeys],
  ['foreign keys in place', { foreignKeys: 'trust' }, always],
] as const)('into a schema of its own, %s', (_, options, taken) => {
  test('rows arrive in the columns and places that the target has, and everything that stood there stands again', async () => {
    const target = await ownTarget();
    const before = await dumpText(target.url);
    const migration = await testMigration(source.url, target.url, { schema: 'existing', ...options });
    const end = await migration.run();
    expect(end.outcome, end.verdict).toBe('verified');
    const steps = eventsOf(migration.events, 'plan.ready').flatMap((event) => event.steps.map(({ id }) => id));
    expect(steps.filter((id) => id.startsWith('off:'))).toEqual(expect.arrayContaining(taken));
    expect(end.verdict).toContain("the source's schema, owners and grants");
    for (const [from, to] of sameOnBoth) expect(await rowsAsText(target, to)).toBe(await rowsAsText(source, from));
    expect(await target.query('SELECT * FROM public.audit')).toEqual([]);
    expect(await target.query('SELECT count(*)::int FROM public.countries')).toEqual([{ count: 2 }]);
    expect(await target.query('SELECT count(*)::int FROM public.totals')).toEqual([{ count: 12_000 }]);
    expect(await migration.verify()).toMatchObject({ outcome: 'verified' });
    expect(await target.query("SELECT nextval('public.orders_id_seq')::int AS next")).toEqual([{ next: 24_001 }]);
    expect(await target.query("SELECT nextval('public.customers_id_seq')::int AS next")).toEqual([{ next: 12_001 }]);
    await finalizeRun({
      config: migration.config,
      emit: () => undefined,
      runId: undefined,
      confirm: target.name,
      endHoldEarly: true,
    });
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

describe('a target that is written to while its rows are set aside', () => {
  /** `rows` of the target, at 7 kB: above a megabyte what is set aside is a transaction of its own. */
  async function inUse(options: Partial<RunOptions>, rows = 1) {
    const notes =
      'CREATE TABLE public.notes (id integer PRIMARY KEY, body text); ALTER TABLE public.notes ALTER body SET STORAGE PLAIN';
    const from = await createDatabase(server());
    await from.execute(`${notes}; INSERT INTO public.notes VALUES (1)`);
    const target = await createDatabase(server());
    await target.execute(`${notes}; INSERT INTO public.notes SELECT n, repeat('x', 7000) FROM generate_series(11, ${10 + rows}) n;
      ANALYZE public.notes`);
    const migration = await testMigration(from.url, target.url, {
      schema: 'existing',
      existingRows: 'set-aside',
      ...options,
    });
    return { target, migration };
  }
  const waiting = "SELECT FROM pg_locks WHERE NOT granted AND relation = 'public.notes'::regclass";

  test('a row that is committed in the last moment is set aside with the others, and comes back', async () => {
    const { target, migration } = await inUse({});
    await withClient(target.url, async (writer) => {
      await writer.query('BEGIN; INSERT INTO public.notes VALUES (12)');
      const run = migration.run();
      await vi.waitFor(async () => expect(await target.query(waiting)).toHaveLength(1), {
        timeout: 20_000,
        interval: 20,
      });
      await writer.query('COMMIT');
      expect(await run).toMatchObject({ outcome: 'verified' });
    });
    expect(await target.query('SELECT id FROM public.notes')).toEqual([{ id: 1 }]);
    expect(await migration.rollback(target.name)).toMatchObject({ runId: expect.anything() });
    expect(await target.query('SELECT id FROM public.notes ORDER BY id')).toEqual([{ id: 11 }, { id: 12 }]);
  });

  test('with foreign keys in place, rows that came after the copy aside are not emptied: the run fails', async () => {
    const { target, migration } = await inUse({ foreignKeys: 'trust' }, 200);
    migration.onEvent = (event) => {
      if (event.type !== 'step.finished' || event.id !== 'set-aside:rows:public.notes') return;
      migration.control.pause();
      void target.execute('UPDATE public.notes SET id = 9 WHERE id = 11').finally(() => migration.control.proceed());
    };
    expect(await migration.run()).toMatchObject({
      outcome: 'failed',
      verdict: expect.stringContaining('were written after they were set aside'),
    });
    await migration.rollback(target.name);
    expect(await target.query('SELECT min(id), count(*)::int FROM public.notes')).toEqual([{ min: 9, count: 200 }]);
  });
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
