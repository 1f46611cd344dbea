import { expect, test, vi } from 'vitest';
import { sampleSuperuser } from '../../../core/demo/sample.ts';
import { readFile } from '../../../core/supabase/storage/transfer.ts';
import { useServer } from '../../support/servers.ts';
import { contentOf, fillBucket, storageMigration, type StorageWorld, storedRows } from '../../support/storage.ts';

const source = useServer({ superuser: sampleSuperuser });
const target = useServer({ superuser: sampleSuperuser });
const servers = () => ({ source: source(), target: target() });

const mega = 1024 * 1024;
const many = Array.from({ length: 120 }, (_, index) => ({
  name: `folder ${index % 7}/${index}.bin`,
  size: 50 + index,
}));

/** How often each file was uploaded to its end. */
function uploadsOf({ api }: StorageWorld): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of api.uploads) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

async function expectSame(from: StorageWorld, to: StorageWorld): Promise<void> {
  const rows = await storedRows(to.database);
  expect(rows).toEqual(await storedRows(from.database));
  for (const { bucket_id: bucket, name } of rows as { bucket_id: string; name: string }[]) {
    expect(await readFile(to.client, bucket, name)).toEqual(await readFile(from.client, bucket, name));
  }
}

test('a stop keeps what is there: the resume sends the rest, and no finished file twice', async () => {
  const { from, to, migration } = await storageMigration(servers(), { storageJobs: 2 });
  await fillBucket(from, 'many', many);
  migration.onEvent = (event) => {
    if (event.type === 'step.progress' && event.id.startsWith('files:') && event.rows >= 10) {
      migration.onEvent = () => undefined;
      void migration.control.stop(0);
    }
  };
  expect(await migration.run()).toMatchObject({ outcome: 'paused' });
  const before = to.api.uploads.length;
  expect(before).toBeGreaterThanOrEqual(10);
  expect(before).toBeLessThan(many.length);
  expect(await migration.resume()).toMatchObject({ outcome: 'verified' });
  const counts = uploadsOf(to);
  expect(counts.size).toBe(many.length);
  expect([...counts.values()].every((count) => count === 1)).toBe(true);
  await expectSame(from, to);
});

test('what changed on the source between a stop and a resume is moved anew, and what is gone there goes', async () => {
  const { from, to, migration } = await storageMigration(servers());
  await fillBucket(from, 'many', many.slice(0, 10), { allowedMimeTypes: ['application/*'] });
  // Everything is in place but the verification.
  migration.onEvent = (event) => {
    if (event.type === 'step.finished' && event.id === 'bucket-rules:many') {
      migration.onEvent = () => undefined;
      void migration.control.stop(0);
    }
  };
  expect(await migration.run()).toMatchObject({ outcome: 'paused' });
  const facts = { contentType: 'text/plain', cacheControl: '3600', userMetadata: undefined, upsert: true };
  await from.client.updateBucket('many', { public: false, fileSizeLimit: null, allowedMimeTypes: null });
  await from.client.upload('many', many[0]?.name ?? '', contentOf('other', 50), facts);
  await from.client.upload('many', 'new.txt', contentOf('new', 5), facts);
  await from.client.remove('many', [many[1]?.name ?? '']);
  await from.client.updateBucket('many', { public: false, fileSizeLimit: null, allowedMimeTypes: ['application/*'] });
  // A server counts what a session wrote when that session ends or has been idle for long.
  await vi.waitFor(
    async () =>
      expect(
        await from.database.query("SELECT FROM pg_stat_user_tables WHERE relname = 'objects' AND n_tup_del > 0"),
      ).toHaveLength(1),
    { timeout: 20_000, interval: 200 },
  );
  expect(await migration.resume()).toMatchObject({ outcome: 'verified' });
  await expectSame(from, to);
  expect(to.api.uploads).toHaveLength(12);
});

test('passing refusals and cut connections are tried again, within a large file from where it broke off', async () => {
  const { from, to, migration } = await storageMigration(servers());
  await fillBucket(from, 'files', [
    ...many.slice(0, 5),
    { name: 'stream', size: 2 * mega },
    { name: 'large', size: 20 * mega },
  ]);
  for (const status of [408, 425, 429, 500, 502, 503, 504])
    to.api.fault({ method: 'POST', path: '/object/files', status });
  from.api.fault({ method: 'GET', path: '/object/files/large', cutAfter: 15 * mega });
  from.api.fault({ method: 'GET', path: '/object/files/stream', cutAfter: mega });
  from.api.fault({ method: 'GET', path: '/object/files', status: 503, retryAfter: 1, times: 2 });
  to.api.fault({ method: 'PATCH', cutAfter: 2 * mega });
  to.api.fault({ method: 'PATCH', status: 503 });
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  await expectSame(from, to);
  expect([...uploadsOf(to).values()].every((count) => count === 1)).toBe(true);
});

test('a file that vanished is named and fails its step, and the others arrive', async () => {
  const { from, to, migration } = await storageMigration(servers());
  await fillBucket(from, 'files', many.slice(0, 20));
  await from.api.forget('files', many[3]?.name ?? '');
  const end = await migration.run();
  expect(end).toMatchObject({ outcome: 'failed', verdict: expect.stringContaining(many[3]?.name ?? '') });
  expect(to.api.uploads).toHaveLength(19);
  // The operator gives it up.
  await from.database.execute(`
    SET storage.allow_delete_query = true; DELETE FROM storage.objects WHERE name = '${many[3]?.name ?? ''}'`);
  expect(await migration.resume()).toMatchObject({ outcome: 'verified' });
  expect(to.api.uploads).toHaveLength(19);
  await expectSame(from, to);
});

test('a verification finds what was changed, lost or replaced since', async () => {
  const { from, to, migration } = await storageMigration(servers());
  await fillBucket(from, 'files', many.slice(0, 6));
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  const [a, b, c] = many.map(({ name }) => name);
  const facts = {
    contentType: 'application/octet-stream',
    cacheControl: '3600',
    userMetadata: undefined,
    upsert: true,
  };
  await to.client.upload('files', a ?? '', contentOf('other', 50), facts);
  await to.client.remove('files', [b ?? '']);
  await to.api.forget('files', c ?? '');
  const end = await migration.verify();
  expect(end.outcome).toBe('failed');
  const items = migration.events.filter((event) => event.type === 'verify.item' && event.kind === 'storage');
  const found = items.slice(-4).map((item) => 'name' in item && [item.name, 'verdict' in item && item.verdict]);
  expect(new Map(found as [string, string][])).toEqual(
    new Map([
      [`files/${a}`, 'differs'],
      [`files/${b}`, 'missing'],
      [`files/${c}`, 'missing'],
      ['all files of Storage', 'differs'],
    ]),
  );
});
