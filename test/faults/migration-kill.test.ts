import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { randomInt } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { type ApplyRequest, applyMigration } from '../../core/migrations/apply.ts';
import { folderStatus } from '../../core/migrations/look.ts';
import { filesIn, migrationFolder, migrationsContext, schemaOf, type TestContext } from '../support/migrations.ts';
import type { ChildRequest } from '../support/migrate-child.ts';
import { createDatabase, type TestDatabase, useServer } from '../support/servers.ts';

/** `npm run test:faults` kills at every event and at random instants; `npm test` where most is at stake. */
const asked = process.env['CUTOVER_KILLS'];
const kills = asked === undefined ? 0 : Math.ceil(Number(asked) / 2);

/** Every event, or one in the middle and the last: between the commit and the move of the file. */
function killPoints(events: number): number[] {
  const all = Array.from({ length: events }, (_, at) => at + 1);
  return asked === undefined ? [Math.ceil(events / 2), events] : all;
}

vi.setConfig({ testTimeout: 60_000 * (kills + 20) });

const server = useServer();
const name = '20260101000000_by_n';
const kinds = {
  'in one transaction': {
    change: `-- Tables: public.orders
alter table orders add column if not exists twice int;
update orders set twice = n * 2 where twice is null;
create index if not exists orders_twice on orders (twice);
-- @verification
select count(*) = 0 from orders where twice is null;
`,
    wayBack: 'drop index if exists orders_twice; alter table orders drop column if exists twice;',
  },
  'outside of a transaction': {
    change: `-- Tables: public.orders
create table if not exists notes (id int primary key);
create index concurrently if not exists orders_n on orders (n);
comment on index orders_n is 'by n';
alter type mood add value 'bad';
insert into notes values (1) on conflict do nothing;
-- @verification
select count(*) = 1 from pg_index where indexrelid = 'orders_n'::regclass and indisvalid;
`,
    wayBack: 'drop index concurrently if exists orders_n; drop table if exists notes;',
  },
} as const;

interface World {
  readonly target: TestDatabase;
  readonly context: TestContext;
  readonly request: ApplyRequest;
}

async function world({ change, wayBack }: (typeof kinds)[keyof typeof kinds]): Promise<World> {
  const target = await createDatabase(server());
  await target.execute(`
    create type mood as enum ('good');
    create table orders (id int primary key, n int not null, m mood);
    insert into orders select i, i % 10 from generate_series(1, 20000) i;`);
  const root = await migrationFolder({ [`planned/${name}.sql`]: change, [`rollbacks/${name}.sql`]: wayBack });
  const context = await migrationsContext(root, target.url);
  const request = {
    direction: 'apply',
    word: 'by_n',
    confirm: target.name,
    untested: 'the test says so',
    dryRun: false,
    lockTimeoutMs: 5_000,
    attempts: 3,
  } as const;
  return { target, context, request };
}

/** The command in a process that kills itself; gives what it wrote where it came to its end. */
async function inChild(
  { context, request }: World,
  direction: ApplyRequest['direction'],
  kill: Pick<ChildRequest, 'killAt' | 'killAfterMs'>,
): Promise<{ signal: string | null; output: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../support/migrate-child.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const { tell: _, events: __, onEvent: ___, ...plain } = context;
  child.stdin.end(
    `${JSON.stringify({ context: plain, request: { ...request, direction }, ...kill } satisfies ChildRequest)}\n`,
  );
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { signal, output };
}

/** What a server takes to notice that its client has died is no part of the promise. */
async function goneFrom({ target }: World): Promise<void> {
  await target.query(
    "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and application_name like 'cutover%'",
  );
}

async function stateOf({ target, context }: World) {
  const [row] = await target.query<{ there: boolean }>(
    "select to_regclass('supabase_migrations.schema_migrations') is not null as there",
  );
  const history = row?.there ? await target.query('select version from supabase_migrations.schema_migrations') : [];
  const { rows } = await folderStatus(context, { dryRun: false });
  const log = (await filesIn(context.root))['CHANGELOG.md'] ?? '';
  return {
    applied: history.length === 1,
    here: rows[0]?.here,
    stage: rows[0]?.stage,
    log: log.split('\n').filter((line) => line.startsWith('- ')),
  };
}

async function killAndMend(
  kind: keyof typeof kinds,
  kill: Pick<ChildRequest, 'killAt' | 'killAfterMs'>,
  wanted: readonly string[],
): Promise<void> {
  const killed = await world(kinds[kind]);
  const before = await schemaOf(killed.target);
  const story = `${kind}, killed ${JSON.stringify(kill)}`;
  await inChild(killed, 'apply', kill);
  await goneFrom(killed);
  let state = await stateOf(killed);
  const isAsBefore = isDeepStrictEqual(await schemaOf(killed.target), before);
  const { here, stage, log } = state;
  // Outside of a transaction a part may be done, and then the target says so.
  const agreements: readonly boolean[] = [
    state.applied && here === 'applied' && stage === 'applied' && log.length === 1,
    !state.applied && here === 'waiting' && stage === 'planned' && log.length === 0 && isAsBefore,
    !state.applied && here === 'interrupted' && stage === 'planned' && log.length === 0,
  ];
  expect(agreements, `${story}: ${JSON.stringify({ ...state, isAsBefore })}`).toContain(true);
  if (!state.applied) await applyMigration(killed.context, killed.request);
  state = await stateOf(killed);
  expect(state, story).toMatchObject({ applied: true, here: 'applied', stage: 'applied' });
  expect(state.log, story).toHaveLength(1);
  expect(await schemaOf(killed.target), story).toEqual(wanted);
}

test.each(Object.keys(kinds) as (keyof typeof kinds)[])(
  'an application %s, killed with SIGKILL at each of its events and at random instants: database and folder agree, and it goes on',
  async (kind) => {
    const whole = await world(kinds[kind]);
    const { output, signal } = await inChild(whole, 'apply', {});
    expect(signal).toBeNull();
    const events = Number(output);
    expect(events).toBeGreaterThan(4);
    const wanted = await schemaOf(whole.target);
    for (const killAt of killPoints(events)) await killAndMend(kind, { killAt }, wanted);
    for (let more = 0; more < kills; more += 1) await killAndMend(kind, { killAfterMs: randomInt(60) }, wanted);
  },
);

test('a way back that is killed goes on, and what was there is there again', async () => {
  const kind = kinds['in one transaction'];
  const whole = await world(kind);
  const before = await schemaOf(whole.target);
  await applyMigration(whole.context, whole.request);
  const { output } = await inChild(whole, 'rollback', {});
  for (const killAt of killPoints(Number(output))) {
    const killed = await world(kind);
    await applyMigration(killed.context, killed.request);
    const { signal } = await inChild(killed, 'rollback', { killAt });
    expect(signal).toBe('SIGKILL');
    await goneFrom(killed);
    const { applied } = await stateOf(killed);
    if (applied) await applyMigration(killed.context, { ...killed.request, direction: 'rollback' });
    const wanted = { applied: false, here: 'rolled-back', stage: 'planned' };
    expect(await stateOf(killed), `killed at ${killAt}`).toMatchObject(wanted);
    expect(await schemaOf(killed.target)).toEqual(before);
  }
});
