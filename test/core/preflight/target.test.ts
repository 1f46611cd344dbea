import { expect, test } from 'vitest';
import { collationCheck } from '../../../core/preflight/collation.ts';
import { connectionsCheck } from '../../../core/preflight/connections.ts';
import { diskCheck } from '../../../core/preflight/disk.ts';
import { encodingCheck } from '../../../core/preflight/encoding.ts';
import { extensionsCheck } from '../../../core/preflight/extensions.ts';
import { leftoverRunCheck } from '../../../core/preflight/leftover-run.ts';
import { setAsideCheck } from '../../../core/preflight/set-aside.ts';
import { targetRightsCheck } from '../../../core/preflight/target-rights.ts';
import { compareVersions, versionsCheck } from '../../../core/preflight/versions.ts';
import { query, useServer, withClient } from '../../support/servers.ts';
import { configFor, configOf, createEnds, createRole, verdictOf } from './ends.ts';
import { redVerdict } from './words.ts';

const source = useServer({ major: 17 });
const target = useServer({ major: 17, settings: { max_connections: '20' } });
const old = useServer({ major: 15 });

test('an older target is refused', async () => {
  const ends = await createEnds(source(), old());
  expect(await redVerdict(versionsCheck, configOf(ends), 'an older target')).toMatchObject({
    severity: 'blocker',
    verdict: 'fail',
    detail: expect.stringContaining('The source is PostgreSQL 17, the target PostgreSQL 15'),
    fix: 'Set up a target with PostgreSQL 17 or newer.',
  });
});

test('versions that cutover does not know are refused on either end', () => {
  expect(compareVersions(13, 17)).toMatchObject({
    verdict: 'fail',
    fix: expect.stringContaining('Upgrade the source'),
  });
  expect(compareVersions(18, 19)).toMatchObject({
    verdict: 'fail',
    fix: expect.stringContaining('Upgrade the target'),
  });
  expect(compareVersions(14, 18).verdict).toBe('pass');
});

test('what is set aside is named with its number of objects and its new name', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute('CREATE SCHEMA shop; CREATE TABLE shop.t (id int)');
  await ends.target.execute('CREATE SCHEMA shop; CREATE TABLE shop.old (id int); CREATE VIEW shop.v AS SELECT 1');
  expect(await verdictOf(setAsideCheck, configOf(ends))).toMatchObject({
    verdict: 'pass',
    detail:
      'Will be set aside by renaming: public (0 objects) becomes public_before_0a1b2c3d; shop (2 objects) becomes shop_before_0a1b2c3d.',
  });
});

test('a schema that cannot be renamed stops a run: one of an extension, or one whose new name is taken', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute('CREATE SCHEMA shop; CREATE SCHEMA xml_tools');
  await ends.target.execute(`
    CREATE SCHEMA shop; CREATE SCHEMA shop_before_0a1b2c3d; CREATE SCHEMA xml_tools;
    CREATE EXTENSION pgcrypto; ALTER EXTENSION pgcrypto ADD SCHEMA xml_tools`);
  expect(await redVerdict(setAsideCheck, configOf(ends), 'schemas that cannot be renamed')).toMatchObject({
    severity: 'blocker',
    verdict: 'fail',
    detail:
      'Not everything in the way can be renamed: a schema shop_before_0a1b2c3d is there already; schema xml_tools belongs to extension pgcrypto.',
    fix: expect.stringContaining('drop extension pgcrypto'),
  });
});

test('each right that the role on the target lacks is named, and granting them makes it green', async () => {
  const ends = await createEnds(source(), target());
  const role = await createRole(target(), ends.target);
  const owner = await createRole(target(), ends.target);
  await ends.source.execute(`
    CREATE SCHEMA shop; CREATE ROLE "only on ${ends.source.name}";
    GRANT USAGE ON SCHEMA shop TO "only on ${ends.source.name}"`);
  await ends.target.execute(`
    CREATE SCHEMA shop AUTHORIZATION ${owner.name};
    CREATE FUNCTION public.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
    CREATE EVENT TRIGGER watcher ON ddl_command_end EXECUTE FUNCTION public.watch()`);
  const config = configFor({ sourceUrl: ends.source.url, targetUrl: role.url });
  const red = await redVerdict(targetRightsCheck, config, 'a role without rights');
  expect(red).toMatchObject({ severity: 'blocker', verdict: 'fail' });
  expect(red.detail).toContain(`no CREATE on database ${ends.target.name}`);
  expect(red.detail).toContain(`schema shop, which ${owner.name} owns`);
  expect(red.detail).toContain('schema public, which pg_database_owner owns');
  expect(red.detail).toContain('event trigger watcher, which postgres owns');
  expect(red.detail).toContain(`no CREATEROLE, though the target lacks the roles only on ${ends.source.name}`);
  expect(red.fix).toContain(`GRANT CREATE ON DATABASE "${ends.target.name}" TO "${role.name}";`);
  expect(red.fix).toContain(`GRANT "${owner.name}" TO "${role.name}";`);

  await ends.target.execute(`
    ALTER DATABASE ${ends.target.name} OWNER TO ${role.name}; GRANT ${owner.name} TO ${role.name};
    ALTER ROLE ${role.name} CREATEROLE; ALTER EVENT TRIGGER watcher DISABLE`);
  expect(await verdictOf(targetRightsCheck, config)).toMatchObject({
    verdict: 'pass',
    detail: expect.stringContaining(`Roles that it will create: only on ${ends.source.name}.`),
  });
  await ends.target.execute(`ALTER DATABASE ${ends.target.name} OWNER TO postgres`);
});

test.for([
  ['running', 'cutover resume 7f3a0001'],
  ['held', 'cutover finalize 7f3a0001'],
] as const)('a run that is %s on the target is named, with what to do about it', async ([state, command]) => {
  const ends = await createEnds(source(), target());
  await ends.target.execute(`
    CREATE SCHEMA cutover; CREATE TABLE cutover.run (id text, created_at timestamptz, state text);
    INSERT INTO cutover.run VALUES ('7f3a0001', '2026-11-20 02:00Z', '${state}'), ('7f3a0000', '2026-11-19 02:00Z', 'rolled-back')`);
  const red = await redVerdict(leftoverRunCheck, configOf(ends), `a run that is ${state}`);
  expect(red).toMatchObject({
    severity: 'blocker',
    verdict: 'fail',
    detail: `On the target, run 7f3a0001 of 2026-11-20T02:00Z is ${state}.`,
  });
  expect(red.fix).toContain(command);
  expect(red.fix).toContain('cutover rollback 7f3a0001');
  await ends.target.execute("UPDATE cutover.run SET state = 'finalized' WHERE id = '7f3a0001'");
  expect(await verdictOf(leftoverRunCheck, configOf(ends))).toMatchObject({ verdict: 'pass' });
});

test('a schema named cutover that is no ledger stops a run', async () => {
  const ends = await createEnds(source(), target());
  await ends.target.execute('CREATE SCHEMA cutover');
  expect(await redVerdict(leftoverRunCheck, configOf(ends), 'a schema of its name')).toMatchObject({
    verdict: 'fail',
    detail: expect.stringContaining('without a ledger'),
  });
});

test('an extension that the target cannot have is named with what uses it', async () => {
  const ends = await createEnds(source(), target());
  // A name that no installation has: the catalog is all that the check goes by.
  await ends.source.execute(`
    CREATE EXTENSION citext;
    CREATE TABLE people (name citext);
    CREATE TABLE notes (body text DEFAULT 'a'::citext::text);
    CREATE VIEW loud AS SELECT 'a'::citext AS word;
    UPDATE pg_extension SET extname = 'citext_of_yore' WHERE extname = 'citext'`);
  expect(await redVerdict(extensionsCheck, configOf(ends), 'one that the target cannot have')).toMatchObject({
    severity: 'blocker',
    verdict: 'fail',
    detail: expect.stringMatching(
      /^Extension citext_of_yore 1\.\d is not available on the target \(used by table public\.people, view public\.loud, default value for column body of table public\.notes\)\.$/,
    ),
    fix: expect.stringContaining('Install the package that brings citext_of_yore'),
  });
});

test('an extension in another schema is moved where it can be, and stops a run where it cannot', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute('CREATE SCHEMA extensions; CREATE EXTENSION pgcrypto SCHEMA extensions');
  await ends.target.execute('CREATE EXTENSION pgcrypto');
  expect(await verdictOf(extensionsCheck, configOf(ends))).toMatchObject({
    verdict: 'pass',
    detail: expect.stringContaining('pgcrypto will be moved to schema extensions'),
  });
  await ends.target.execute("UPDATE pg_extension SET extrelocatable = false WHERE extname = 'pgcrypto'");
  expect(await redVerdict(extensionsCheck, configOf(ends), 'one in another schema')).toMatchObject({
    verdict: 'fail',
    detail:
      'Extension pgcrypto is in schema public on the target and in extensions on the source, and it cannot be moved.',
    fix: expect.stringContaining('DROP EXTENSION "pgcrypto"'),
  });
});

test('an extension goes along with a schema that is set aside, so one that cannot move back stops a run', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute('CREATE EXTENSION pgcrypto');
  await ends.target.execute(`
    CREATE EXTENSION pgcrypto; UPDATE pg_extension SET extrelocatable = false WHERE extname = 'pgcrypto'`);
  expect(await verdictOf(extensionsCheck, configOf(ends))).toMatchObject({
    verdict: 'fail',
    detail: 'Extension pgcrypto is in schema public, which is set aside, and it cannot be moved.',
  });
});

test('an extension that only a superuser may create stops another role, and a trusted one does not', async () => {
  const ends = await createEnds(source(), target());
  const role = await createRole(target(), ends.target);
  const config = configFor({ sourceUrl: ends.source.url, targetUrl: role.url });
  await ends.source.execute('CREATE EXTENSION citext');
  expect(await verdictOf(extensionsCheck, config)).toMatchObject({ verdict: 'pass' });
  await ends.source.execute('CREATE EXTENSION dblink');
  expect(await redVerdict(extensionsCheck, config, 'one that takes a superuser')).toMatchObject({
    verdict: 'fail',
    detail: 'Creating extension dblink takes a superuser on the target.',
    fix: expect.stringContaining('CREATE EXTENSION "dblink" SCHEMA "public";'),
  });
});

test("a target whose encoding lacks characters of the source's is refused; UTF8 holds all", async () => {
  const ends = await createEnds(source(), target());
  const name = `${ends.target.name}_latin1`;
  await ends.target.execute(`CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
  const latin = target().url(undefined, name);
  const narrow = configFor({ sourceUrl: ends.source.url, targetUrl: latin });
  expect(await redVerdict(encodingCheck, narrow, 'a target with fewer characters')).toMatchObject({
    severity: 'blocker',
    verdict: 'fail',
    detail: "The source's encoding is UTF8, the target's LATIN1, which does not hold every character of it.",
    fix: expect.stringContaining("ENCODING 'UTF8'"),
  });
});

let encoded = 0;

/** A database of the source in another encoding, with `bytes` in two rows. */
async function encodedSource(encoding: string, bytes: string): Promise<string> {
  encoded += 1;
  const name = `test_encoded_${process.pid}_${encoded}`;
  await query(source().url(), `CREATE DATABASE ${name} ENCODING '${encoding}' LOCALE 'C' TEMPLATE template0`);
  const url = source().url(undefined, name);
  await withClient(url, async (client) => {
    const text = `convert_from('\\x${bytes}', '${encoding}')`;
    await client.query(`CREATE TABLE people (id int PRIMARY KEY, name text, picture bytea, at date);
      CREATE TABLE empty (); CREATE TABLE "Odd ""name" ("the ""text" json); INSERT INTO "Odd ""name" VALUES ('{}');
      INSERT INTO people VALUES (1, 'plain', '\\x81e96c'), (2, ${text}, NULL), (3, 'n' || ${text}, NULL)`);
  });
  return url;
}

test.each([
  // Every byte of LATIN1 is a character; these two of SQL_ASCII are one of UTF8.
  ['LATIN1', 'e9'],
  ['SQL_ASCII', 'c3a9'],
])('characters of %s that convert are green', async (encoding, bytes) => {
  const ends = await createEnds(source(), target());
  const config = configFor({ sourceUrl: await encodedSource(encoding, bytes), targetUrl: ends.target.url });
  expect(await verdictOf(encodingCheck, config)).toMatchObject({
    verdict: 'pass',
    detail: `The source's encoding is ${encoding}, the target's UTF8: every text of 3 tables converts.`,
  });
});

test.each([
  ['WIN1252', '81', 'bytes that stand for no character'],
  ['EUC_JP', '8ffefe', 'a character without an equivalent'],
  ['SQL_ASCII', 'e96c', 'SQL_ASCII with bytes of another encoding'],
])(
  'characters of %s that will not convert are red, with a query that shows the rows',
  async (encoding, bytes, cause) => {
    const ends = await createEnds(source(), target());
    const url = await encodedSource(encoding, bytes);
    const { detail, fix } = await redVerdict(
      encodingCheck,
      configFor({ sourceUrl: url, targetUrl: ends.target.url }),
      cause,
    );
    expect(detail).toContain('2 rows of public.people with 0x');
    const shown = /SELECT t\.ctid.*?;/.exec(fix)?.[0] ?? '';
    // Asked for as they are stored: what does not convert cannot be sent as UTF8.
    const rows = await withClient(url, async (client) => {
      await client.query(`SET client_encoding = '${encoding}'`);
      return (await client.query<{ id: number }>(shown)).rows;
    });
    expect(rows.map(({ id }) => id)).toEqual([2, 3]);
  },
);

test('a target that sorts otherwise is a warning, with the number of indexes on text', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute('CREATE TABLE t (id int PRIMARY KEY, name text UNIQUE, plain text COLLATE "C" UNIQUE)');
  const name = `${ends.target.name}_icu`;
  await ends.target.execute(
    `CREATE DATABASE ${name} LOCALE_PROVIDER icu ICU_LOCALE 'de' LOCALE 'C' TEMPLATE template0`,
  );
  const config = configFor({ sourceUrl: ends.source.url, targetUrl: target().url(undefined, name) });
  expect(await redVerdict(collationCheck, config, 'another locale')).toMatchObject({
    severity: 'warning',
    verdict: 'fail',
    detail:
      'The locale provider is libc on the source and icu on the target; the locale is C on the source and de on the target. 1 index on text follows it: public.t_name_key.',
  });
});

test('a source that was sorted by another version of its library is told, with the indexes that may be out of order', async () => {
  const ends = await createEnds(source(), target());
  const icu = async (server: typeof source, end: typeof ends.source) => {
    const name = `${end.name}_icu_too`;
    await end.execute(`CREATE DATABASE ${name} LOCALE_PROVIDER icu ICU_LOCALE 'de' LOCALE 'C' TEMPLATE template0`);
    return server().url(undefined, name);
  };
  const config = configFor({ sourceUrl: await icu(source, ends.source), targetUrl: await icu(target, ends.target) });
  await query(config.sourceUrl, 'CREATE TABLE people (name text UNIQUE)');
  expect(await verdictOf(collationCheck, config)).toMatchObject({ verdict: 'pass' });
  await query(config.sourceUrl, "UPDATE pg_database SET datcollversion = '58.0' WHERE datname = current_database()");
  const versions = [[/has [\d.]+ by now/g, 'has 153.120 by now']] as const;
  const red = await redVerdict(collationCheck, config, 'a source that was sorted by an older library', versions);
  expect(red.detail).toContain('1 index on text follows it: public.people_name_key.');
  expect(red.fix).toContain('REFRESH COLLATION VERSION');
});

test('what the disk needs is said, and where its free space cannot be seen the check is not green', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(
    'CREATE TABLE t AS SELECT i, repeat(md5(i::text), 10) AS filler FROM generate_series(1, 20000) i',
  );
  const role = await createRole(target(), ends.target);
  const blind = configFor({ sourceUrl: ends.source.url, targetUrl: role.url });
  expect(await verdictOf(diskCheck, blind)).toMatchObject({
    severity: 'warning',
    verdict: 'skip',
    detail: expect.stringMatching(
      /^1\d MB are needed: data, indexes and large objects of the source × 1\.5\. How much is free/,
    ),
    fix: expect.stringContaining('targetFreeBytes'),
  });
  const told = (targetFreeBytes: number) => ({ ...blind, profile: { ...blind.profile, targetFreeBytes } });
  expect(await verdictOf(diskCheck, told(2 ** 30))).toMatchObject({
    verdict: 'pass',
    detail: expect.stringContaining('1.0 GB are free on the target, by the word of the profile.'),
  });
  expect(await redVerdict(diskCheck, told(2 ** 20), 'too little room')).toMatchObject({ severity: 'warning' });
  expect(await verdictOf(diskCheck, configOf(ends))).toMatchObject({ verdict: 'pass' });
  expect((await verdictOf(diskCheck, configOf(ends, { excludeTables: ['t'] }))).detail).toContain('0 bytes are needed');
});

test('more jobs than the server has connections for stop a run; too few free ones are a warning', async () => {
  const ends = await createEnds(source(), target());
  const role = await createRole(target(), ends.target, 'CONNECTION LIMIT 11');
  const config = configFor({ sourceUrl: ends.source.url, targetUrl: role.url });
  expect(await redVerdict(connectionsCheck, config, 'fewer than the jobs need')).toMatchObject({
    severity: 'blocker',
    verdict: 'fail',
    detail: '4 jobs need 12 connections on each end: the role on the target allows 11, 0 are in use.',
    fix: 'Run with --jobs 3, or raise the limit.',
  });
  const many = await verdictOf(connectionsCheck, configOf(ends, { jobs: 16 }));
  expect(many).toMatchObject({ severity: 'blocker', fix: 'Run with --jobs 8, or raise the limit.' });
  expect(many.detail).toContain("the target's server allows 20");
});
