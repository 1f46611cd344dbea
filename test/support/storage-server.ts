import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { StorageClient } from '../../core/supabase/storage/client.ts';
import { query, type EmbeddedServer } from './servers.ts';
import { storageWorld } from './storage.ts';

/** A Storage server of somebody's own, in place of the double: see docs/storage.md. */
const real = {
  url: process.env['CUTOVER_TEST_STORAGE_URL'],
  serviceKey: process.env['CUTOVER_TEST_STORAGE_SERVICE_KEY'],
  databaseUrl: process.env['CUTOVER_TEST_STORAGE_DATABASE_URL'],
};

export interface StorageUnderTest {
  readonly url: string;
  readonly serviceKey: string;
  readonly client: StorageClient;
  /** A name for a bucket that no other test has; it is deleted after the test. */
  bucketName(): string;
  sql<Row extends Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** The double, or the real server that the environment names. */
export async function storageUnderTest(
  server: () => EmbeddedServer,
  fileSizeLimit?: number,
): Promise<StorageUnderTest> {
  const { url, serviceKey, databaseUrl } = real;
  const world =
    url && serviceKey && databaseUrl
      ? { access: { url, serviceKey }, databaseUrl }
      : await storageWorld(server(), fileSizeLimit === undefined ? {} : { fileSizeLimit }).then((made) => ({
          access: made.access,
          databaseUrl: made.database.url,
        }));
  const client = await StorageClient.open('target', world.access, new AbortController().signal);
  return {
    ...world.access,
    client,
    bucketName: () => {
      const name = `cutover-test-${randomUUID().slice(0, 8)}`;
      onTestFinished(async () => {
        const found = (await client.buckets()).some(({ id }) => id === name);
        if (!found) return;
        const rows = await query<{ name: string }>(
          world.databaseUrl,
          'SELECT name FROM storage.objects WHERE bucket_id = $1',
          [name],
        );
        await client.remove(
          name,
          rows.map((row) => row.name),
        );
        await client.deleteBucket(name);
      });
      return name;
    },
    sql: (sql, values) => query(world.databaseUrl, sql, values),
  };
}
