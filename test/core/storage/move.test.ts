import { expect, test } from 'vitest';
import { sampleSuperuser } from '../../../core/demo/sample.ts';
import { eventsOf } from '../../support/migration.ts';
import { useServer } from '../../support/servers.ts';
import { fillBucket, storageMigration, storedRows } from '../../support/storage.ts';
import { readFile } from '../../../core/supabase/storage/transfer.ts';

const source = useServer({ superuser: sampleSuperuser });
const target = useServer({ superuser: sampleSuperuser });

const mega = 1024 * 1024;
const files = [
  { name: 'a.txt', size: 10, type: 'text/plain', userMetadata: { by: 'web' } },
  { name: 'empty', size: 0 },
  { name: 'folder/with space/100% #1?.jpg', size: 3000, type: 'image/jpeg' },
  { name: 'folder/a+b\\c.', size: 7 },
  { name: 'folder//twice', size: 8 },
  { name: 'stream.bin', size: 3 * mega },
  { name: 'large.bin', size: 13 * mega + 5 },
];

test('buckets and files arrive with contents, rows, types, user metadata and rules, and a rollback leaves nothing', async () => {
  const { from, to, migration } = await storageMigration({ source: source(), target: target() });
  await fillBucket(from, 'avatars', files, { public: true, fileSizeLimit: 20 * mega, allowedMimeTypes: ['image/*'] });
  await fillBucket(from, 'empty', []);
  const end = await migration.run();
  expect(end).toMatchObject({ outcome: 'verified', verdict: expect.stringContaining('7 files read back') });
  expect(await storedRows(to.database)).toEqual(await storedRows(from.database));
  for (const { name, size } of files) {
    expect(await readFile(to.client, 'avatars', name)).toEqual(await readFile(from.client, 'avatars', name));
    expect((await readFile(to.client, 'avatars', name)).size).toBe(size);
  }
  expect(await to.client.buckets()).toEqual(await from.client.buckets());
  expect(to.api.uploads).toHaveLength(files.length);
  const back = await migration.rollback(to.database.name);
  expect(back.outcome).toBe('rolled-back');
  expect(await to.client.buckets()).toEqual([]);
  expect(await storedRows(to.database)).toEqual([]);
  expect(eventsOf(migration.events, 'step.failed')).toEqual([]);
});
