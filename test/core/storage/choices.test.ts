import { readFile as readBytes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sampleSuperuser } from '../../../core/demo/sample.ts';
import { runChecks } from '../../../core/preflight/run.ts';
import { storageChecks } from '../../../core/preflight/storage.ts';
import type { FinishedCheck } from '../../../core/preflight/types.ts';
import { chooseStorage } from '../../../core/run/storage.ts';
import { readFile } from '../../../core/supabase/storage/transfer.ts';
import { storageFolder } from '../../../core/supabase/storage/run.ts';
import { testMigration, testRunId } from '../../support/migration.ts';
import { createDatabase, useServer } from '../../support/servers.ts';
import {
  contentOf,
  fillBucket,
  storageMigration,
  type StorageWorld,
  storageWorld,
  storedRows,
} from '../../support/storage.ts';
import { expectRed } from '../preflight/words.ts';

const source = useServer({ superuser: sampleSuperuser });
const target = useServer({ superuser: sampleSuperuser });
const plain = useServer();
const servers = () => ({ source: source(), target: target() });

const files = [
  { name: 'a.txt', size: 100, type: 'text/plain' },
  { name: 'dir', size: 5 },
  { name: 'dir/b.txt', size: 7 * 1024 * 1024 },
];
const facts = { contentType: 'text/plain', cacheControl: '60', userMetadata: undefined, upsert: true };

/** What the checks of Storage say, by their ids. */
async function checked(migration: Awaited<ReturnType<typeof testMigration>>): Promise<Map<string, FinishedCheck>> {
  const report = await runChecks({ config: migration.config }, () => undefined, { checks: storageChecks });
  return new Map(report.checks.map((check) => [check.id, check]));
}

async function textOf({ client }: StorageWorld, bucket: string, name: string): Promise<number> {
  return (await readFile(client, bucket, name)).size;
}

test('files do not go to a service while their owners go to Stack Auth: refused, or left behind with the reason', () => {
  const both = { source: true, target: true };
  expect(() => chooseStorage({ auth: 'stack', storage: 'api' }, both)).toThrow(/owners of files/);
  expect(chooseStorage({ auth: 'stack' }, both)).toMatchObject({
    mode: 'none',
    reason: expect.stringContaining('owners of files'),
  });
  expect(chooseStorage({ auth: 'stack', storage: 'directory' }, both)).toMatchObject({ mode: 'directory' });
  expect(chooseStorage({ auth: 'supabase', storage: 'api' }, both)).toMatchObject({ mode: 'api' });
});

test('a bucket of the target with files in it is a blocker until somebody chooses', async () => {
  const { from, to, migration } = await storageMigration(servers());
  await fillBucket(from, 'shared', files);
  await fillBucket(to, 'shared', [{ name: 'a.txt', size: 9 }]);
  const checks = await checked(migration);
  expect(checks.get('storage-buckets')).toMatchObject({
    verdict: 'fail',
    severity: 'blocker',
    fix: expect.stringContaining('--existing-buckets'),
  });
  await expectRed(checks.get('storage-buckets'), 'a bucket with files');
  expect(checks.get('storage-keys')).toMatchObject({ verdict: 'pass' });
  expect(checks.get('storage-size')).toMatchObject({ verdict: 'pass' });
});

test('skip leaves the bucket of the target alone, and names it', async () => {
  const { from, to, migration } = await storageMigration(servers(), { existingBuckets: 'skip' });
  await fillBucket(from, 'shared', files);
  await fillBucket(from, 'own', files);
  await fillBucket(to, 'shared', [{ name: 'a.txt', size: 9 }]);
  const before = await storedRows(to.database);
  const end = await migration.run();
  expect(end).toMatchObject({ outcome: 'verified' });
  expect(end.leftOut).toContainEqual(expect.objectContaining({ table: 'bucket shared' }));
  expect(await textOf(to, 'shared', 'a.txt')).toBe(9);
  expect(await textOf(to, 'own', 'a.txt')).toBe(100);
  await migration.rollback(to.database.name);
  expect(await storedRows(to.database)).toEqual(before);
});

test.for([
  { existingBuckets: 'overwrite', kept: true },
  { existingBuckets: 'rename', kept: false },
] as const)(
  '$existingBuckets sets aside what is in the way, and a rollback brings it back',
  async ({ existingBuckets, kept }) => {
    const { from, to, migration } = await storageMigration(servers(), { existingBuckets });
    await fillBucket(from, 'shared', files);
    await fillBucket(
      to,
      'shared',
      [
        { name: 'a.txt', size: 9 },
        { name: 'own.txt', size: 4 },
      ],
      { public: true, fileSizeLimit: 50 },
    );
    const before = { rows: await storedRows(to.database), buckets: await to.client.buckets() };
    expect(await migration.run()).toMatchObject({ outcome: 'verified' });
    expect(await textOf(to, 'shared', 'a.txt')).toBe(100);
    const isThere = await to.client.info('shared', 'own.txt').then(
      () => true,
      () => false,
    );
    expect(isThere).toBe(kept);
    expect(await migration.rollback(to.database.name)).toMatchObject({ outcome: 'rolled-back' });
    expect({ rows: await storedRows(to.database), buckets: await to.client.buckets() }).toEqual(before);
    expect(await textOf(to, 'shared', 'a.txt')).toBe(9);
  },
);

test("a file that somebody puts under a name of the run's is named, and neither a resume nor a rollback touches it", async () => {
  const { from, to, migration } = await storageMigration(servers());
  await fillBucket(from, 'shared', files);
  await fillBucket(to, 'shared', []);
  migration.onEvent = (event) => {
    if (event.type !== 'step.finished' || event.id !== 'bucket:shared') return;
    migration.control.pause();
    void to.client.upload('shared', 'a.txt', contentOf('theirs', 9), facts).finally(() => migration.control.proceed());
  };
  const taken = { outcome: 'failed', verdict: expect.stringContaining('this run did not bring') };
  expect(await migration.run()).toMatchObject(taken);
  expect(await migration.resume()).toMatchObject(taken);
  expect(await textOf(to, 'shared', 'a.txt')).toBe(9);
  expect(await textOf(to, 'shared', 'dir')).toBe(5);
  expect(await migration.rollback(to.database.name)).toMatchObject({ outcome: 'rolled-back' });
  expect((await storedRows(to.database)).map((row) => (row as { name: string }).name)).toEqual(['a.txt']);
  expect(await textOf(to, 'shared', 'a.txt')).toBe(9);
});

test('a name that the server refuses is named before the run, and --storage directory takes it', async () => {
  const { from, migration } = await storageMigration(servers());
  await fillBucket(from, 'files', files);
  await from.database.execute(`UPDATE storage.objects SET name = 'Größe.txt' WHERE name = 'a.txt'`);
  await from.api.rename('files', 'a.txt', 'Größe.txt');
  const red = (await checked(migration)).get('storage-names');
  await expectRed(red, 'a name that is refused');
  expect(red).toMatchObject({
    ...{ verdict: 'fail', severity: 'blocker', detail: expect.stringContaining('files/Größe.txt') },
    fix: expect.stringContaining('--storage directory'),
  });
});

test('a file above the size limit of the target is found before the run', async () => {
  const to = await storageWorld(target(), { fileSizeLimit: 1024 ** 2 });
  const { from, migration } = await storageMigration(servers(), {}, { to });
  await fillBucket(from, 'files', files);
  await to.database.execute("INSERT INTO storage.migrations (id, name, hash) VALUES (9999, 'of-tomorrow', '')");
  const checks = await checked(migration);
  await expectRed(checks.get('storage-schema'), 'another version');
  const red = checks.get('storage-size');
  await expectRed(red, 'a file above the limit');
  expect(red).toMatchObject({
    ...{ verdict: 'fail', severity: 'blocker' },
    detail: expect.stringContaining('files/dir/b.txt'),
  });
});

test('an API of another project is found before the run', async () => {
  const { from, migration } = await storageMigration(servers());
  await fillBucket(from, 'files', files);
  const other = await storageWorld(source());
  const access = { ...migration.config.supabase, source: other.access };
  const wrong = { ...migration, config: { ...migration.config, supabase: access } };
  const red = (await checked(wrong)).get('storage-keys');
  expect(red).toMatchObject({ severity: 'blocker' });
  await expectRed(red, 'an API of another project');
  const anon = { ...access, source: { ...from.access, serviceKey: 'sb_publishable_x' } };
  const published = { ...migration, config: { ...migration.config, supabase: anon } };
  await expectRed((await checked(published)).get('storage-keys'), 'the anon key');
});

test('onto plain PostgreSQL files stay behind by default, and the verdict says so; --storage api is refused', async () => {
  const from = await storageWorld(source());
  await fillBucket(from, 'files', files);
  const to = await createDatabase(plain());
  const migration = await testMigration(from.url, to.url, {}, 'rehearsal', { supabase: { source: from.access } });
  const staying = (await checked(migration)).get('storage');
  expect(staying).toMatchObject({ severity: 'warning' });
  await expectRed(staying, 'files that stay behind');
  const asked = await testMigration(from.url, to.url, { storage: 'api' }, 'rehearsal', {
    supabase: { source: from.access },
  });
  await expectRed((await checked(asked)).get('storage'), 'a target without Storage');
  expect((await checked(asked)).get('storage')).toMatchObject({
    ...{ verdict: 'fail', severity: 'blocker', detail: expect.stringContaining('3 files') },
    fix: expect.stringContaining('--storage directory'),
  });
  await expect(asked.run()).rejects.toThrow('no Storage service');
  const end = await migration.run();
  expect(end).toMatchObject({ outcome: 'verified' });
  expect(end.verdict).toMatch(/verified in part.*storage files \(3 files, 7\.34 MB, were not moved/);
});

test('--storage directory writes every file and a manifest, verifies them, and leaves them with a rollback', async () => {
  const from = await storageWorld(source());
  await fillBucket(from, 'files', [...files, { name: 'a/../odd%name', size: 3 }].slice(0, 3));
  const to = await createDatabase(plain());
  const migration = await testMigration(from.url, to.url, { storage: 'directory' }, 'rehearsal', {
    supabase: { source: from.access },
  });
  const end = await migration.run();
  expect(end).toMatchObject({
    outcome: 'verified',
    verdict: expect.stringContaining('3 files in the folder read back'),
  });
  const folder = storageFolder(migration.config, migration.config.options, testRunId);
  const lines = (await readBytes(join(folder, 'manifest.ndjson'), 'utf8')).trimEnd().split('\n');
  const manifest = lines.map(
    (line) => JSON.parse(line) as { name: string; path: string; size: number; sha256: string; contentType: string },
  );
  expect(manifest.map(({ name, size }) => [name, size])).toEqual(files.map(({ name, size }) => [name, size]));
  for (const { name, path, size, sha256 } of manifest) {
    expect((await readBytes(join(folder, path))).equals(contentOf(name, size))).toBe(true);
    expect(sha256).toHaveLength(64);
  }
  await migration.rollback(to.name);
  expect(await readBytes(join(folder, 'manifest.ndjson'), 'utf8')).toContain('a.txt');
});

test('without SQL access to storage the API lists the files, and the plan says that it is slower', async () => {
  const { from, to, migration } = await storageMigration(servers());
  await fillBucket(from, 'files', files);
  await from.database.execute(
    'REVOKE ALL ON storage.objects, storage.buckets FROM postgres, anon, authenticated, service_role; REVOKE supabase_storage_admin FROM postgres',
  );
  await to.database.execute(
    'REVOKE ALL ON storage.objects, storage.buckets FROM postgres, anon, authenticated, service_role; REVOKE supabase_storage_admin FROM postgres',
  );
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  expect(migration.events).toContainEqual(
    expect.objectContaining({ type: 'log', message: expect.stringContaining('slower') }),
  );
  for (const { name, size } of files) expect(await textOf(to, 'files', name)).toBe(size);
  expect(to.api.uploads).toHaveLength(3);
  await to.client.upload('files', 'a.txt', Buffer.from('other'), facts);
  expect(await migration.verify()).toMatchObject({ outcome: 'failed' });
});

test('--verify-storage sample:N% reads back a part, and the verdict says which', async () => {
  const { from, migration } = await storageMigration(servers(), { verifyStorage: 50 });
  await fillBucket(
    from,
    'files',
    Array.from({ length: 20 }, (_, n) => ({ name: `file ${n}`, size: 10 })),
  );
  const end = await migration.run();
  expect(end).toMatchObject({ outcome: 'verified', verdict: expect.stringContaining('verified in part') });
  expect(end.verdict).toMatch(/--verify-storage sample:50%: \d+ files of 20 files not read back/);
});
