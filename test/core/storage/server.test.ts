import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { createClient } from '@supabase/supabase-js';
import { sampleSuperuser } from '../../../core/demo/sample.ts';
import { useServer } from '../../support/servers.ts';
import { storageUnderTest, type StorageUnderTest } from '../../support/storage-server.ts';

/*
 * What cutover relies on of a Storage server. It runs against the double, and against a real server where the
 * environment names one (docs/storage.md).
 */
const server = useServer({ superuser: sampleSuperuser });

const open = { public: false, fileSizeLimit: null, allowedMimeTypes: null };
const plain = { contentType: 'text/plain', cacheControl: '3600', userMetadata: undefined };

async function withBucket(settings: Parameters<StorageUnderTest['client']['createBucket']>[1] = open, limit?: number) {
  const storage = await storageUnderTest(server, limit);
  const bucket = storage.bucketName();
  await storage.client.createBucket(bucket, settings);
  return { ...storage, bucket };
}

test('a bucket keeps its id, whether it is public, and its rules', async () => {
  const rules = { public: true, fileSizeLimit: 1000, allowedMimeTypes: ['image/png', 'image/*'] };
  const { client, bucket } = await withBucket(rules);
  expect(await client.buckets()).toContainEqual({ id: bucket, type: 'STANDARD', ...rules });
  await client.updateBucket(bucket, open);
  expect(await client.buckets()).toContainEqual({ id: bucket, type: 'STANDARD', ...open });
});

test('a row that was loaded first keeps id, owner and creation, and says what the file is', async () => {
  const { client, bucket, sql } = await withBucket();
  const id = '3f2c9f3e-58a5-4d6e-9c3e-0a2b8c1d7e11';
  await sql(
    `INSERT INTO storage.objects (id, bucket_id, name, owner_id, created_at, version)
     VALUES ($1, $2, 'a.txt', 'somebody', '2020-02-02', gen_random_uuid()::text)`,
    [id, bucket],
  );
  await expect(client.upload(bucket, 'a.txt', Buffer.from('abc'), { ...plain, upsert: false })).rejects.toThrow(
    'The resource already exists',
  );
  const userMetadata = { by: 'web' };
  await client.upload(bucket, 'a.txt', Buffer.from('abc'), { ...plain, userMetadata, upsert: true });
  const [row] = await sql(
    `SELECT id, owner_id, created_at::date::text AS created, user_metadata, metadata ->> 'size' AS size,
       metadata ->> 'mimetype' AS type, metadata ->> 'cacheControl' AS cache FROM storage.objects WHERE bucket_id = $1`,
    [bucket],
  );
  expect(row).toEqual({
    ...{ id, owner_id: 'somebody', created: '2020-02-02', user_metadata: userMetadata },
    ...{ size: '3', type: 'text/plain', cache: 'max-age=3600' },
  });
  expect(await textOf(client, bucket, 'a.txt')).toBe('abc');
});

test('a loaded row without a version loses its file: the trap that every loaded row avoids', async () => {
  const { client, bucket, sql } = await withBucket();
  await sql("INSERT INTO storage.objects (bucket_id, name, version) VALUES ($1, 'a.txt', NULL)", [bucket]);
  await client.upload(bucket, 'a.txt', Buffer.from('abc'), { ...plain, upsert: true });
  await expect(client.download(bucket, 'a.txt')).rejects.toMatchObject({ status: 500 });
});

test.for([
  ' a b',
  '100%',
  'a#b',
  'a?b=c',
  'a+b',
  'back\\slash',
  'trailing.',
  `${'long/'.repeat(40)}x`,
  'a//b',
  "q'u$o=t;e:,@&!*()",
])('the name %s is taken, and gives back what was put there', async (name) => {
  const { client, bucket, sql } = await withBucket();
  await client.upload(bucket, name.trim(), Buffer.from(name), { ...plain, upsert: false });
  expect(await sql('SELECT name FROM storage.objects WHERE bucket_id = $1', [bucket])).toEqual([{ name: name.trim() }]);
  expect(await textOf(client, bucket, name.trim())).toBe(name);
});

test.for(['Größe.txt', 'emoji 🎉'])('the name %s is refused with 400', async (name) => {
  const { client, bucket } = await withBucket();
  await expect(client.upload(bucket, name, Buffer.from('x'), { ...plain, upsert: true })).rejects.toMatchObject({
    status: 400,
    message: `Invalid key: ${name}`,
  });
});

test('a file that is not there answers 400, and says that it was not found', async () => {
  const { client, bucket } = await withBucket();
  await expect(client.download(bucket, 'nothing')).rejects.toMatchObject({ status: 400, message: 'Object not found' });
});

test('rows cannot be deleted by SQL unless the setting says so', async () => {
  const { client, bucket, sql } = await withBucket();
  await client.upload(bucket, 'a', Buffer.from('a'), { ...plain, upsert: false });
  await expect(sql('DELETE FROM storage.objects WHERE bucket_id = $1', [bucket])).rejects.toThrow(
    'Direct deletion from storage tables is not allowed. Use the Storage API instead.',
  );
});

test('a bucket that has files is not deleted; emptied by name it is', async () => {
  const { client, bucket } = await withBucket();
  await client.upload(bucket, 'a', Buffer.from('a'), { ...plain, upsert: false });
  await expect(client.deleteBucket(bucket)).rejects.toThrow('not empty');
  await client.remove(bucket, ['a', 'never there']);
  await client.deleteBucket(bucket);
  expect((await client.buckets()).map(({ id }) => id)).not.toContain(bucket);
});

test('rules refuse what they do not allow', async () => {
  const rules = { public: false, fileSizeLimit: 10, allowedMimeTypes: ['image/*'] };
  const { client, bucket, url, serviceKey } = await withBucket(rules);
  const image = { ...plain, contentType: 'image/png', upsert: false };
  await client.upload(bucket, 'small', Buffer.alloc(10), image);
  await expect(client.upload(bucket, 'large', Buffer.alloc(11), image)).rejects.toThrow('exceeded the maximum');
  await expect(
    client.upload(bucket, 'text', Buffer.from('x'), { ...image, contentType: 'text/plain' }),
  ).rejects.toThrow('mime type text/plain is not supported');
  // A browser sends a form, whose own type says nothing.
  const { storage } = createClient(url, serviceKey, { auth: { persistSession: false } });
  const inForm = async (name: string, bytes: number, type: string) =>
    (await storage.from(bucket).upload(name, new Blob([new Uint8Array(bytes)], { type }))).error?.message;
  expect(await inForm('form', 10, 'image/png')).toBeUndefined();
  expect(await inForm('form-text', 1, 'text/plain')).toBe('mime type text/plain is not supported');
  expect(await inForm('form-large', 11, 'image/png')).toContain('exceeded the maximum');
});

test("a size limit above the server's own is refused before the bucket is looked for", async () => {
  const { client } = await withBucket(open, 1000);
  const settings = { public: false, allowedMimeTypes: null };
  await expect(client.updateBucket('no-such-bucket', { ...settings, fileSizeLimit: 1e15 })).rejects.toThrow('exceeded');
  await expect(client.updateBucket('no-such-bucket', { ...settings, fileSizeLimit: 10 })).rejects.toThrow('not found');
});

test('a listing shows one folder level', async () => {
  const { client, bucket } = await withBucket();
  for (const name of ['x', 'folder/y', 'folder/deeper/z']) {
    await client.upload(bucket, name, Buffer.from('1'), { ...plain, upsert: false });
  }
  const listed = async (folder: string) => {
    const entries = [];
    for await (const { name, id } of client.list(bucket, folder)) entries.push(id === null ? `${name}/` : name);
    return entries.sort();
  };
  expect(await listed('')).toEqual(['folder/', 'x']);
  expect(await listed('folder')).toEqual(['deeper/', 'y']);
});

test('a key that is none is refused', async () => {
  const { url, bucket } = await withBucket();
  const { error } = await createClient(url, 'eyJhbGciOiJIUzI1NiJ9.e30.none').storage.from(bucket).list();
  expect(error).not.toBeNull();
});

test('a resumable upload goes on where it broke off, and refuses another place', async () => {
  const { client, bucket } = await withBucket();
  const content = Buffer.alloc(7 * 1024 * 1024, 'abcdefg');
  const metadata = { bucketName: bucket, objectName: 'large', contentType: 'text/plain', cacheControl: '60' };
  const headers = { ...client.headers, 'tus-resumable': '1.0.0' };
  const created = await fetch(client.resumableEndpoint, {
    method: 'POST',
    headers: {
      ...headers,
      'upload-length': String(content.length),
      'upload-metadata': Object.entries(metadata)
        .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
        .join(','),
    },
  });
  expect(created.status).toBe(201);
  const location = created.headers.get('location') ?? '';
  const patch = async (offset: number, end: number) =>
    await fetch(location, {
      method: 'PATCH',
      headers: { ...headers, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      body: new Uint8Array(content.subarray(offset, end)),
    });
  const chunk = 6 * 1024 * 1024;
  expect((await patch(0, chunk)).status).toBe(204);
  expect((await patch(0, chunk)).status).toBe(409);
  const head = await fetch(location, { method: 'HEAD', headers });
  expect(head.headers.get('upload-offset')).toBe(String(chunk));
  expect((await patch(chunk, content.length)).status).toBe(204);
  expect((await client.info(bucket, 'large')).size).toBe(content.length);
  expect(await textOf(client, bucket, 'large')).toBe(content.toString());
});

async function textOf(client: StorageUnderTest['client'], bucket: string, name: string): Promise<string> {
  const chunks = [];
  for await (const chunk of await client.download(bucket, name)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
