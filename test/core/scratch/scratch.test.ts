import { afterAll, beforeAll, expect, test } from 'vitest';
import { createScratch, type Scratch, scratchMajor } from '../../../core/scratch/scratch.ts';
import { query } from '../../support/servers.ts';

let scratch: Scratch;
beforeAll(async () => {
  scratch = await createScratch();
});
afterAll(() => scratch.stop());

test('a database is as a hosted project on its first day, and migrations for one apply', async () => {
  const database = await scratch.database();
  await database.execute(`
    CREATE EXTENSION IF NOT EXISTS pg_cron WITH SCHEMA pg_catalog;
    CREATE EXTENSION IF NOT EXISTS pg_net WITH SCHEMA extensions;
    CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA extensions;
    CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA extensions;
    CREATE TABLE public.profiles (id uuid PRIMARY KEY DEFAULT uuid_generate_v4() REFERENCES auth.users ON DELETE CASCADE,
      embedding vector(3));
    CREATE INDEX ON public.profiles USING hnsw (embedding vector_cosine_ops);
    CREATE POLICY own ON public.profiles USING (auth.uid() = id);
    CREATE POLICY files ON storage.objects FOR SELECT TO authenticated USING (bucket_id = 'avatars');
    INSERT INTO storage.buckets (id, name, public) VALUES ('avatars', 'avatars', true);
    ALTER PUBLICATION supabase_realtime ADD TABLE public.profiles;
    SELECT cron.schedule('nightly', '0 3 * * *', 'SELECT 1');
    SELECT vault.create_secret('s3cret', 'key');`);
  const [column] = await query<{ type: string; owner: string }>(
    database.url,
    `SELECT format_type(atttypid, atttypmod) AS type, pg_get_userbyid(relowner) AS owner
     FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE attrelid = 'public.profiles'::regclass AND attname = 'embedding'`,
  );
  expect(column).toEqual({ type: 'vector(3)', owner: 'postgres' });
});

test('databases do not see each other, and their roles go with them', async () => {
  const [one, two] = await Promise.all([scratch.database(), scratch.database()]);
  await one.execute('CREATE TABLE public.t (); CREATE ROLE app_reader; GRANT SELECT ON public.t TO app_reader');
  expect(await query(two.url, "SELECT to_regclass('public.t') AS t")).toEqual([{ t: null }]);
  await one.drop();
  await two.execute('CREATE ROLE app_reader');
  await two.drop();
});

test('an extension that nobody has packaged can stand in empty', async () => {
  const database = await scratch.database();
  await expect(database.execute('CREATE EXTENSION timescaledb')).rejects.toMatchObject({ code: '0A000' });
  expect(await scratch.standIn('timescaledb')).toBe(true);
  await database.execute('CREATE EXTENSION timescaledb WITH SCHEMA extensions');
  expect(await scratch.standIn('../escape')).toBe(false);
});

test('a version that is not packaged is tried on 17', () => {
  expect(scratchMajor(9)).toBe(17);
  expect(scratchMajor(undefined)).toBe(17);
});
