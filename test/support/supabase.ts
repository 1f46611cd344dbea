import { wasmDump } from '../../core/postgres/dump/wasm.ts';
import { connect } from '../../core/postgres/session.ts';
import { createPlatform, createSample, sampleOwner, sampleSuperuser } from '../../core/demo/sample.ts';
import { type EmbeddedServer, query, serverForTest, type TestServerRequest, withClient } from './servers.ts';

/** A password of which one user of {@link addUsers} has the hash, by bcrypt. */
export const knownLogin = { email: 'known@users.example', password: 'a bcrypt password' } as const;

/**
 * Users with passwords of every format, some as older versions of Supabase Auth left them: NULL where it reads strings,
 * another instance, identities of several providers. The project's own trigger makes a profile for each.
 */
export async function addUsers(url: string, count: number): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      `INSERT INTO auth.users (instance_id, id, aud, role, email, encrypted_password, confirmation_token, recovery_token,
         email_change, email_change_token_new, raw_app_meta_data, raw_user_meta_data, created_at, email_confirmed_at)
       SELECT CASE WHEN g % 10 = 0 THEN gen_random_uuid() WHEN g % 10 <> 1
           THEN '00000000-0000-0000-0000-000000000000'::uuid END,
         gen_random_uuid(), 'authenticated', 'authenticated',
         CASE g WHEN 1 THEN $2 ELSE 'user-' || g || '@users.example' END,
         CASE WHEN g = 1 THEN extensions.crypt($3, extensions.gen_salt('bf', 4))
           ELSE (ARRAY['$2a$', '$2b$', '$2y$'])[1 + g % 3] || '10$' || left(md5('a' || g) || md5('b' || g), 53) END,
         CASE WHEN g % 7 > 0 THEN '' END, CASE WHEN g % 5 > 0 THEN '' END, CASE WHEN g % 3 > 0 THEN '' END,
         CASE WHEN g % 2 > 0 THEN '' END, '{"provider": "email"}', jsonb_build_object('user_name', 'added-' || g),
         timestamptz '2026-01-01' + g * interval '1 minute', timestamptz '2026-01-02'
       FROM generate_series(1, $1::int) g`,
      [count, knownLogin.email, knownLogin.password],
    );
    await client.query(`UPDATE auth.users SET encrypted_password = CASE substr(email, 6, position('@' in email) - 6)::int % 5
        WHEN 0 THEN '$argon2id$v=19$m=65536,t=3,p=4$' || md5(email) || '$' || md5(id::text)
        WHEN 1 THEN '$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=' || md5(email) || '$' || md5(id::text)
        WHEN 2 THEN json_build_object('key_id', 'k', 'algorithm', 'aes-gcm-hkdf', 'data', md5(id::text))::text
        ELSE NULL END
      WHERE email LIKE 'user-%@users.example' AND substr(email, 6, position('@' in email) - 6)::int % 5 < 4
        AND substr(email, 6, position('@' in email) - 6)::int % 2 = 0`);
    await client.query(`INSERT INTO auth.identities (provider_id, user_id, identity_data, provider, created_at)
      SELECT id::text, id, jsonb_build_object('sub', id, 'email', email), p, now()
      FROM auth.users, unnest(ARRAY['email', 'github']) AS p WHERE email LIKE '%@users.example'`);
  });
}

/** A fresh server with the sample project and added users; the URL is of the role that people connect as. */
export async function supabaseProject(server: EmbeddedServer, users: number): Promise<string> {
  await createSample(server, { scale: 0.01 });
  const url = server.url(sampleOwner);
  await addUsers(server.url(), users);
  return url;
}

/** A self-hosted Supabase whose services have started, with nothing of a project on it. */
export async function platformForTest(request: Omit<TestServerRequest, 'superuser'> = {}): Promise<EmbeddedServer> {
  const server = await serverForTest({ ...request, superuser: sampleSuperuser });
  await createPlatform(server);
  return server;
}

/** What a former project has left on a platform: users, files, a profile table with its trigger, policies, publication. */
export const formerProjectSql = `
  SET ROLE postgres;
  CREATE TABLE public.profiles (id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE, name text);
  CREATE FUNCTION public.handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
    $$ BEGIN INSERT INTO public.profiles VALUES (NEW.id, NEW.email); RETURN NULL; END $$;
  CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users
    FOR EACH ROW EXECUTE FUNCTION public.handle_new_user();
  COMMENT ON TRIGGER on_auth_user_created ON auth.users IS 'of the former project';
  INSERT INTO auth.users (instance_id, id, email, encrypted_password, raw_app_meta_data)
    SELECT '00000000-0000-0000-0000-000000000000', ('11111111-0000-0000-0000-00000000000' || g)::uuid,
      'former-' || g || '@users.example', 'hash ' || g, '{}' FROM generate_series(1, 3) g;
  INSERT INTO auth.identities (provider_id, user_id, identity_data, provider)
    SELECT id::text, id, '{}', 'email' FROM auth.users;
  INSERT INTO auth.sessions (id, user_id) SELECT gen_random_uuid(), id FROM auth.users;
  INSERT INTO auth.refresh_tokens (token, session_id) SELECT id::text, id FROM auth.sessions;
  INSERT INTO storage.buckets (id, name) VALUES ('former', 'former');
  INSERT INTO storage.objects (bucket_id, name, metadata) VALUES ('former', 'a/file.txt', '{"size": 3}');
  CREATE POLICY "Avatars can be seen by everybody" ON storage.objects FOR SELECT USING (bucket_id = 'former');
  COMMENT ON POLICY "Avatars can be seen by everybody" ON storage.objects IS 'it''s of the former project';
  ALTER PUBLICATION supabase_realtime ADD TABLE public.profiles;
  RESET ROLE;
`;

/** Schema and data of a whole database as pg_dump prints them. */
export async function wholeDump(url: string): Promise<string> {
  const session = await connect({ end: 'target', url, purpose: 'test dump' });
  try {
    return (await wasmDump(session, ['--no-password', '--encoding=UTF8'])).replaceAll(/^\\(un)?restrict .*$/gm, '');
  } finally {
    await session.close();
  }
}

/** Ids and hashes of all users, summed up. */
export async function hashesOf(url: string): Promise<{ users: number; ids: number; hashes: string }> {
  const [row] = await query<{ users: number; ids: number; hashes: string }>(
    url,
    `SELECT count(*)::int AS users, count(DISTINCT id)::int AS ids,
       md5(string_agg(id || '=' || coalesce(encode(encrypted_password::bytea, 'hex'), 'none'), ';' ORDER BY id)) AS hashes
     FROM auth.users`,
  );
  if (row === undefined) throw new Error('a count has a row');
  return row;
}

/** Whether pgcrypto on that server takes the known user's password. */
export async function logsIn(url: string): Promise<boolean> {
  const rows = await query(
    url,
    'SELECT FROM auth.users WHERE email = $1 AND encrypted_password = extensions.crypt($2, encrypted_password)',
    [knownLogin.email, knownLogin.password],
  );
  return rows.length === 1;
}
