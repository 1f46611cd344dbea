import { createHash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { type StorageApi, type StorageApiRequest, startStorageApi } from '../../core/demo/storage-api.ts';
import { createPlatform, sampleOwner } from '../../core/demo/sample.ts';
import { StorageClient } from '../../core/supabase/storage/client.ts';
import type { RunOptions } from '../../core/config.ts';
import { type TestMigration, testMigration } from './migration.ts';
import { createDatabase, type EmbeddedServer, query, type TestDatabase, withClient } from './servers.ts';

/** A database as a Supabase project's own services have made it, with a Storage API on it. */
export interface StorageWorld {
  /** As the superuser. */
  readonly database: TestDatabase;
  /** Of the role that people connect as. */
  readonly url: string;
  readonly api: StorageApi;
  readonly client: StorageClient;
  /** As an engine is given it. */
  readonly access: { readonly url: string; readonly serviceKey: string };
}

const prepared = new WeakSet<EmbeddedServer>();

/** A fresh project with an empty Storage; ended with the test. The server's superuser is `sampleSuperuser`. */
export async function storageWorld(
  server: EmbeddedServer,
  options: Omit<StorageApiRequest, 'databaseUrl'> = {},
): Promise<StorageWorld> {
  if (!prepared.has(server)) {
    prepared.add(server);
    await createPlatform(server);
  }
  const owned = await createDatabase(server, { template: 'postgres', owner: sampleOwner });
  const { name, url } = owned;
  const databaseUrl = server.url(server.superuser, name);
  const database: TestDatabase = {
    ...owned,
    url: databaseUrl,
    query: (sql, values) => query(databaseUrl, sql, values),
    execute: async (sql) => void (await withClient(databaseUrl, (connection) => connection.query(sql))),
  };
  const api = await startStorageApi({
    databaseUrl,
    fileSizeLimit: 5 * 1024 ** 3,
    ...options,
  });
  onTestFinished(() => api.stop());
  const access = { url: api.url, serviceKey: api.serviceKey };
  const client = await StorageClient.open('target', access, new AbortController().signal);
  return { database, url, api, access, client };
}

/** Contents that are the same each time, and compress and repeat as little as real ones. */
export function contentOf(name: string, size: number): Buffer {
  const block = createHash('sha512').update(name).digest();
  return Buffer.alloc(size, block);
}

export interface SampleFile {
  readonly name: string;
  readonly size: number;
  readonly type?: string;
  readonly userMetadata?: { readonly [key: string]: unknown };
}

/** A bucket with files in it, put there through the API. */
export async function fillBucket(
  { client }: Pick<StorageWorld, 'client'>,
  bucket: string,
  files: readonly SampleFile[],
  rules: { readonly public?: boolean; readonly fileSizeLimit?: number; readonly allowedMimeTypes?: string[] } = {},
): Promise<void> {
  await client.createBucket(bucket, { public: rules.public ?? false, fileSizeLimit: null, allowedMimeTypes: null });
  for (const { name, size, type = 'application/octet-stream', userMetadata } of files) {
    await client.upload(bucket, name, contentOf(name, size), {
      contentType: type,
      cacheControl: '3600',
      userMetadata,
      upsert: false,
    });
  }
  await client.updateBucket(bucket, {
    public: rules.public ?? false,
    fileSizeLimit: rules.fileSizeLimit ?? null,
    allowedMimeTypes: rules.allowedMimeTypes ?? null,
  });
}

/** What the rows of both tables say, but for what a server decides anew. */
export async function storedRows(database: Pick<TestDatabase, 'url'>): Promise<unknown[]> {
  return await query(
    database.url,
    `SELECT o.id, o.bucket_id, o.name, o.owner, o.owner_id, o.created_at, o.updated_at, o.user_metadata,
       o.metadata ->> 'mimetype' AS type, o.metadata ->> 'size' AS size, o.metadata ->> 'cacheControl' AS cache
     FROM storage.objects o ORDER BY o.bucket_id, o.name COLLATE "C"`,
  );
}

export interface StorageMigration {
  readonly from: StorageWorld;
  readonly to: StorageWorld;
  readonly migration: TestMigration;
}

/** A migration between two projects with a Storage each; with `plain` onto an empty database without one. */
export async function storageMigration(
  servers: { readonly source: EmbeddedServer; readonly target: EmbeddedServer },
  options: Partial<RunOptions> = {},
  worlds: { readonly from?: StorageWorld; readonly to?: StorageWorld } = {},
): Promise<StorageMigration> {
  const from = worlds.from ?? (await storageWorld(servers.source));
  const to = worlds.to ?? (await storageWorld(servers.target));
  await from.database.execute('SET ROLE postgres; CREATE TABLE IF NOT EXISTS public.notes (id integer)');
  const access = { source: from.access, target: to.access };
  return { from, to, migration: await testMigration(from.url, to.url, options, 'rehearsal', { supabase: access }) };
}
