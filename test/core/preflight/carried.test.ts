import { expect, test } from 'vitest';
import { hashPartitionsCheck } from '../../../core/preflight/hash-partitions.ts';
import { leftBehindCheck } from '../../../core/preflight/left-behind.ts';
import { securityLabelsCheck } from '../../../core/preflight/security-labels.ts';
import { superuserObjectsCheck } from '../../../core/preflight/superuser-objects.ts';
import { targetRightsCheck } from '../../../core/preflight/target-rights.ts';
import { useServer } from '../../support/servers.ts';
import { configFor, configOf, createEnds, createRole, verdictOf } from './ends.ts';
import { redVerdict } from './words.ts';

const source = useServer();
const target = useServer();

test('what a dump has and a run leaves behind is named, each with its reason', async () => {
  const ends = await createEnds(source(), target());
  expect(await verdictOf(leftBehindCheck, configOf(ends))).toMatchObject({ severity: 'warning', verdict: 'pass' });
  await ends.source.execute(`
    CREATE TABLE t (id integer); CREATE INDEX half_built ON t (id); CREATE INDEX whole ON t (id);
    UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'half_built'::regclass;
    CREATE TABLE parts (id integer) PARTITION BY LIST (id); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
    CREATE INDEX of_parent_alone ON ONLY parts (id);
    CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w;
    CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (password 'hidden');
    GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_waldir() TO PUBLIC;`);
  await ends.source.execute(`CREATE SUBSCRIPTION follows CONNECTION 'host=nowhere' PUBLICATION p
    WITH (connect = false, enabled = false, slot_name = NONE)`);
  const verdict = await redVerdict(leftBehindCheck, configOf(ends), 'an index, a subscription, a mapping and a grant');
  expect(verdict).toMatchObject({
    verdict: 'fail',
    detail:
      'Not carried: index public.half_built (not valid, which pg_dump leaves out); ' +
      'subscription follows (it would start to replicate); ' +
      'user mapping postgres on server far (its options may hold a password); ' +
      "grants on function pg_ls_waldir() (the server's own, which no rollback could take back).",
    fix: 'REINDEX or drop the indexes on the source before the run. Make the rest by hand after the run.',
  });
  expect(JSON.stringify(verdict)).not.toContain('hidden');
  await ends.source.execute('DROP SUBSCRIPTION follows');
});

test('security labels of a provider that the target does not have are refused, with the provider and an object', async () => {
  const ends = await createEnds(source(), target());
  expect(await verdictOf(securityLabelsCheck, configOf(ends))).toMatchObject({ severity: 'blocker', verdict: 'pass' });
  // As a library that is loaded no longer leaves them.
  await ends.source.execute(`
    CREATE TABLE labelled (id integer);
    INSERT INTO pg_seclabel SELECT c.oid, 'pg_class'::regclass, n, 'selinux', 'secret'
      FROM pg_class c, generate_series(0, 1) n WHERE relname = 'labelled'`);
  expect(await redVerdict(securityLabelsCheck, configOf(ends), 'labels of an unknown provider')).toMatchObject({
    severity: 'blocker',
    detail:
      'The target has no library for the security labels of selinux (on column id of table public.labelled and 1 more).',
  });
});

test('a role on the target that forced row security would keep from verifying is refused, with the tables', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(`
    CREATE TABLE forced (id integer); ALTER TABLE forced ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE TABLE enabled (id integer); ALTER TABLE enabled ENABLE ROW LEVEL SECURITY;`);
  const mover = await createRole(target(), ends.target, 'CREATEROLE');
  await ends.target.execute(
    `GRANT CREATE ON DATABASE ${ends.target.name} TO ${mover.name}; ALTER SCHEMA public OWNER TO ${mover.name}`,
  );
  const verdict = async (verify: 'none' | 'checksums') =>
    await verdictOf(
      targetRightsCheck,
      configFor({ sourceUrl: ends.source.url, targetUrl: mover.url, options: { verify } }),
    );
  expect(await verdict('checksums')).toMatchObject({
    verdict: 'fail',
    detail: expect.stringContaining(
      'no BYPASSRLS, so that it could not verify public.forced, where row security is forced',
    ),
  });
  expect(await verdict('none')).toMatchObject({ verdict: 'pass' });
  await ends.target.execute(`ALTER ROLE ${mover.name} BYPASSRLS`);
  expect(await verdict('checksums')).toMatchObject({ verdict: 'pass' });
});

test('objects that only a superuser can make are named before a run as another role fails on them', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(`
    CREATE FUNCTION handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
    CREATE LANGUAGE wild HANDLER handler;
    CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
    CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION on_ddl();
    CREATE PUBLICATION everything FOR ALL TABLES; CREATE PUBLICATION schemas FOR TABLES IN SCHEMA public;
    CREATE TABLE t (id integer); CREATE PUBLICATION one FOR TABLE t;
    CREATE FUNCTION sealed(integer) RETURNS integer LANGUAGE sql LEAKPROOF AS 'SELECT 1';
    CREATE FUNCTION plain(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE OPERATOR FAMILY lonely USING btree;
    CREATE OPERATOR CLASS odd FOR TYPE integer USING hash AS OPERATOR 1 =, FUNCTION 1 hashint4(integer);
    CREATE TEXT SEARCH TEMPLATE template (LEXIZE = dsimple_lexize); CREATE TYPE half;
    CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler;
    CREATE EXTENSION hstore;`);
  expect(await verdictOf(superuserObjectsCheck, configOf(ends))).toMatchObject({ verdict: 'pass' });
  const mover = await createRole(target(), ends.target, 'CREATEROLE');
  const config = configFor({ sourceUrl: ends.source.url, targetUrl: mover.url });
  expect(await redVerdict(superuserObjectsCheck, config, 'objects that only a superuser can make')).toMatchObject({
    severity: 'blocker',
    verdict: 'fail',
    detail:
      'Only a superuser can make access method other, event trigger watch, function public.handler(), ' +
      'function public.sealed(integer), language wild, operator class public.odd, operator family public.lonely, ' +
      'publication everything and 3 more.',
    fix: expect.stringContaining('--keep-going'),
  });
});

test('an ordinary schema takes no superuser', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(`CREATE TABLE t (id serial PRIMARY KEY); CREATE EXTENSION citext;
                             CREATE FUNCTION plain(integer) RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'`);
  const mover = await createRole(target(), ends.target, 'CREATEROLE');
  expect(
    await verdictOf(superuserObjectsCheck, configFor({ sourceUrl: ends.source.url, targetUrl: mover.url })),
  ).toMatchObject({ verdict: 'pass', detail: 'No object of the source takes a superuser to make.' });
});

test('a table whose rows are placed by the hash of an enum is refused: on another server they belong elsewhere', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(`
    CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy', 'so so', 'fine', 'well'); CREATE DOMAIN moods AS mood[];
    CREATE TYPE feeling AS (m moods, n integer);
    CREATE TABLE plain (id integer, m mood) PARTITION BY HASH (id);
    CREATE TABLE listed (m mood) PARTITION BY LIST (m);
    CREATE TABLE direct (m mood) PARTITION BY HASH (m);
    CREATE TABLE direct_0 PARTITION OF direct FOR VALUES WITH (MODULUS 2, REMAINDER 0);
    CREATE TABLE direct_1 PARTITION OF direct FOR VALUES WITH (MODULUS 2, REMAINDER 1);
    CREATE TABLE nested (n integer, f feeling) PARTITION BY HASH (n, f)`);
  expect(await redVerdict(hashPartitionsCheck, configOf(ends), 'partitions by the hash of an enum')).toMatchObject({
    severity: 'blocker',
    verdict: 'fail',
    detail: expect.stringContaining('on each server: public.direct (public.mood), public.nested (public.mood).'),
  });
  await ends.source.execute('DROP TABLE direct, nested');
  expect(await verdictOf(hashPartitionsCheck, configOf(ends))).toMatchObject({ verdict: 'pass' });
});
