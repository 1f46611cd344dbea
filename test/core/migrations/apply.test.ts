import { expect, test } from 'vitest';
import { readMetadata } from '../../../core/backup/metadata.ts';
import { type ApplyRequest, applyMigration } from '../../../core/migrations/apply.ts';
import { folderStatus } from '../../../core/migrations/look.ts';
import { filesIn, migrationFolder, migrationsContext, schemaOf } from '../../support/migrations.ts';
import { createDatabase, type TestDatabase, useServer, withClient } from '../../support/servers.ts';

const server = useServer();

const name = '20260101000000_add_status';
const planned = `planned/${name}.sql`;
const twin = `rollbacks/${name}.sql`;

const good = {
  [planned]: `-- Description: adds a status
-- Tables: public.orders
-- Risk: low
-- @preconditions
select to_regclass('orders') is not null, 'orders is there';
-- @change
alter table orders add column if not exists status text not null default 'new';
update orders set status = 'old' where id = 1;
-- @verification
select count(*) = 1, count(*) from orders where status = 'old';
select to_regclass('missing') is null;
`,
  [twin]: 'alter table orders drop column if exists status;\n',
};

async function shop(): Promise<TestDatabase> {
  const database = await createDatabase(server());
  await database.execute(
    'create table orders (id int primary key, n int not null); insert into orders select i, i from generate_series(1, 100) i;',
  );
  return database;
}

async function world(files: Readonly<Record<string, string>>, database?: TestDatabase) {
  const target = database ?? (await shop());
  const root = await migrationFolder(files);
  const context = await migrationsContext(root, target.url);
  const run = (direction: ApplyRequest['direction'], more: Partial<ApplyRequest> = {}) =>
    applyMigration(context, {
      direction,
      word: 'add_status',
      confirm: target.name,
      untested: 'the test says so',
      dryRun: false,
      lockTimeoutMs: 200,
      attempts: 2,
      ...more,
    });
  const schema = () => schemaOf(target);
  return { target, root, context, run, schema };
}

const historyOf = (target: TestDatabase) =>
  target.query<{ version: string; name: string }>('select version, name from supabase_migrations.schema_migrations');

test('an application is one transaction with its verification and its history; the file moves, and the change log says so', async () => {
  const { target, root, context, run } = await world(good);
  const month = () => new Date().toISOString().slice(0, 7);
  const months = [month()];
  const result = await run('apply');
  months.push(month());
  const rows = await target.query<{ status: string }>('select distinct status from orders order by 1');
  expect(rows.map(({ status }) => status)).toEqual(['new', 'old']);
  expect(await historyOf(target)).toEqual([{ version: '20260101000000', name: 'add_status' }]);
  expect(months.map((each) => `applied/${each}/${name}.sql`)).toContain(result.path);
  const files = await filesIn(root);
  expect(Object.keys(files).toSorted()).toEqual(['CHANGELOG.md', result.path, twin].toSorted());
  expect(files['CHANGELOG.md']).toMatch(
    new RegExp(`- 20\\S+ ${name} applied to ${target.name} .*untested: the test says so`),
  );
  expect(context.events).toContainEqual(
    expect.objectContaining({
      type: 'migrations.statement',
      index: 1,
      locks: expect.arrayContaining(['ACCESS EXCLUSIVE on public.orders']),
    }),
  );
  const metadata = await readMetadata(result.backup ?? '');
  expect(metadata.rowCounts).toEqual({ 'public.orders': 100 });
  expect((await folderStatus(context, { dryRun: false })).rows).toMatchObject([{ here: 'applied', troubles: [] }]);
});

test('the way back brings back the schema, the history and the folder, and it can be applied again', async () => {
  const { target, root, run, schema } = await world(good);
  const before = await schema();
  await run('apply');
  expect(await schema()).not.toEqual(before);
  const result = await run('rollback');
  expect(result.path).toBe(planned);
  expect(await schema()).toEqual(before);
  expect(await historyOf(target)).toEqual([]);
  const { 'CHANGELOG.md': log, ...rest } = await filesIn(root);
  expect(rest).toEqual(good);
  expect(log).toContain('taken back from');
  await run('apply');
  expect(await historyOf(target)).toHaveLength(1);
});

test.each([
  [
    'its precondition',
    good[planned].replace("to_regclass('orders')", "to_regclass('nowhere')"),
    /line 5: a precondition does not hold: it gives false, orders is there/,
  ],
  [
    'its first statement',
    good[planned].replace('alter table orders', 'alter table nowhere'),
    /line 7: relation "nowhere" does not exist/,
  ],
  ['its last statement', good[planned].replace('where id = 1', 'where id = 1 / (id - id)'), /line 8: division by zero/],
  [
    'its verification',
    good[planned].replace('count(*) = 1', 'count(*) = 2'),
    /line 10: the verification fails: it gives false, 1/,
  ],
  [
    'a verification without rows',
    good[planned].replace('select count(*) = 1, count(*) from orders where', 'select true from orders where false and'),
    /it gives no row/,
  ],
  [
    'a verification that writes',
    good[planned].replace(
      'select to_regclass',
      'with gone as (delete from orders returning 1) select true from gone; select to_regclass',
    ),
    /read-only transaction/,
  ],
  [
    'a constraint that is checked at the end',
    good[planned].replace(
      'update orders',
      'alter table orders add constraint once unique (n) deferrable initially deferred; update orders set n = 2 where id = 1; update orders',
    ),
    /at the end of its transaction: .*duplicate key/,
  ],
  [
    'a trigger that fires at the end',
    good[planned].replace(
      'update orders',
      "create function late() returns trigger language plpgsql as 'begin raise exception $x$too late$x$; end'; create constraint trigger late after update on orders deferrable initially deferred for each row execute function late(); update orders",
    ),
    /at the end of its transaction: too late/,
  ],
])('what fails at %s leaves database and folder as they were', async (_, text, message) => {
  const files = { ...good, [planned]: text };
  const { target, root, run, schema } = await world(files);
  const before = await schema();
  await expect(run('apply')).rejects.toThrow(message);
  expect(await schema()).toEqual(before);
  expect(await historyOf(target)).toEqual([]);
  expect(await filesIn(root)).toEqual(files);
});

test('a lock that is not to be had is tried for again, with who is in the way; then nothing has changed', async () => {
  const { target, root, context, run } = await world(good);
  await withClient(target.url, async (client) => {
    await client.query("set application_name = 'long report'; begin; lock table orders in access share mode");
    await expect(run('apply')).rejects.toThrow(
      /2 times in a row; session \d+ .*long report.* has a lock on public\.orders/,
    );
    expect(context.events).toContainEqual(
      expect.objectContaining({
        type: 'migrations.waiting',
        attempt: 1,
        holders: [expect.stringContaining('long report')],
      }),
    );
    expect(await filesIn(root)).toEqual(good);
    context.onEvent = (event) => {
      if (event.type === 'migrations.waiting') void client.query('commit');
    };
    await run('apply', { attempts: 6 });
  });
  expect(await historyOf(target)).toHaveLength(1);
});

test('a second apply while the first waits for a lock is refused, and neither harms the other', async () => {
  const { target, context, run } = await world(good);
  await withClient(target.url, async (client) => {
    await client.query('begin; lock table orders in access share mode');
    const waiting = Promise.withResolvers<void>();
    context.onEvent = (event) => {
      if (event.type === 'migrations.waiting') waiting.resolve();
    };
    const first = run('apply', { attempts: 6 });
    await Promise.race([waiting.promise, first]);
    await expect(run('apply')).rejects.toMatchObject({ code: 'ledger.busy' });
    await client.query('commit');
    await first;
  });
  expect(await historyOf(target)).toHaveLength(1);
});

test('it is refused without a test, applied already, for another database, or while a file has two versions', async () => {
  const { run, context, target } = await world(good);
  await expect(run('apply', { untested: undefined })).rejects.toMatchObject({
    code: 'migrations.refused',
    message: expect.stringContaining('not been tested'),
  });
  await expect(run('apply', { confirm: 'another' })).rejects.toMatchObject({ code: 'confirm.mismatch' });
  await expect(run('rollback')).rejects.toMatchObject({ code: 'migrations.refused' });
  await expect(
    applyMigration(
      { ...context, sourceUrl: target.url },
      {
        direction: 'apply',
        word: undefined,
        confirm: target.name,
        untested: 'x',
        dryRun: false,
        lockTimeoutMs: 200,
        attempts: 1,
      },
    ),
  ).rejects.toMatchObject({ code: 'same-database' });
  await run('apply', { word: undefined });
  await expect(run('apply')).rejects.toMatchObject({
    code: 'migrations.refused',
    message: expect.stringContaining('already'),
  });
  const twice = await world({ ...good, 'testing/20260101000000_add_status_too.sql': 'select 1;' });
  await expect(twice.run('apply', { word: name })).rejects.toThrow(/one version/);
});

test('a dry run asks the preconditions, says what would be done, and writes nothing', async () => {
  const { target, root, context, run } = await world(good);
  await run('apply', { dryRun: true });
  expect(await target.query("select to_regclass('supabase_migrations.schema_migrations') as history")).toEqual([
    { history: null },
  ]);
  expect(await filesIn(root)).toEqual(good);
  expect(context.events).toContainEqual(
    expect.objectContaining({ step: 'backup', detail: 'would back up public.orders' }),
  );
  const failing = await world({ ...good, [planned]: good[planned].replace("'orders')", "'nowhere')") });
  await expect(failing.run('apply', { dryRun: true })).rejects.toThrow(/precondition/);
});

test('a move that was not come to is made up for by the next command of any kind, which says so', async () => {
  const { root, context, run } = await world(good);
  const { path } = await run('apply');
  const { rename, rm } = await import('node:fs/promises');
  await rename(`${root}/${path}`, `${root}/${planned}`);
  await rm(`${root}/CHANGELOG.md`);
  await folderStatus(context, { dryRun: true });
  expect(Object.keys(await filesIn(root))).toContain(planned);
  const { rows } = await folderStatus(context, { dryRun: false });
  expect(rows).toMatchObject([{ path, here: 'applied' }]);
  expect(context.events.at(-1)).toMatchObject({ type: 'migrations.moved', from: planned, to: path });
  expect((await filesIn(root))['CHANGELOG.md']).toContain(`${name} applied to`);
  await run('rollback');
  await rename(`${root}/${planned}`, `${root}/${path}`);
  expect((await folderStatus(context, { dryRun: false })).rows).toMatchObject([{ path: planned, here: 'rolled-back' }]);
});

test('a way back that is all commented out is refused, and the history keeps its row', async () => {
  const idle = 'BEGIN;\nSET LOCAL check_function_bodies = off;\n-- alter table orders drop column status;\nCOMMIT;\n';
  const { target, context, run } = await world({ ...good, [twin]: idle });
  await run('apply');
  expect(context.events).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining('there is no way back: rollbacks/') }),
  );
  for (const dryRun of [true, false]) {
    await expect(run('rollback', { dryRun })).rejects.toMatchObject({
      code: 'migrations.refused',
      message: expect.stringContaining('take the comment marks off'),
    });
  }
  expect(await historyOf(target)).toHaveLength(1);
});

test('status tells files that changed since, rows without a file, what is out of order, and an application by others', async () => {
  const { root, target, context, run } = await world({
    ...good,
    'planned/20250101000000_older.sql': 'select 1;',
    '20240101000000_init.sql': 'create table x (a int); -- c\n',
    '20240101000001_other.sql': 'select 2;',
  });
  await run('apply');
  await target.execute(`insert into supabase_migrations.schema_migrations (version, name, statements) values
    ('20240101000000', 'init', array['create table x (a int)']), ('20240101000001', 'other', array['select 1']), ('20230101000000', 'gone', null)`);
  const { appendFile } = await import('node:fs/promises');
  const [applied = ''] = Object.keys(await filesIn(root)).filter((path) => path.startsWith('applied'));
  await appendFile(`${root}/${applied}`, '-- later\n');
  const { rows } = await folderStatus(context, { dryRun: false });
  expect(rows.map(({ name: each, here, troubles }) => [each, here, troubles.join()])).toEqual([
    ['20230101000000_gone', 'applied', expect.stringContaining('no file')],
    ['20240101000000_init', 'applied', ''],
    ['20240101000001_other', 'applied', expect.stringContaining('changed since')],
    ['20250101000000_older', 'waiting', expect.stringContaining('out of order')],
    [name, 'applied', expect.stringContaining('changed since')],
  ]);
});
