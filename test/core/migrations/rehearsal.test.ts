import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyMigration } from '../../../core/migrations/apply.ts';
import { folderStatus } from '../../../core/migrations/look.ts';
import { rehearseMigration } from '../../../core/migrations/rehearsal/rehearse.ts';
import { createScratch, type Scratch } from '../../../core/scratch/scratch.ts';
import { filesIn, migrationFolder, migrationsContext, schemaOf } from '../../support/migrations.ts';
import { createDatabase, useServer } from '../../support/servers.ts';

const server = useServer();
let scratch: Scratch;
beforeAll(async () => {
  scratch = await createScratch();
});
afterAll(() => scratch.stop());

const name = '20260101000000_add_status';

async function world(change: string, wayBack: string | undefined, more: Readonly<Record<string, string>> = {}) {
  const database = await createDatabase(server());
  await database.execute(`
    create role reader_${database.name};
    create table customers (id int primary key, name text);
    create table orders (id int primary key, customer int not null references customers, n int not null);
    grant select on orders to reader_${database.name};
    insert into customers select i, 'c' || i from generate_series(1, 100) i;
    insert into orders select i, 101 - i, i from generate_series(1, 100) i;`);
  const root = await migrationFolder({
    [`planned/${name}.sql`]: change,
    ...(wayBack === undefined ? {} : { [`rollbacks/${name}.sql`]: wayBack }),
    ...more,
  });
  const context = await migrationsContext(root, database.url);
  const rehearse = (sampleRows = 0, word = 'add_status') =>
    rehearseMigration(context, { word, sampleRows, dryRun: false, scratch });
  return { database, root, context, rehearse };
}

const add = 'alter table orders add column if not exists status text;';
const drop = 'alter table orders drop column if exists status;';

test('what passes moves to testing with its record, the target is as it was, and apply takes it without a reason', async () => {
  const checks = `-- @preconditions\nselect count(*) > 0, count(*) from orders;\n-- @change\n${add}\n-- @verification\nselect count(*) = 0 from orders where status is not null;\n`;
  const { database, root, context, rehearse } = await world(checks, drop);
  const before = await schemaOf(database);
  const { record, path } = await rehearse(30);
  expect(record).toMatchObject({ verdict: 'passed', reason: '', against: `the schema of ${database.name}` });
  // Thirty orders, thirty customers, and the thirty that the orders belong to.
  expect(record?.rows).toBe(90);
  expect(path).toBe(`testing/${name}.sql`);
  expect(context.events).toContainEqual(
    expect.objectContaining({ type: 'migrations.statement', locks: ['ACCESS EXCLUSIVE on public.orders'] }),
  );
  expect(await schemaOf(database)).toEqual(before);
  expect((await folderStatus(context, { dryRun: false })).rows).toMatchObject([{ stage: 'testing', tested: 'passed' }]);
  const request = {
    direction: 'apply',
    word: undefined,
    confirm: database.name,
    untested: undefined,
    dryRun: false,
    lockTimeoutMs: 500,
    attempts: 1,
  } as const;
  await applyMigration(context, request);
  expect((await filesIn(root))['CHANGELOG.md']).toMatch(/tested/);
  expect(await database.query('select version from supabase_migrations.schema_migrations')).toHaveLength(1);
});

test('each way to fail is named, and what fails goes back to planned', async () => {
  const failures = [
    ['alter table nowhere add column a int;', drop, /line 1: relation "nowhere" does not exist/],
    [add, undefined, /no way back/],
    [
      add,
      'select 1;',
      /does not bring back what was there: table:public\.orders is other than before, has "status text"/,
    ],
    [`create table extra (a int);`, 'drop table if exists extra;', /may not run twice: .*"extra" already exists/],
    [
      'alter table orders add constraint n_small check (n < 50);',
      'alter table orders drop constraint if exists n_small;',
      /violated/,
    ],
    ['selec 1;', drop, /syntax error/],
    [add, `set local check_function_bodies = off;\n-- ${drop}`, /rollbacks\/.* no statement .* comment marks off/],
  ] as const;
  const { root, rehearse } = await world(add, drop);
  const { writeFile, rm } = await import('node:fs/promises');
  expect((await rehearse()).path).toBe(`testing/${name}.sql`);
  let at = `testing/${name}.sql`;
  for (const [change, wayBack, reason] of failures) {
    await writeFile(`${root}/${at}`, change);
    if (wayBack === undefined) await rm(`${root}/rollbacks/${name}.sql`);
    else await writeFile(`${root}/rollbacks/${name}.sql`, wayBack);
    const { record, path } = await rehearse(100);
    expect(record).toMatchObject({ verdict: 'failed', reason: expect.stringMatching(reason) });
    expect(path).toBe(`planned/${name}.sql`);
    at = path;
  }
});

test("without a target the folder's own schema is what it is tried on, with what waits before it", async () => {
  const { context } = await world(add, drop, {
    '20250101000000_init.sql':
      'create table orders (id uuid primary key default extensions.uuid_generate_v4(), owner uuid references auth.users);',
    'planned/20250601000000_more.sql': 'alter table orders add column more int;',
    'planned/20270101000000_later.sql': 'select 1 / 0;',
  });
  const alone = { ...context, targetUrl: '' };
  const { record } = await rehearseMigration(alone, { word: 'add_status', sampleRows: 0, dryRun: false });
  expect(record).toMatchObject({ verdict: 'passed', against: "the folder's schema" });
  expect(context.events).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining('on top of 20250601000000_more') }),
  );
  const dry = await rehearseMigration(alone, { word: 'later', sampleRows: 0, dryRun: true });
  expect(dry.record).toBeUndefined();
});

test('what cannot be in a transaction is tried as it will be applied', async () => {
  const { rehearse, database } = await world(
    'create index concurrently if not exists orders_n on orders (n);\ncomment on index orders_n is $$by n$$;',
    'drop index concurrently if exists orders_n;',
  );
  expect((await rehearse(10)).record).toMatchObject({ verdict: 'passed' });
  expect((await schemaOf(database)).filter((each) => each.includes('orders_n'))).toEqual([]);
});
