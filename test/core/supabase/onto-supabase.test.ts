import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { sampleOwner, sampleSuperuser } from '../../../core/demo/sample.ts';
import { checkBackup } from '../../../core/backup/check.ts';
import { runFolder } from '../../../core/journal.ts';
import { runChecks } from '../../../core/preflight/run.ts';
import { finalizeRun } from '../../../core/rollback/finalize.ts';
import { startRun } from '../../../core/run/migrate.ts';
import type { AuthMode } from '../../../core/supabase/managed.ts';
import { killedAfter } from '../../support/killed-run.ts';
import { proxyForTest } from '../../support/proxy.ts';
import { eventsOf, testMigration, testRunId } from '../../support/migration.ts';
import { buildProgram, privateFolder, startProgram } from '../../support/program.ts';
import { query, useServer, withClient } from '../../support/servers.ts';
import {
  formerProjectSql,
  hashesOf,
  logsIn,
  platformForTest,
  supabaseProject,
  wholeDump,
} from '../../support/supabase.ts';
import { expectRed } from '../preflight/words.ts';

const source = useServer({ superuser: sampleSuperuser });
let sourceUrl = '';

beforeAll(async () => {
  sourceUrl = await supabaseProject(source(), 5000);
  await query(source().url(), "CREATE INDEX users_by_app ON auth.users ((raw_app_meta_data ->> 'app'))");
  await query(source().url(), 'GRANT SELECT (id, email) ON auth.users TO PUBLIC');
  await query(source().url(), 'GRANT SELECT ON storage.migrations TO PUBLIC');
  await query(source().url(), 'GRANT SELECT, UPDATE (phone) ON auth.users TO authenticated');
}, 60_000);

const profilesSql = 'SELECT count(*)::int AS rows, count(DISTINCT id)::int AS ids FROM public.profiles';
const objectsSql = `
  SELECT 'policy ' || polname AS name FROM pg_policy WHERE polrelid IN ('storage.objects'::regclass, 'auth.users'::regclass)
  UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = 'auth.users'::regclass AND NOT tgisinternal
  UNION ALL SELECT 'key ' || conrelid::regclass || ' ' || conname || ' ' || convalidated FROM pg_constraint
    WHERE confrelid = 'auth.users'::regclass AND connamespace = 'public'::regnamespace
  UNION ALL SELECT 'grant ' || privilege_type || concat(' ', attname, relname) || ' to everybody' FROM pg_class c
    JOIN LATERAL (SELECT NULL AS attname, c.relacl AS acl UNION ALL SELECT attname, attacl FROM pg_attribute
      WHERE attrelid = c.oid) l ON true JOIN LATERAL aclexplode(l.acl) x ON x.grantee = 0
    WHERE c.relnamespace IN ('auth'::regnamespace, 'storage'::regnamespace)
  UNION ALL SELECT 'published ' || schemaname || '.' || tablename FROM pg_publication_tables WHERE schemaname = 'public'
  ORDER BY 1`;

test('5,000 users of all hash formats reach a target with services of its own, killed in the middle and resumed', async () => {
  buildProgram();
  const target = await platformForTest();
  const targetUrl = target.url(sampleOwner);
  const folder = privateFolder();
  const args = ['--source', sourceUrl, '--target', targetUrl, '--json'];
  const proxy = await proxyForTest(targetUrl);
  const through = ['--source', sourceUrl, '--target', proxy.url(targetUrl), '--json'];
  await killedAfter(startProgram(folder, ['run', '--go', ...through]), proxy, 'copy:auth.users');
  const resumed = await startProgram(folder, ['resume', ...args]).ended;
  expect(resumed.code, `${resumed.stdout.split('\n').at(-2)} ${resumed.stderr}`).toBe(0);

  const wanted = await hashesOf(sourceUrl);
  expect(wanted.users).toBeGreaterThan(5000);
  expect(await hashesOf(targetUrl)).toEqual(wanted);
  expect(await logsIn(targetUrl)).toBe(true);
  // The trigger that makes a profile for each user came after the users.
  expect(await query(targetUrl, profilesSql)).toEqual(await query(sourceUrl, profilesSql));
  expect(await query(targetUrl, objectsSql)).toEqual(await query(sourceUrl, objectsSql));
  // What Supabase Auth could not read is mended, and nothing else.
  const broken = `SELECT count(*)::int AS users FROM auth.users WHERE confirmation_token IS NULL OR recovery_token IS NULL
    OR email_change IS NULL OR email_change_token_new IS NULL OR instance_id IS DISTINCT FROM $1`;
  const zero = '00000000-0000-0000-0000-000000000000';
  expect(await query(targetUrl, broken, [zero])).toEqual([{ users: 0 }]);
  // Sessions are not carried, the services' own history is untouched.
  expect(await query(targetUrl, 'SELECT FROM auth.sessions')).toEqual([]);
  const identities =
    'SELECT count(*)::int AS rows, md5(string_agg(i::text, i.id::text ORDER BY id)) AS text FROM auth.identities i';
  expect(await query(targetUrl, identities)).toEqual(await query(sourceUrl, identities));
}, 180_000);

test.each([
  ['the role that people connect as', sampleOwner, 17],
  ['that role on 18', sampleOwner, 18],
  ['the superuser', sampleSuperuser, 17],
] as const)(
  'as %s, a rollback gives a target with 3 users and a bucket back byte for byte',
  async (_, role, major) => {
    const target = await platformForTest({ major });
    await withClient(target.url(), (client) => client.query(formerProjectSql));
    const targetUrl = target.url(role);
    const before = await wholeDump(target.url());
    expect(before).toContain('former-3@users.example');
    const migration = await testMigration(sourceUrl, targetUrl);
    const end = await migration.run();
    expect(end.outcome, end.verdict).toBe('verified');
    const names = end.leftOut.map(({ table }) => table);
    expect(names).toContain('index auth.users_by_app');
    expect(names).toContain('auth.sessions');
    expect(names).toContain('grant SELECT, UPDATE (phone) on auth.users to authenticated');
    expect(names.filter((name) => name.startsWith('grant '))).toHaveLength(1);
    expect(names).toContain('column auth.saml_providers.name_id_format');
    // The platform's own is no difference.
    expect(
      eventsOf(migration.events, 'verify.item').filter(
        ({ kind, verdict }) => kind === 'publication' && verdict === 'differ',
      ),
    ).toEqual([]);
    expect(await hashesOf(targetUrl)).toEqual(await hashesOf(sourceUrl));
    // What is set aside is whole, and the former trigger and policy gave way to the project's.
    expect(await query(target.url(), `SELECT count(*)::int AS rows FROM "auth_before_${testRunId}".users`)).toEqual([
      { rows: 3 },
    ]);
    expect(await query(target.url(), objectsSql)).toEqual(await query(source().url(), objectsSql));

    // The rows that were in the way are in the run's folder as well, and a restore would find them whole.
    const backup = await checkBackup(join(runFolder(migration.config.stateDir, testRunId), 'backup'));
    expect(backup.rowCounts).toMatchObject({ 'auth.users': 3, 'storage.buckets': 1 });
    expect(await migration.rollback('postgres')).toMatchObject({ outcome: 'rolled-back' });
    expect(await wholeDump(target.url())).toBe(before);
  },
  60_000,
);

test('without session_replication_role rows go in by the order of their keys, and a rollback takes them out', async () => {
  const target = await platformForTest();
  await withClient(target.url(), async (client) => {
    await client.query('REVOKE SET ON PARAMETER session_replication_role FROM postgres');
    await client.query(
      `${formerProjectSql}; DROP TABLE public.profiles; DROP TRIGGER on_auth_user_created ON auth.users`,
    );
  });
  const before = await wholeDump(target.url());
  const migration = await testMigration(sourceUrl, target.url(sampleOwner), { jobs: 4 });
  // Stopped when the users are there, and changed: what refers to them is copied again with them.
  migration.onEvent = (event) => {
    if (event.type === 'step.started' && event.id === 'verify-schema') void migration.control.stop();
  };
  expect(await migration.run()).toMatchObject({ outcome: 'paused' });
  await query(source().url(), "UPDATE auth.users SET email = 'changed-' || email WHERE email LIKE 'user-7@%'");
  migration.onEvent = () => undefined;
  expect(await migration.resume()).toMatchObject({ outcome: 'verified' });
  expect(await query(target.url(), 'SELECT count(*)::int AS rows FROM auth.identities')).toEqual(
    await query(sourceUrl, 'SELECT count(*)::int AS rows FROM auth.identities'),
  );
  expect(await migration.rollback('postgres')).toMatchObject({ outcome: 'rolled-back' });
  expect(await wholeDump(target.url())).toBe(before);
}, 60_000);

test('sessions and tokens go along where the profile says so, and the sequence of tokens with them', async () => {
  const target = await platformForTest();
  await withClient(target.url(), (client) => client.query(formerProjectSql));
  const before = await wholeDump(target.url());
  const migration = await testMigration(sourceUrl, target.url(sampleOwner));
  const config = { ...migration.config, profile: { ...migration.config.profile, carrySessions: true } };
  const { emit, control } = { emit: () => undefined, control: migration.control };
  expect(await startRun({ config, emit, control }, testRunId)).toMatchObject({ outcome: 'verified' });
  const tokens = `SELECT count(*)::int AS rows, (SELECT last_value FROM auth.refresh_tokens_id_seq) AS last,
    (SELECT count(*)::int FROM auth.sessions) AS sessions FROM auth.refresh_tokens`;
  expect(await query(target.url(), tokens)).toEqual(await query(sourceUrl, tokens));
  expect(await migration.rollback('postgres')).toMatchObject({ outcome: 'rolled-back' });
  expect(await wholeDump(target.url())).toBe(before);
}, 60_000);

test('finalize drops what was set aside in the services’ schemas', async () => {
  const target = await platformForTest();
  await withClient(target.url(), (client) => client.query(formerProjectSql));
  const migration = await testMigration(sourceUrl, target.url(sampleOwner));
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  await finalizeRun({
    config: migration.config,
    emit: () => undefined,
    runId: undefined,
    confirm: 'postgres',
    endHoldEarly: true,
  });
  expect(await query(target.url(), "SELECT nspname FROM pg_namespace WHERE nspname ~ '_before_|^cutover$'")).toEqual(
    [],
  );
  expect(await hashesOf(target.url())).toEqual(await hashesOf(sourceUrl));
}, 60_000);

describe('checks on a target with services', () => {
  async function verdicts(targetUrl: string, auth?: AuthMode) {
    const { config } = await testMigration(sourceUrl, targetUrl, auth === undefined ? {} : { auth });
    const report = await runChecks({ config }, () => undefined);
    return {
      report,
      of: (id: string) => report.checks.find((check) => check.id === id),
    };
  }

  test('all are green, and say what becomes of the users', async () => {
    const target = await platformForTest();
    const { report, of } = await verdicts(target.url(sampleOwner));
    expect(report.blockers).toEqual([]);
    expect(report.unproven).toEqual([]);
    expect(of('auth')?.detail).toMatch(/5,\d\d\d users \(.*bcrypt.*argon2.*fbscrypt.*\): --auth supabase/);
    expect(of('left-out-data')?.detail).toContain('auth.saml_providers.name_id_format; no row has a value there');
    expect(of('mended-users')?.detail).toMatch(/auth\.users\.email_change_token_new: NULL .* in 2,500 rows/);
    await expectRed(of('mended-users'), 'values that Supabase Auth cannot read', [[/[\d,]+ rows?/g, '2,500 rows']]);
  }, 60_000);

  test('a column or table that the target lacks and that holds data is a blocker, with its name and rows', async () => {
    const target = await platformForTest();
    await query(target.url(), 'ALTER TABLE auth.users DROP COLUMN banned_until');
    await query(target.url(), 'DROP TABLE auth.oauth_consents');
    await query(target.url(), 'ALTER TABLE auth.identities ADD COLUMN must_be_there text NOT NULL');
    const { of } = await verdicts(target.url(sampleOwner));
    expect(of('left-out-data')).toMatchObject({ verdict: 'fail', severity: 'blocker' });
    expect(of('left-out-data')?.detail).toMatch(/auth\.users\.banned_until \(\d+ rows?\)/);
    expect(of('left-out-data')?.detail).toMatch(/auth\.oauth_consents \(\d+ rows?\)/);
    expect(of('left-out-data')?.detail).toContain('auth.identities.must_be_there must have a value');
    await expectRed(of('left-out-data'), 'a target that is behind', [[/\([\d,]+ rows?\)/g, '(40 rows)']]);
  }, 60_000);

  test('what the role may not do with the services’ tables is named, and so is a key that a deletion would follow', async () => {
    const target = await platformForTest();
    await withClient(target.url(), async (client) => {
      await client.query(formerProjectSql);
      await client.query('REVOKE SET ON PARAMETER session_replication_role FROM postgres');
      await client.query('REVOKE supabase_storage_admin FROM postgres');
      await client.query('REVOKE DELETE ON storage.buckets FROM postgres, anon, authenticated, service_role');
    });
    const { of } = await verdicts(target.url(sampleOwner));
    expect(of('service-tables')).toMatchObject({ verdict: 'fail', severity: 'blocker' });
    expect(of('service-tables')?.detail).toContain('may not read, fill and empty storage.buckets');
    expect(of('service-tables')?.detail).toContain('Owners read their invoices on storage.objects');
    expect(of('service-tables')?.detail).toContain('profiles_id_fkey of public.profiles');
    await expectRed(of('service-tables'), 'a role without rights on them');
  }, 60_000);

  test('modes that the ends rule out are refused with the reason', async () => {
    const target = await platformForTest();
    expect((await verdicts(target.url(sampleOwner), 'plain')).of('auth')).toMatchObject({
      verdict: 'fail',
      detail: expect.stringContaining('belongs to its own Auth service'),
    });
  }, 60_000);
});
