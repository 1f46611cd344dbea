import { expect, test } from 'vitest';
import { readInventory } from '../../../core/inventory/inventory.ts';
import { compareInventories, maximumDifferences } from '../../../core/verify/compare.ts';
import { createDatabase, type Major, type TestDatabase, useServer } from '../../support/servers.ts';
import { openSession } from '../inventory/sessions.ts';

const servers = { 15: useServer({ major: 15 }), 18: useServer({ major: 18 }) };

const schemaSql = `
  CREATE SCHEMA app; CREATE EXTENSION citext SCHEMA public; CREATE TYPE app.mood AS ENUM ('sad', 'ok');
  CREATE TABLE app.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, nick varchar(20) NOT NULL DEFAULT 'x' CHECK (nick IN ('x', 'y')),
    mail public.citext UNIQUE, m app.mood, shout text GENERATED ALWAYS AS (upper(nick)) STORED);
  CREATE TABLE app.orders (id int, user_id bigint REFERENCES app.users, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
  CREATE TABLE app.orders_1 PARTITION OF app.orders FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
  CREATE TABLE app.items (order_id int, at date, CONSTRAINT to_orders FOREIGN KEY (order_id, at) REFERENCES app.orders NOT VALID);
  CREATE INDEX orders_at ON app.orders (at) WHERE id > 0;
  CREATE SEQUENCE app.loose;
  CREATE VIEW app.single AS SELECT id, nick AS n, upper(nick) FROM app.users WHERE nick IN ('x', 'y') ORDER BY id;
  CREATE VIEW app.joined AS SELECT u.id, o.at FROM app.users u JOIN app.orders o ON o.user_id = u.id;
  CREATE MATERIALIZED VIEW app.kept AS SELECT count(*) AS n FROM app.users;
  CREATE RULE renamed AS ON UPDATE TO app.single DO INSTEAD UPDATE app.users SET nick = new.n WHERE users.id = old.id;
  CREATE FUNCTION app.f(a int) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT id FROM app.users WHERE id = a; END;
  CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
  CREATE TRIGGER touch BEFORE UPDATE ON app.users FOR EACH ROW EXECUTE FUNCTION app.touch();
  ALTER TABLE app.users ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON app.users USING (nick = current_user AND nick IN ('x', 'y'));
  CREATE PUBLICATION changes FOR TABLE app.items;`;

async function databaseWith(major: keyof typeof servers & Major, changes = ''): Promise<TestDatabase> {
  const database = await createDatabase(servers[major]());
  await database.execute(`SET client_min_messages = error; ${schemaSql} ${changes}`);
  return database;
}

async function compare(source: TestDatabase, target: TestDatabase) {
  const from = await readInventory(await openSession('source', source.url));
  const to = await readInventory(await openSession('target', target.url), {
    schemas: from.schemas.map(({ name }) => name),
  });
  return compareInventories(from, to);
}

test.each([
  [15, 18],
  [18, 15],
  [15, 15],
] as const)('one schema on %s and %s compares equal, and each kind says how much was compared', async (from, to) => {
  // What a dump and restore makes of IN on a varchar: the same constraint, in other words.
  const restored = `ALTER TABLE app.users DROP CONSTRAINT users_nick_check,
    ADD CONSTRAINT users_nick_check CHECK (nick::text = ANY (ARRAY[('x'::varchar)::text, ('y'::varchar)::text]))`;
  const items = await compare(await databaseWith(from), await databaseWith(to, restored));
  expect(items.filter((item) => item.verdict !== 'match' && item.verdict !== 'note')).toEqual([]);
  expect(items.filter((item) => item.verdict === 'note').map((item) => item.name)).toEqual(
    from === to ? [] : ['citext'],
  );
  expect(
    Object.fromEntries(
      items.filter((item) => item.verdict === 'match').map(({ kind, detail }) => [kind, Number.parseInt(detail, 10)]),
    ),
  ).toEqual({
    schema: 2,
    table: 5,
    column: 14,
    'row-security': 5,
    index: 6,
    constraint: 7,
    sequence: 2,
    view: 3,
    function: 2,
    trigger: 1,
    policy: 1,
    type: 1,
    rule: 1,
    publication: 2,
    extension: 2,
  });
});

const changes: readonly (readonly [string, string, string, string])[] = [
  ['a missing table, once and without its parts', 'DROP TABLE app.items', 'table app.items', 'missing'],
  ['a table too many', 'CREATE TABLE app.more (id int PRIMARY KEY)', 'table app.more', 'extra'],
  ['a missing column', 'ALTER TABLE app.items DROP COLUMN order_id', 'column app.items.order_id', 'missing'],
  [
    'columns in another order',
    'DROP TABLE app.items; CREATE TABLE app.items (at date, order_id int, CONSTRAINT to_orders FOREIGN KEY (order_id, at) REFERENCES app.orders NOT VALID)',
    'table app.items',
    'differs',
  ],
  ['another type', 'ALTER TABLE app.items ALTER order_id TYPE bigint', 'column app.items.order_id', 'differs'],
  ['another default', "ALTER TABLE app.users ALTER nick SET DEFAULT 'y'", 'column app.users.nick', 'differs'],
  ['a lost NOT NULL', 'ALTER TABLE app.users ALTER nick DROP NOT NULL', 'column app.users.nick', 'differs'],
  ['a lost identity', 'ALTER TABLE app.users ALTER id DROP IDENTITY', 'column app.users.id', 'differs'],
  [
    'row security switched off',
    'ALTER TABLE app.users DISABLE ROW LEVEL SECURITY',
    'row-security app.users',
    'differs',
  ],
  ['a missing index', 'DROP INDEX app.orders_at', 'index app.orders_at', 'missing'],
  [
    'another index of the same name',
    'DROP INDEX app.orders_at; CREATE INDEX orders_at ON app.orders (at) WHERE id > 1',
    'index app.orders_at',
    'differs',
  ],
  [
    'an index that is not valid',
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'app.users_pkey'::regclass",
    'index app.users_pkey',
    'differs',
  ],
  [
    'a missing constraint',
    'ALTER TABLE app.users DROP CONSTRAINT users_nick_check',
    'constraint users_nick_check on app.users',
    'missing',
  ],
  [
    'a constraint with another value',
    "ALTER TABLE app.users DROP CONSTRAINT users_nick_check, ADD CONSTRAINT users_nick_check CHECK (nick IN ('x', 'z'))",
    'constraint users_nick_check on app.users',
    'differs',
  ],
  [
    'a constraint in another state',
    'ALTER TABLE app.orders DROP CONSTRAINT orders_user_id_fkey, ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES app.users DEFERRABLE',
    'constraint orders_user_id_fkey on app.orders',
    'differs',
  ],
  ['a missing sequence', 'DROP SEQUENCE app.loose', 'sequence app.loose', 'missing'],
  [
    'a view of another table',
    'CREATE OR REPLACE VIEW app.single AS SELECT id::bigint, nick AS n, lower(nick) AS upper FROM app.users',
    'view app.single',
    'differs',
  ],
  [
    'a changed function',
    "CREATE OR REPLACE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN old; END'",
    'function app.touch()',
    'differs',
  ],
  ['a disabled trigger', 'ALTER TABLE app.users DISABLE TRIGGER touch', 'trigger touch on app.users', 'differs'],
  ['a lost policy', 'DROP POLICY own ON app.users', 'policy own on app.users', 'missing'],
  ['an enum value more', "ALTER TYPE app.mood ADD VALUE 'new'", 'type app.mood', 'differs'],
  ['an extension in another schema', 'ALTER EXTENSION citext SET SCHEMA app', 'extension citext', 'differs'],
  [
    'a publication without a table',
    'ALTER PUBLICATION changes DROP TABLE app.items',
    'publication changes of app.items',
    'missing',
  ],
];

test.each([15, 18] as const)('every single change shows on a target of version %s, by name', async (major) => {
  const source = await databaseWith(15);
  const target = await openSession('target', (await databaseWith(major)).url);
  const from = await readInventory(await openSession('source', source.url));
  for (const [what, sql, subject, verdict] of changes) {
    await target.execute(`BEGIN; ${sql}`);
    const to = await readInventory(target, { schemas: ['app', 'public'] });
    await target.execute('ROLLBACK');
    const items = compareInventories(from, to).filter((item) => item.verdict !== 'match' && item.verdict !== 'note');
    const found = items.map((item) => [`${item.kind} ${item.name}`, item.verdict]);
    expect(found, what).toContainEqual([subject, verdict]);
    expect(found.filter(([name]) => !name?.includes(' all ')).length, what).toBeLessThanOrEqual(2);
  }
});

test('what only the target has of database-wide objects is told, and is no fault', async () => {
  const target = await databaseWith(15, 'CREATE PUBLICATION own_one FOR ALL TABLES; CREATE EXTENSION hstore');
  const items = await compare(await databaseWith(15), target);
  expect(
    items.filter((item) => item.verdict !== 'match').map(({ kind, name, verdict }) => [kind, name, verdict]),
  ).toEqual([
    ['publication', 'own_one', 'note'],
    ['extension', 'hstore', 'note'],
  ]);
});

test('the list of differences ends at its limit and says how many are left', async () => {
  const database = await databaseWith(15);
  const inventory = await readInventory(await openSession('source', database.url));
  const [table] = inventory.tables;
  const tables = Array.from({ length: maximumDifferences + 25 }, (_, index) => ({ ...table!, key: `app.t${index}` }));
  const items = compareInventories({ ...inventory, tables: [...inventory.tables, ...tables] }, inventory);
  expect(items.filter((item) => item.verdict === 'missing')).toHaveLength(maximumDifferences);
  expect(items.find((item) => item.kind === 'table')).toMatchObject({ name: 'all tables', verdict: 'differs' });
  expect(items.at(-1)?.detail).toContain('25 more');
});
