import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { openSettings } from '../../src/settings.ts';
import { profileSchema } from '../../core/config.ts';
import { connect } from '../../core/postgres/session.ts';
import { runMain } from '../support/run-main.ts';
import { createDatabase, type TestDatabase, useServer } from '../support/servers.ts';

const server = useServer();
let folder: string;
let database: TestDatabase;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  database = await createDatabase(server());
  await database.execute(`
    CREATE SCHEMA auth; CREATE SCHEMA storage;
    CREATE TABLE auth.users (id integer PRIMARY KEY, email text);
    CREATE TABLE storage.objects (id integer PRIMARY KEY, name text);
    CREATE TABLE public.orders (id integer PRIMARY KEY);
    INSERT INTO auth.users SELECT n, 'u' || n FROM generate_series(1, 20) n;
    INSERT INTO public.orders VALUES (1);`);
});

const run = (args: readonly string[], files: Record<string, string> = {}) =>
  runMain([...args, '--state-dir', folder], {
    core: { connect },
    env: { XDG_CONFIG_HOME: join(folder, 'config') },
    files,
  });

function backups(): string[] {
  return readdirSync(join(folder, 'backups'))
    .sort()
    .map((name) => join(folder, 'backups', name));
}

test('backup takes auth and storage, or the schemas that are named; restore puts them back and says so', async () => {
  const taken = await run(['backup', '--source', database.url]);
  expect([taken.code, taken.stderr]).toEqual([0, '']);
  expect(taken.stdout).toMatch(
    /backed up auth\.users: 20 rows[^]*backed up: 2 tables, 20 rows, .*\/backups\/backup_test_/,
  );
  const [backup = ''] = backups();
  expect(readdirSync(backup).sort()).toEqual(['auth_users.json', 'metadata.json', 'storage_objects.json']);
  await database.execute("DELETE FROM auth.users WHERE id > 10; INSERT INTO storage.objects VALUES (1, 'new')");

  const refused = await run(['restore', backup, '--target', database.url, '--confirm', database.name]);
  expect(refused.code).toBe(1);
  expect(refused.stdout).not.toContain('restored');
  expect(refused.stderr).toMatch(/storage\.objects: 1 that the backup does not have[^]*--overwrite-newer/);

  const flags = ['--target', database.url, '--confirm', database.name, '--overwrite-newer', '--json'];
  const restored = await run(['restore', backup, ...flags]);
  expect([restored.code, restored.stderr]).toEqual([0, '']);
  const lines = restored.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toMatchObject([
    { type: 'restore.table', table: 'auth.users', rows: 20 },
    { type: 'restore.table', table: 'storage.objects', rows: 0 },
    { type: 'restore.finished', tables: 2, rows: 20 },
  ]);
  expect(lines.at(-1)?.['kept']).toBe(backups().at(-1));
  expect(await database.query('SELECT count(*)::int AS n FROM auth.users')).toEqual([{ n: 20 }]);

  expect((await run(['backup', '--source', database.url, '--schemas', 'public', '--json'])).code).toBe(0);
  expect(readdirSync(backups().find((name) => readdirSync(name).includes('public_orders.json')) ?? '')).toHaveLength(2);
});

test('--all-profiles backs up one source after the other; one that fails is named, and the others are taken', async () => {
  const settings = openSettings(join(folder, 'config', 'cutover'));
  for (const [name, source] of [
    ['second', 'postgres://nobody@127.0.0.1:1/none'],
    ['first', database.url],
  ] as const) {
    settings.saveProfile(profileSchema.parse({ name, source }));
  }
  const { code, stdout, stderr } = await run(['backup', '--all-profiles', '--json'], {
    '.env': `PGPASSWORD=${server().password}`,
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/profile second: source: nothing accepts connections/);
  expect(stdout).toMatch(/"type":"backup\.finished","profile":"first"/);
  expect(backups()).toHaveLength(1);
});

test.each([
  [['backup'], /the source database is not known/],
  [['backup', '--all-profiles'], /no profile is saved/],
  [['restore', 'none', '--confirm', 'x', '--source', 'postgres://a/b'], /the target database is not known/],
])('%j is refused with exit 2', async (args, message) => {
  const { code, stderr } = await run(args);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});

test('a schema that is not there, nothing to back up and another database name are wrong usage', async () => {
  expect((await run(['backup', '--source', database.url, '--schemas', 'publik'])).code).toBe(2);
  await database.execute('DROP SCHEMA auth CASCADE; DROP SCHEMA storage CASCADE');
  const { code, stderr } = await run(['backup', '--source', database.url]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/no table to back up[^]*--schemas public/);
});
