import { expect, test } from 'vitest';
import { readGrants } from '../../../core/inventory/grants.ts';
import { connect } from '../../../core/postgres/session.ts';
import { compareGrants } from '../../../core/verify/grants.ts';
import type { VerifyItem } from '../../../core/verify/types.ts';
import { dumpText, eventsOf, testMigration } from '../../support/migration.ts';
import { createDatabase, type TestDatabase, useServer } from '../../support/servers.ts';

const source = useServer({ major: 15 });
const target = useServer();

async function grantsBetween(from: TestDatabase, to: TestDatabase): Promise<VerifyItem[]> {
  const read = async (end: 'source' | 'target', url: string) => {
    const session = await connect({ end, url, purpose: 'test' });
    try {
      return await readGrants(session, ['public']);
    } finally {
      await session.close();
    }
  };
  return compareGrants(await read('source', from.url), await read('target', to.url));
}

test('every kind of grant is compared after a run, and what somebody changes on the target is named, object by object', async () => {
  const from = await createDatabase(source());
  await from.execute(`
    CREATE ROLE granted_reader; CREATE ROLE granted_owner;
    CREATE TABLE t (id serial PRIMARY KEY, secret text); CREATE VIEW v AS SELECT 1 AS one;
    CREATE TYPE mood AS ENUM ('ok'); CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE FUNCTION closed() RETURNS integer LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION closed() FROM PUBLIC;
    GRANT ALL ON t TO granted_reader; GRANT SELECT (one) ON v TO granted_reader WITH GRANT OPTION;
    GRANT USAGE ON SEQUENCE t_id_seq TO granted_reader; REVOKE ALL ON TYPE mood FROM PUBLIC;
    ALTER TABLE v OWNER TO granted_owner;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO granted_reader;`);
  const to = await createDatabase(target());
  const migration = await testMigration(from.url, to.url);
  const end = await migration.run();
  expect(end.outcome, end.verdict).toBe('verified');
  const items = eventsOf(migration.events, 'verify.item').filter(({ kind }) => kind === 'grants');
  expect(items).toMatchObject([
    { name: 'all grants', verdict: 'match', detail: expect.stringMatching(/^\d+ objects compared, all equal$/) },
  ]);

  await to.execute(`
    CREATE ROLE anybody; GRANT EXECUTE ON FUNCTION closed() TO anybody; REVOKE DELETE ON t FROM granted_reader;
    GRANT UPDATE (secret) ON t TO anybody; REVOKE GRANT OPTION FOR SELECT (one) ON v FROM granted_reader;
    REVOKE ALL ON SEQUENCE t_id_seq FROM granted_reader; GRANT USAGE ON TYPE mood TO PUBLIC;
    GRANT CREATE ON SCHEMA public TO anybody;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO anybody`);
  const found = (await grantsBetween(from, to)).map(({ name, verdict, detail }) => `${verdict} ${name}: ${detail}`);
  expect(found).toEqual([
    expect.stringMatching(/^differs all grants: \d+ objects compared, 8 different$/),
    'differs column public.v.one: the target lacks granted_reader=SELECT*; the target grants granted_reader=SELECT beyond the source',
    'differs function public.closed(): the target grants anybody=EXECUTE beyond the source',
    'differs schema public: the target grants anybody=CREATE beyond the source',
    'differs sequence public.t_id_seq: the target lacks granted_reader=USAGE',
    'differs table public.t: the target lacks granted_reader=DELETE',
    'differs type public.mood: the target grants PUBLIC=USAGE beyond the source',
    'differs column public.t.secret: the target grants anybody=UPDATE beyond the source',
    expect.stringContaining(
      'differs default-privileges sequences of postgres in schema public: the target grants anybody=',
    ),
  ]);
});

test('an object goes to its owner where the role on the target is a member of it and the owner may make objects there; the others stay, and are named', async () => {
  const from = await createDatabase(source());
  await from.execute(`
    CREATE ROLE taker; CREATE ROLE guest; CREATE ROLE stranger_owner; CREATE SCHEMA shop;
    CREATE TABLE shop.taken (id serial PRIMARY KEY, note text); INSERT INTO shop.taken (note) VALUES ('a');
    CREATE TABLE shop.kept (id integer PRIMARY KEY); CREATE TABLE shop.strange (id integer PRIMARY KEY);
    CREATE FUNCTION shop.f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
    ALTER TABLE shop.taken ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON shop.taken USING (false);
    ALTER TABLE shop.taken OWNER TO taker; ALTER FUNCTION shop.f(integer) OWNER TO taker;
    ALTER TABLE shop.kept OWNER TO guest; ALTER TABLE shop.strange OWNER TO stranger_owner;
    GRANT CREATE, USAGE ON SCHEMA shop TO taker;`);
  const admin = await createDatabase(target(), { name: 'admin_of_owners' });
  const password = 'not a secret';
  await admin.execute(`CREATE ROLE carrier LOGIN PASSWORD '${password}' CREATEROLE; CREATE ROLE taker; CREATE ROLE guest;
    CREATE ROLE stranger_owner; GRANT taker, guest TO carrier`);
  const to = await createDatabase(target(), { owner: 'carrier' });
  const url = to.url.replace(/\/\/[^@]*@/, `//carrier:${encodeURIComponent(password)}@`);
  const before = await dumpText(url);
  const migration = await testMigration(from.url, url);
  const end = await migration.run();
  expect(end.outcome, end.verdict).toBe('verified');
  const asSuperuser = target().url(target().superuser, to.name);
  const dump = await dumpText(asSuperuser);
  const owners = [...dump.matchAll(/ALTER (?:TABLE|FUNCTION|SEQUENCE) (shop\.\S+) OWNER TO (\w+);/g)];
  expect(owners.map(([, name, owner]) => `${name} ${owner}`).sort()).toEqual([
    'shop.f(integer) taker',
    'shop.kept carrier',
    'shop.strange carrier',
    'shop.taken taker',
    'shop.taken_id_seq taker',
  ]);
  const notes = eventsOf(migration.events, 'verify.item').filter(({ kind }) => kind === 'owner');
  expect(notes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        name: 'guest',
        verdict: 'note',
        detail: '1 of its objects belong to carrier on the target: shop.kept',
      }),
    ]),
  );
  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  expect(await dumpText(url)).toBe(before);
});

const project = `
  CREATE ROLE crew NOINHERIT; CREATE ROLE boss BYPASSRLS LOGIN PASSWORD 'hush';
  GRANT crew TO boss WITH ADMIN OPTION;
  ALTER ROLE boss SET search_path = "$user", public, "Odd Name"; ALTER ROLE boss SET statement_timeout = '3s';
  ALTER ROLE crew SET log_statement = 'all'; ALTER ROLE boss SET app.tenant = 'it''s';
  CREATE TABLE t (id integer PRIMARY KEY); GRANT SELECT ON t TO crew, boss;`;
const roleSql = `
  SELECT r.rolname::text AS name, r.rolcanlogin AS login, r.rolbypassrls AS bypasses, r.rolinherit AS inherits,
    coalesce((SELECT s.setconfig FROM pg_db_role_setting s WHERE s.setrole = r.oid AND s.setdatabase = 0), '{}') AS settings
  FROM pg_roles r WHERE r.rolname IN ('crew', 'boss') ORDER BY 1`;
const memberSql = `SELECT a.admin_option AS admin FROM pg_auth_members a
  WHERE a.roleid = 'crew'::regrole AND a.member = 'boss'::regrole`;

test("the project's roles come without login and password, with attributes, memberships and settings, and go with a rollback", async () => {
  const from = await createDatabase(source());
  await from.execute(`${project} ALTER ROLE crew IN DATABASE ${from.name} SET lock_timeout = '2s'`);
  const to = await createDatabase(target(), { name: 'Odd "target"' });
  const before = await dumpText(to.url);
  const migration = await testMigration(from.url, to.url);
  const end = await migration.run();
  expect(end, end.verdict).toMatchObject({ outcome: 'verified', leftOut: [] });
  const settings = ['search_path="$user", public, "Odd Name"', 'statement_timeout=3s', "app.tenant=it's"];
  expect(await to.query(roleSql)).toEqual([
    { name: 'boss', login: false, bypasses: true, inherits: true, settings: expect.arrayContaining(settings) },
    { name: 'crew', login: false, bypasses: false, inherits: false, settings: ['log_statement=all'] },
  ]);
  expect(await to.query(memberSql)).toEqual([{ admin: true }]);
  expect(
    await to.query(`SELECT s.setconfig FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
      WHERE d.datname = current_database()`),
  ).toEqual([{ setconfig: ['lock_timeout=2s'] }]);
  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  expect(await to.query(roleSql)).toEqual([]);
  expect(await dumpText(to.url)).toBe(before);
  await from.execute('DROP OWNED BY crew, boss; DROP ROLE crew, boss');
});

test('what the role on the target may not give to a new role is left out by name, and a role that is there is not altered', async () => {
  const from = await createDatabase(source());
  await from.execute(project);
  const admin = await createDatabase(target(), { name: 'admin_of_roles' });
  const password = 'not a secret';
  await admin.execute(`CREATE ROLE modest LOGIN CREATEROLE PASSWORD '${password}'; CREATE ROLE crew`);
  const to = await createDatabase(target(), { owner: 'modest' });
  const url = to.url.replace(/\/\/[^@]*@/, `//modest:${encodeURIComponent(password)}@`);
  const migration = await testMigration(from.url, url);
  const end = await migration.run();
  expect(end.outcome, end.verdict).toBe('verified');
  expect(end.leftOut.map(({ table, reason }) => `${table}: ${reason}`)).toEqual([
    'BYPASSRLS of role boss: modest may not give it; set it by hand',
    "membership of role boss in crew: crew was there before, and not modest's to give; set it by hand",
    'setting app.tenant of role boss: the target does not know the parameter, or not for modest; set it by hand',
  ]);
  expect(await admin.query(roleSql)).toEqual([
    expect.objectContaining({ name: 'boss', bypasses: false }),
    { name: 'crew', login: false, bypasses: false, inherits: true, settings: [] },
  ]);
  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  await admin.execute('DROP ROLE crew');
  await from.execute('DROP OWNED BY crew, boss; DROP ROLE crew, boss');
});
