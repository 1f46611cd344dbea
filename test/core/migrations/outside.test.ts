import { expect, test } from 'vitest';
import { type ApplyRequest, applyMigration } from '../../../core/migrations/apply.ts';
import { folderStatus } from '../../../core/migrations/look.ts';
import { filesIn, migrationFolder, migrationsContext, schemaOf } from '../../support/migrations.ts';
import { createDatabase, useServer } from '../../support/servers.ts';

const server = useServer();
const name = '20260101000000_by_n';

async function world(change: string, wayBack: string) {
  const target = await createDatabase(server());
  await target.execute(`
    create type mood as enum ('good');
    create table orders (id int primary key, n int not null, m mood);
    insert into orders select i, i % 10 from generate_series(1, 100) i;`);
  const files = { [`planned/${name}.sql`]: change, [`rollbacks/${name}.sql`]: wayBack };
  const root = await migrationFolder(files);
  const context = await migrationsContext(root, target.url);
  const run = (direction: ApplyRequest['direction'], more: Partial<ApplyRequest> = {}) =>
    applyMigration(context, {
      direction,
      word: 'by_n',
      confirm: target.name,
      untested: 'the test says so',
      dryRun: false,
      lockTimeoutMs: 200,
      attempts: 2,
      ...more,
    });
  const history = () => target.query('select version from supabase_migrations.schema_migrations');
  const notes = () => target.query('select state, segment from supabase_migrations.cutover_changes');
  return { target, root, files, context, run, history, notes };
}

const build = `-- Backup: none, it adds only
create table if not exists notes (id int primary key);
create index concurrently if not exists orders_n on orders (n);
comment on index orders_n is 'by n';
alter type mood add value if not exists 'bad';
-- @verification
select 'bad'::mood is not null;
select count(*) = 1 from pg_index where indexrelid = 'orders_n'::regclass and indisvalid;
`;
const unbuild = 'drop index concurrently if exists orders_n; drop table if exists notes;';

test('what cannot be in a transaction runs by itself, and its neighbours in transactions of theirs', async () => {
  const { run, history, notes, context } = await world(build, unbuild);
  await run('apply');
  expect(await history()).toHaveLength(1);
  expect(await notes()).toEqual([{ state: 'applied', segment: 0 }]);
  const told = context.events.filter((event) => event.type === 'migrations.statement');
  expect(told.map(({ index, of }) => [index, of])).toEqual([1, 2, 3, 4].map((index) => [index, 4]));
  await run('rollback');
  expect(await history()).toEqual([]);
  expect((await folderStatus(context, { dryRun: false })).rows).toMatchObject([
    { here: 'rolled-back', stage: 'planned' },
  ]);
});

test.each([
  [
    'an index that cannot be built',
    build.replace('create index', 'create unique index'),
    /could not create unique index/,
  ],
  ['a statement behind it', build.replace('on index orders_n', 'on index nowhere'), /"nowhere" does not exist/],
  ['the first statement', build.replace('id int primary key', 'id nothing'), /type "nothing" does not exist/],
])('where %s fails, what was done is taken back and nothing stays', async (_, change, message) => {
  const { target, root, files, run, history, notes } = await world(change, unbuild);
  const before = await schemaOf(target);
  await expect(run('apply')).rejects.toMatchObject({
    code: 'migrations.failed',
    message: expect.stringMatching(message),
  });
  expect(await schemaOf(target)).toEqual(before);
  expect(await history()).toEqual([]);
  expect(await notes()).toEqual([]);
  expect(await filesIn(root)).toEqual(files);
});

test('where the way back fails, too, the target notes it: others are refused, and it can go on once its cause is gone', async () => {
  const change = build.replace('on index orders_n is', 'on table later is');
  const { target, run, history, notes, context, root } = await world(change, 'drop table nowhere;');
  await expect(run('apply')).rejects.toMatchObject({
    code: 'migrations.interrupted',
    message: expect.stringContaining('its way back failed, too'),
  });
  expect(await notes()).toEqual([{ state: 'applying', segment: 2 }]);
  const status = await folderStatus(context, { dryRun: false });
  expect(status.rows).toMatchObject([
    { here: 'interrupted', troubles: [expect.stringMatching(/after 2 of its parts, at: comment on table later/)] },
  ]);
  const { writeFile } = await import('node:fs/promises');
  await writeFile(`${root}/planned/20260102000000_next.sql`, 'select 1;');
  await expect(run('apply', { word: 'next' })).rejects.toMatchObject({
    code: 'migrations.refused',
    message: expect.stringContaining('in the way'),
  });
  await target.execute('create table later (id int)');
  await run('apply');
  expect(await history()).toHaveLength(1);
  expect(context.events).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining('goes on: it was interrupted') }),
  );
});

test('an invalid index of somebody else is named before anything is done, and left alone', async () => {
  const { target, run, notes } = await world(build, unbuild);
  await target.execute('create unique index concurrently orders_n on orders (n)').catch(() => undefined);
  const before = await schemaOf(target);
  expect(before.join()).toContain('orders_n');
  await expect(run('apply')).rejects.toThrow(/public\.orders_n is there and invalid/);
  expect(await schemaOf(target)).toEqual(before);
  expect(await notes()).toEqual([]);
});

test('a stop lets the statement under way go, and the same command goes on', async () => {
  const { context, run, history, target } = await world(
    build.replace("comment on index orders_n is 'by n'", 'select pg_sleep(30)'),
    unbuild,
  );
  const abort = new AbortController();
  const running = applyMigration(
    { ...context, signal: abort.signal },
    {
      direction: 'apply',
      word: 'by_n',
      confirm: target.name,
      untested: 'x',
      dryRun: false,
      lockTimeoutMs: 200,
      attempts: 2,
    },
  );
  const asleep = "select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'";
  await expect.poll(() => target.query(asleep), { interval: 20 }).toHaveLength(1);
  abort.abort();
  await expect(running).rejects.toMatchObject({ code: 'stopped' });
  const { writeFile } = await import('node:fs/promises');
  const planned = `${context.root}/planned/${name}.sql`;
  await writeFile(planned, build);
  await expect(run('apply')).rejects.toThrow(/has changed since it was begun/);
  await run('rollback');
  expect(await history()).toEqual([]);
});
