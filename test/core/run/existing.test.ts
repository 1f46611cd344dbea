import { beforeAll, describe, expect, test } from 'vitest';
import { dumpText, testMigration } from '../../support/migration.ts';
import { ownRowsSql, ownSql, rowsAsText, sameOnBoth, sourceSql } from '../../support/own-schema.ts';
import { createDatabase, type TestDatabase, useServer } from '../../support/servers.ts';
import { wholeDump } from '../../support/supabase.ts';

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
