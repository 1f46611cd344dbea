import { expect, test } from 'vitest';
import { readMigrationFolder } from '../../../core/migrations/folder.ts';
import { lintMigrations } from '../../../core/migrations/lint/lint.ts';
import { rules } from '../../../core/migrations/lint/rules.ts';
import type { Catalog, Finding } from '../../../core/migrations/lint/types.ts';
import { migrationFolder } from '../../support/migrations.ts';

const name = '20260101000000_a';
const large = { rows: 5_000_000, bytes: 1e9, partitioned: false };
const catalog: Catalog = {
  tables: new Map([
    ['public.big', large],
    ['public.small', { rows: 10, bytes: 8192, partitioned: false }],
    ['public.parts', { ...large, partitioned: true }],
  ]),
  columns: new Map([
    ['public.big.code', { type: 'character varying(20)' }],
    ['public.big.price', { type: 'numeric(10,2)' }],
    ['public.big.n', { type: 'integer' }],
  ]),
};

interface LintOptions {
  readonly catalog?: Catalog;
  readonly twin?: string | null;
  readonly risk?: string;
}

async function lint(change: string, options: LintOptions = {}): Promise<readonly Finding[]> {
  const { twin = 'select 1;', risk = '-- Risk: low\n' } = options;
  const root = await migrationFolder({
    [`planned/${name}.sql`]: `${risk}${change}\n`,
    ...(twin === null ? {} : { [`rollbacks/${name}.sql`]: twin }),
  });
  const folder = await readMigrationFolder(root);
  return (await lintMigrations({ folder, files: folder.files, catalog: options.catalog })).findings;
}

const fresh = 'create table if not exists fresh (id int primary key, code text);';

/** What each rule must find, and the safer form in which it finds nothing. */
const cases: Readonly<Record<string, readonly (readonly [red: string, green: string])[]>> = {
  'not-idempotent': [
    ['create table t (a int);', 'create table if not exists t (a int);'],
    ['create index concurrently i on t (a);', 'create index concurrently if not exists i on t (a);'],
    ['create view v as select 1;', 'create or replace view v as select 1;'],
    [
      "create function f() returns int language sql as 'select 1';",
      "create or replace function f() returns int language sql as 'select 1';",
    ],
    [
      'create trigger g before insert on t execute function f();',
      'create or replace trigger g before insert on t execute function f();',
    ],
    ['create policy p on t using (true);', 'drop policy if exists p on t; create policy p on t using (true);'],
    [
      "create type e as enum ('a');",
      "do $$ begin create type e as enum ('a'); exception when duplicate_object then null; end $$;",
    ],
    ['alter table t add column a int;', 'alter table t add column if not exists a int;'],
    ['drop view v;', 'drop view if exists v;'],
    ['alter table t drop column a;', 'alter table t drop column if exists a;'],
    [
      'alter table t add constraint c check (a > 0) not valid;',
      'alter table t drop constraint if exists c, drop constraint if exists d; alter table t add constraint c check (a > 0) not valid;',
    ],
    ["alter type e add value 'x';", "alter type e add value if not exists 'x';"],
    [
      'alter table t rename column a to b;',
      'do $$ begin alter table t rename column a to b; exception when undefined_column then null; end $$;',
    ],
    ['insert into t values (1);', 'insert into t values (1) on conflict do nothing;'],
    ['create schema s;', 'create schema if not exists s;'],
    ['create table t (a int);', '-- Idempotent: no, the table is new\ncreate table t (a int);'],
    // Of one name, on another table.
    [
      'drop policy if exists p on t; create policy p on u using (true);',
      'drop policy if exists p on app.t; create policy p on app.t using (true);',
    ],
    [
      'alter table t drop constraint if exists c; alter table u add constraint c check (a > 0) not valid;',
      'alter table public.t drop constraint if exists c; alter table t add constraint c check (a > 0) not valid;',
    ],
    [
      'drop type if exists app.e; create type e as enum ();',
      'drop type if exists app.e; create type app.e as enum ();',
    ],
    [
      'drop trigger if exists g on t; create constraint trigger g after insert on u for each row execute function f();',
      'drop trigger if exists g on t; create constraint trigger g after insert on t for each row execute function f();',
    ],
    ['alter table t rename to u;', 'alter table if exists t rename to u;'],
    ['alter table if exists t rename column a to b;', 'alter view if exists t rename to u;'],
    ['alter table t set schema app;', 'alter table if exists t set schema app;'],
  ],
  destructive: [
    ['drop table if exists t;', 'alter table if exists t rename to t_old;'],
    ['alter table t drop column if exists a;', 'alter table t alter column a drop not null;'],
    ['truncate t;', 'delete from t where old;'],
    ['delete from t;', 'delete from t where created < now();'],
    ['update t set a = 1;', 'update t set a = 1 where a is null;'],
    ['drop view if exists v cascade;', 'drop view if exists v;'],
    ['drop sequence if exists s;', 'alter sequence s restart;'],
    ['drop extension if exists pg_cron;', 'drop extension if exists pg_trgm;'],
    [
      'with d as (delete from t returning *) select count(*) from d;',
      'with d as (delete from t where x returning *) select count(*) from d;',
    ],
    ['drop table if exists t;', '-- cutover:allow destructive empty since 2024\ndrop table if exists t;'],
  ],
  'blocks-writes': [
    ['alter table big alter column n set not null;', 'alter table small alter column n set not null;'],
    ['alter table big add constraint c check (n > 0);', 'alter table big add constraint c check (n > 0) not valid;'],
    [
      'alter table big add constraint c foreign key (n) references small (id);',
      'alter table big add constraint c foreign key (n) references small (id) not valid;',
    ],
    ['alter table big add constraint c unique (n);', 'alter table big add constraint c unique using index i;'],
    [
      'alter table big add constraint c check (n > 0) not valid; alter table big validate constraint c;',
      'alter table big validate constraint c;',
    ],
    ['lock table big in exclusive mode;', 'lock table big in row exclusive mode;'],
    ['update big set n = 1;', 'update big set n = 1 where id < 1000;'],
    ['refresh materialized view big;', 'refresh materialized view concurrently big;'],
    ['alter table big add column if not exists u int unique;', 'alter table big add column if not exists u int;'],
    [
      'alter table big alter column n set not null;',
      'alter table big validate constraint n_filled; alter table big alter column n set not null;',
    ],
    // A validated constraint speaks for its own table, and for the columns that it names.
    [
      'alter table other validate constraint c; alter table big alter column n set not null;',
      'alter table big add constraint c check (n is not null and n > 0) not valid; alter table small validate constraint c;',
    ],
    [
      'alter table big add constraint c check (code is not null) not valid; alter table big validate constraint c; alter table big alter column n set not null;',
      'alter table small add constraint c check (n is not null) not valid; alter table small validate constraint c; alter table small alter column n set not null;',
    ],
    [
      `${fresh} alter table fresh attach partition big for values in (1);`,
      'alter table parts attach partition small for values in (1);',
    ],
    [
      'alter table big add column if not exists o int default 1 references small (id);',
      'alter table big add column if not exists o int references small (id);',
    ],
  ],
  'index-not-concurrent': [
    ['create index if not exists i on big (n);', 'create index concurrently if not exists i on big (n);'],
    ['create index if not exists i on big (n);', 'create index if not exists i on small (n);'],
    ['create index if not exists i on big (n);', `${fresh} create index if not exists i on fresh (code);`],
    ['create index if not exists i on parts (n);', 'create index if not exists i on only parts (n);'],
    ['reindex table big;', 'reindex table concurrently big;'],
    ['reindex index i;', 'reindex index concurrently i;'],
    ['reindex schema app;', 'reindex schema concurrently app;'],
    ['drop index if exists i;', 'drop index concurrently if exists i;'],
  ],
  'not-null-without-default': [
    [
      'alter table big add column if not exists a int not null;',
      'alter table big add column if not exists a int not null default 0;',
    ],
    ['alter table small add column if not exists a int not null;', 'alter table small add column if not exists a int;'],
    [
      'alter table big add column if not exists a int not null;',
      `${fresh} alter table fresh add column if not exists a int not null;`,
    ],
    [
      'alter table big add column if not exists a int not null;',
      'alter table big add column if not exists a int not null generated always as identity;',
    ],
  ],
  'type-rewrite': [
    ['alter table big alter column n type bigint;', 'alter table small alter column n type bigint;'],
    ['alter table big alter column code type varchar(10);', 'alter table big alter column code type varchar(40);'],
    ['alter table big alter column code type text using upper(code);', 'alter table big alter column code type text;'],
    [
      'alter table big alter column code type text collate "C";',
      'alter table small alter column code type text collate "C";',
    ],
    [
      'alter table big add column if not exists at timestamptz default app.now();',
      'alter table big add column if not exists at timestamptz default pg_catalog.now();',
    ],
    [
      'alter table big alter column price type numeric(12,4);',
      'alter table big alter column price type numeric(12,2);',
    ],
    [
      'alter table big add column if not exists u uuid default gen_random_uuid();',
      'alter table big add column if not exists at timestamptz default now();',
    ],
    [
      'alter table big add column if not exists u bigserial;',
      'alter table big add column if not exists u bigint default 0;',
    ],
    [
      'alter table big add column if not exists u int generated always as (n + 1) stored;',
      'alter table big add column if not exists u int generated always as (n + 1) virtual;',
    ],
    ['alter table big set logged;', 'alter table big set (fillfactor = 90);'],
    ['vacuum full big;', 'vacuum big;'],
    ['cluster big using i;', 'alter table big cluster on i;'],
  ],
  'several-changes': [
    [
      'alter table a add column if not exists x int; alter table b add column if not exists x int;',
      'alter table a add column if not exists x int; comment on column a.x is $$x$$; create index if not exists i on a (x);',
    ],
    ['drop view if exists v, w;', 'drop view if exists v;'],
    [
      `${fresh} alter table other enable row level security;`,
      `${fresh} alter table fresh enable row level security; drop policy if exists p on fresh; create policy p on fresh using (true); grant select on fresh to anon; create or replace function stamp() returns trigger language plpgsql as 'begin return new; end'; create or replace trigger g before insert on fresh for each row execute function stamp();`,
    ],
    [
      "create type e as enum ('a'); alter table b add column if not exists x int;",
      "create type e as enum ('a'); alter table b add column if not exists x e; set local lock_timeout = '1s';",
    ],
  ],
  'breaking-comment-missing': [
    [
      'alter table t drop column if exists a;',
      '-- BREAKING: readers of a fail\nalter table t drop column if exists a;',
    ],
    ['alter table t rename column a to b;', '-- BREAKING: a is called b\nalter table t rename column a to b;'],
    ['alter table t alter column a type bigint;', 'alter table t alter column a set default 1;'],
    ['alter table t alter column a set not null;', 'alter table t alter column a drop not null;'],
    ['alter table t add constraint c check (a > 0);', 'alter table t add constraint c check (a > 0) not valid;'],
    [
      'drop function if exists f();',
      'drop function if exists f(); create function f() returns text language sql as $$select 1$$;',
    ],
    ['revoke select on t from anon;', 'grant select on t to anon;'],
    ['revoke editor from anon;', 'grant editor to anon;'],
    // Only what stands behind a DROP is made again, under its own name and for the same calls.
    [
      'create or replace function f() returns int language sql as $$select 1$$; drop function f();',
      'drop function f(); create function f(a int default 1) returns int language sql as $$select 1$$;',
    ],
    [
      'drop function f(int); create function f(text) returns int language sql as $$select 1$$;',
      'drop function f(int); create function f(a int, out b int) language sql as $$select 1$$;',
    ],
    ['drop view app.v; create view v as select 1;', 'drop view app.v; create view app.v as select 1;'],
    ['drop table v; create view v as select 1;', 'drop materialized view v; create materialized view v as select 1;'],
    ['drop table if exists t;', 'drop index concurrently if exists i;'],
  ],
  'not-in-transaction': [
    [
      'create index concurrently if not exists i on t (a); comment on table t is $$x$$;',
      'create index if not exists i on t (a); comment on table t is $$x$$;',
    ],
    ['vacuum t; select 1;', 'analyze t; select 1;'],
    ['begin; select 1; commit; select 2;', 'begin; select 1; commit;'],
    [
      "alter type e add value if not exists 'x'; update t set e = 'x' where id = 1;",
      "alter type e rename value 'x' to 'y'; update t set e = 'y' where id = 1;",
    ],
    ['alter table t detach partition p concurrently; select 1;', 'alter table t detach partition p; select 1;'],
    ['-- @verification\nvacuum t;', '-- @verification\nselect true;'],
  ],
  header: [
    ['-- Risk: enormous\nselect 1;', 'select 1;'],
    [
      '-- Tables: public.a\nalter table b add column if not exists x int;',
      '-- Tables: public.a, public.b\nalter table b add column if not exists x int;',
    ],
  ],
  syntax: [['selec 1;', 'select 1;']],
  empty: [
    ['-- nothing', 'select 1;'],
    ['-- @verification\nselect 1;', '-- @change\nselect 1;'],
  ],
};

const judged = cases as Readonly<Record<string, readonly (readonly [string, string])[]>>;

test.each(Object.entries(judged).flatMap(([rule, pairs]) => pairs.map(([red, green]) => ({ rule, red, green }))))(
  '$rule: $red',
  async ({ rule, red, green }) => {
    const counting = (findings: readonly Finding[]) =>
      findings.filter((each) => each.rule === rule && each.allowed === undefined && each.severity !== 'note');
    expect(counting(await lint(red, { catalog }))).not.toEqual([]);
    expect(counting(await lint(green, { catalog }))).toEqual([]);
  },
);

test('a way back must be there, and do something', async () => {
  const missing = async (twin: string | null) =>
    (await lint('select 1;', { twin })).filter(({ rule }) => rule === 'rollback-missing').length;
  expect(await missing(null)).toBe(1);
  expect(await missing('-- later\n')).toBe(1);
  expect(await missing('set local check_function_bodies = off;\n-- drop table t;\n')).toBe(1);
  expect(await missing('select 1;')).toBe(0);
});

test('every rule has a red case and a green one, a reason and a safer form', () => {
  expect([...Object.keys(judged), 'rollback-missing'].toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
  for (const { reason, safer } of rules) {
    expect(reason).toMatch(/\.$/);
    expect(safer).not.toBe('');
  }
});

test('without a connection nobody knows how large a table is, and the finding says so', async () => {
  const sql = 'create index if not exists i on big (n);';
  expect(await lint(sql)).toMatchObject([{ severity: 'warning', message: expect.stringContaining('--target') }]);
  expect(await lint(sql, { catalog })).toMatchObject([
    { severity: 'error', message: expect.stringContaining('5,000,000 rows') },
  ]);
});

test('a rule that is set aside with a reason is shown with it; a syntax error cannot be', async () => {
  const allowed = await lint('-- cutover:allow destructive nobody reads it\n-- BREAKING: x\ndrop table if exists t;');
  expect(allowed).toMatchObject([{ rule: 'destructive', allowed: 'nobody reads it' }]);
  expect(await lint('-- cutover:allow syntax why not\nselec 1;')).toMatchObject([
    { rule: 'syntax', allowed: undefined },
  ]);
});

test('findings stand on their line, and names that are out of form are among them', async () => {
  const root = await migrationFolder({
    'planned/20260101000000_a.sql': '-- Risk: low\n\nselect 1;\n\ndrop table t;\n',
    'planned/nameless.sql': 'select 1;',
  });
  const folder = await readMigrationFolder(root);
  const { findings, files } = await lintMigrations({ folder, files: folder.files, catalog: undefined });
  expect(files).toBe(1);
  expect(findings.find(({ rule }) => rule === 'destructive')?.line).toBe(5);
  expect(findings.find(({ rule }) => rule === 'name')?.path).toBe('planned/nameless.sql');
});

test('a thousand files are read and looked at in less than 10 s', async () => {
  const files: Record<string, string> = {};
  for (let at = 0; at < 1000; at += 1) {
    const file = `${20260101000000 + at}_change_${at}.sql`;
    files[`planned/${file}`] =
      `-- Risk: low\ncreate table if not exists t${at} (id int primary key, a text, b jsonb);\n` +
      `create index if not exists i${at} on t${at} (a);\nalter table t${at} enable row level security;\n` +
      `create or replace function f${at}() returns int language plpgsql as $$ begin return ${at}; end $$;\n`.repeat(10);
    files[`rollbacks/${file}`] = `drop table if exists t${at};`;
  }
  const root = await migrationFolder(files);
  // Of this process's own time: what others take of the machine does not count.
  const begun = process.cpuUsage();
  const folder = await readMigrationFolder(root);
  const report = await lintMigrations({ folder, files: folder.files, catalog: undefined });
  expect(report.files).toBe(1000);
  expect(process.cpuUsage(begun).user / 1000).toBeLessThan(10_000);
});
