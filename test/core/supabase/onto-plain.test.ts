import type pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { killedAfter } from '../../support/killed-run.ts';
import { proxyForTest } from '../../support/proxy.ts';
import { sampleSuperuser } from '../../../core/demo/sample.ts';
import { runChecks } from '../../../core/preflight/run.ts';
import type { FinishedCheck } from '../../../core/preflight/types.ts';
import { contentsOf } from '../../support/contents.ts';
import { dumpText, testMigration } from '../../support/migration.ts';
import { buildProgram, privateFolder, startProgram } from '../../support/program.ts';
import {
  createDatabase,
  query,
  serverForTest,
  type TestDatabase,
  useServer,
  withClient,
} from '../../support/servers.ts';
import { hashesOf, logsIn, supabaseProject } from '../../support/supabase.ts';
import { expectRed } from '../preflight/words.ts';

const source = useServer({ superuser: sampleSuperuser });
const target = useServer();
let sourceUrl = '';

/** What the platform has beside auth and storage, and what the project has made of it. */
const platformSql = `
  CREATE SCHEMA realtime; CREATE TABLE realtime.messages (id int); INSERT INTO realtime.messages VALUES (1);
  CREATE SCHEMA vault; CREATE TABLE vault.secrets (secret text);
  CREATE SCHEMA supabase_functions;
  CREATE FUNCTION supabase_functions.http_request() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
  CREATE TRIGGER webhook AFTER INSERT ON public.reviews FOR EACH ROW EXECUTE FUNCTION supabase_functions.http_request();
  CREATE FUNCTION extensions.watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
  CREATE EVENT TRIGGER pgrst_ddl_watch ON ddl_command_end EXECUTE FUNCTION extensions.watch();
  SET ROLE postgres;
  CREATE SCHEMA supabase_migrations;
  CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text);
  INSERT INTO supabase_migrations.schema_migrations VALUES ('20260101000000', '{}', 'init');
  CREATE TABLE public.notes (id bigint GENERATED ALWAYS AS IDENTITY, owner uuid DEFAULT auth.uid(), body text);
  INSERT INTO public.notes (owner, body) SELECT id, 'of ' || email FROM auth.users WHERE email LIKE '%@users.example';
  ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON public.notes TO authenticated USING (owner = (SELECT auth.uid()));
  GRANT SELECT, INSERT ON public.notes TO authenticated, anon;
`;

beforeAll(async () => {
  sourceUrl = await supabaseProject(source(), 5000);
  await withClient(source().url(), (client) => client.query(platformSql));
}, 60_000);

/** What a request with these claims sees, as the API in front of the database would ask. */
async function seenBy(client: pg.Client, role: string, claims: object): Promise<string[]> {
  await client.query(`BEGIN; SET LOCAL ROLE ${role}`);
  await client.query("SELECT set_config('request.jwt.claims', $1, true)", [JSON.stringify(claims)]);
  const { rows } = await client.query<{ body: string }>('SELECT body FROM public.notes ORDER BY id');
  await client.query('ROLLBACK');
  return rows.map(({ body }) => body);
}

async function expectOwnRowsOnly(to: TestDatabase): Promise<void> {
  const users = await query<{ id: string; email: string }>(
    sourceUrl,
    "SELECT id, email FROM auth.users WHERE email ~ '^user-1?[23]@'",
  );
  await withClient(to.url, async (client) => {
    for (const { id, email } of users) {
      expect(await seenBy(client, 'authenticated', { sub: id, role: 'authenticated' })).toEqual([`of ${email}`]);
    }
    expect(await seenBy(client, 'authenticated', { sub: '00000000-0000-0000-0000-000000000001' })).toEqual([]);
    expect(await seenBy(client, 'authenticated', {})).toEqual([]);
    expect(await seenBy(client, 'anon', { role: 'anon' })).toEqual([]);
    await client.query('SELECT set_config(\'request.jwt.claims\', \'{"email": "a@b", "role": "x"}\', false)');
    const { rows } = await client.query("SELECT auth.email(), auth.role(), auth.jwt() ->> 'role' AS claim, auth.uid()");
    expect(rows).toEqual([{ email: 'a@b', role: 'x', claim: 'x', uid: null }]);
  });
}

test('5,000 users reach plain PostgreSQL, killed in the middle and resumed, and row security works as before', async () => {
  buildProgram();
  const to = await createDatabase(target());
  const folder = privateFolder();
  const args = ['--source', sourceUrl, '--target', to.url, '--json'];
  const proxy = await proxyForTest(to.url);
  const through = ['--source', sourceUrl, '--target', proxy.url(to.url), '--json'];
  await killedAfter(startProgram(folder, ['run', '--go', ...through]), proxy, 'copy:auth.users');
  // The half-made target looks like one of Supabase's: the run goes on as it was settled all the same.
  const resumed = await startProgram(folder, ['resume', ...args]).ended;
  expect(resumed.code, `${resumed.stdout.split('\n').at(-2)} ${resumed.stderr}`).toBe(0);

  expect(await hashesOf(to.url)).toEqual(await hashesOf(sourceUrl));
  expect(await logsIn(to.url)).toBe(true);
  const schemas = ['auth', 'public', 'storage', 'supabase_migrations'];
  expect(await contentsOf(to.url, schemas)).toEqual(await contentsOf(sourceUrl, schemas));
  await expectOwnRowsOnly(to);
  expect(await to.query('SHOW search_path')).toEqual([{ search_path: '"$user", public, extensions' }]);
}, 120_000);

test('the platform’s own stays behind by name, and a rollback undoes the search_path and the roles', async () => {
  const server = await serverForTest();
  const to = await createDatabase(server);
  await to.execute(`ALTER DATABASE "${to.name}" SET search_path = "$user", public, "Odd One"`);
  const before = await dumpText(to.url);
  const migration = await testMigration(sourceUrl, to.url);
  const end = await migration.run();
  expect(end.outcome, end.verdict).toBe('verified');
  expect(end.leftOut).toEqual(
    expect.arrayContaining([
      { table: 'schema realtime', reason: expect.stringMatching(/Realtime service.*\(1 table, about \d+ rows?\)/) },
      { table: 'schema vault', reason: expect.stringContaining('a key that stays on the source') },
      { table: 'trigger webhook on public.reviews', reason: expect.stringContaining('supabase_functions') },
      { table: 'event trigger pgrst_ddl_watch', reason: expect.stringContaining('platform') },
    ]),
  );
  expect(await to.query('SHOW search_path')).toEqual([{ search_path: '"$user", public, "Odd One", extensions' }]);
  const roles = `SELECT rolname, rolcanlogin, rolbypassrls FROM pg_roles
    WHERE rolname IN ('anon', 'authenticated', 'authenticator', 'service_role') ORDER BY 1`;
  expect(await to.query(roles)).toEqual(
    ['anon', 'authenticated', 'authenticator', 'service_role'].map((rolname) => ({
      rolname,
      rolcanlogin: false,
      rolbypassrls: rolname === 'service_role',
    })),
  );
  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  expect(await dumpText(to.url)).toBe(before);
  expect(await to.query('SHOW search_path')).toEqual([{ search_path: '"$user", public, "Odd One"' }]);
  expect(await to.query(roles)).toEqual([]);
}, 60_000);

test('--auth none moves no users: policies work on the functions alone, and what led to users is named', async () => {
  const to = await createDatabase(target());
  await to.execute('CREATE SCHEMA auth; CREATE TABLE auth.users (x integer); INSERT INTO auth.users VALUES (42)');
  const migration = await testMigration(sourceUrl, to.url, { auth: 'none' });
  const end = await migration.run();
  expect(end.outcome, end.verdict).toBe('verified');
  const names = end.leftOut.map(({ table }) => table);
  expect(names).toContain('schema auth');
  expect(names).toContain('foreign key public.profiles profiles_id_fkey');
  expect(names).toContain('trigger on_auth_user_created on auth.users');
  expect(await to.query("SELECT to_regclass('auth.users')::text AS users")).toEqual([{ users: null }]);
  await expectOwnRowsOnly(to);
  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  expect(await to.query('SELECT x FROM auth.users')).toEqual([{ x: 42 }]);
}, 60_000);

describe('checks', () => {
  async function authCheck(
    from: string,
    to: string,
    options: Parameters<typeof testMigration>[2] = {},
    id = 'auth',
  ): Promise<FinishedCheck | undefined> {
    const { config } = await testMigration(from, to, options);
    const report = await runChecks({ config }, () => undefined);
    return report.checks.find((check) => check.id === id);
  }

  test('a source without Supabase is a plain migration, and the check says so', async () => {
    const from = await createDatabase(target());
    const to = await createDatabase(target());
    expect(await authCheck(from.url, to.url)).toMatchObject({
      verdict: 'pass',
      detail: expect.stringContaining('this is a plain PostgreSQL migration'),
    });
    expect(await authCheck(from.url, to.url, { auth: 'supabase' })).toMatchObject({
      verdict: 'fail',
      detail: expect.stringContaining('the source has no schema of it'),
    });
  }, 60_000);

  test('--auth supabase needs a target with Supabase Auth', async () => {
    const to = await createDatabase(target());
    const red = await authCheck(sourceUrl, to.url, { auth: 'supabase' });
    expect(red?.detail).toContain('no schema of Supabase Auth');
    await expectRed(red, 'a target without Supabase Auth');
  }, 60_000);

  test('what would be made and uses the users that are not moved is a blocker, by name', async () => {
    const from = await createDatabase(source(), { template: 'postgres' });
    await from.execute(`CREATE VIEW public.emails AS SELECT email FROM auth.users;
      CREATE TABLE public.levels (level auth.aal_level)`);
    const to = await createDatabase(target());
    const detail = await authCheck(from.url, to.url, { auth: 'none' }, 'left-out-needs');
    expect(detail).toMatchObject({ verdict: 'fail', severity: 'blocker' });
    expect(detail?.detail).toContain('view public.emails uses table auth.users');
    expect(detail?.detail).toContain('Table public.levels uses type auth.aal_level');
    await expectRed(detail, 'a view and a column that need auth');
    expect(await authCheck(sourceUrl, to.url, { auth: 'none' }, 'left-out-needs')).toMatchObject({ verdict: 'pass' });
  }, 60_000);
});
