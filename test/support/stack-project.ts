import { onTestFinished } from 'vitest';
import { startStackAuth, type StackAuthRequest, type StackAuthServer } from '../../core/demo/stack-auth.ts';

/** The double of Stack Auth for one test, with a user that somebody else may add. */
export async function stackAuthForTest(
  request: StackAuthRequest = {},
): Promise<StackAuthServer & { addUser(user: Readonly<Record<string, unknown>>): Promise<void> }> {
  const server = await startStackAuth(request);
  onTestFinished(() => server.stop());
  const { baseUrl, projectId, secretServerKey } = server.settings;
  return Object.assign(server, {
    async addUser(user: Readonly<Record<string, unknown>>): Promise<void> {
      const { status } = await fetch(`${baseUrl}/api/v1/users`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-stack-access-type': 'server',
          'x-stack-project-id': projectId,
          'x-stack-secret-server-key': secretServerKey,
        },
        body: JSON.stringify(user),
      });
      if (status !== 201) throw new Error(`the user was not added: ${status}`);
    },
  });
}

/** The password of every user with a bcrypt hash. */
export const stackPassword = 'maintenance window';

/** Users of every kind, in this order again and again: what each of them is called says what it is. */
export const userKinds = [
  'bcrypt-2a',
  'bcrypt-2b',
  'bcrypt-2y',
  'argon2',
  'fbscrypt',
  'encrypted',
  'google',
  'unknown-provider',
  'anonymous',
  'phone',
] as const;

/**
 * A project of Supabase with `users` users and rows that refer to them: by foreign key, over another table, by name
 * alone, in a text, in a partition, and in Storage.
 */
export function stackProjectSql(users: number): string {
  return `
    CREATE EXTENSION pgcrypto;
    CREATE SCHEMA auth; CREATE SCHEMA storage;
    CREATE TABLE auth.users (instance_id uuid, id uuid PRIMARY KEY, email varchar(255), encrypted_password varchar(255),
      email_confirmed_at timestamptz, phone text, raw_app_meta_data jsonb, raw_user_meta_data jsonb, banned_until timestamptz,
      is_sso_user boolean NOT NULL DEFAULT false, is_anonymous boolean NOT NULL DEFAULT false, deleted_at timestamptz,
      created_at timestamptz);
    CREATE TABLE auth.identities (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users,
      provider text NOT NULL, provider_id text NOT NULL, identity_data jsonb NOT NULL, created_at timestamptz);
    CREATE INDEX ON auth.identities (user_id);
    CREATE TABLE auth.mfa_factors (id uuid PRIMARY KEY, user_id uuid REFERENCES auth.users, factor_type text, status text,
      secret text, created_at timestamptz);
    INSERT INTO auth.users (id, email, encrypted_password, email_confirmed_at, phone, raw_app_meta_data, raw_user_meta_data,
      is_anonymous, created_at)
    SELECT md5('user ' || n)::uuid,
      CASE WHEN kind NOT IN ('anonymous', 'phone') THEN kind || '-' || n || '@shop.example' END,
      CASE kind WHEN 'bcrypt-2a' THEN hash WHEN 'bcrypt-2b' THEN overlay(hash placing '$2b$' from 1 for 4)
        WHEN 'bcrypt-2y' THEN overlay(hash placing '$2y$' from 1 for 4)
        WHEN 'argon2' THEN '$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA'
        WHEN 'fbscrypt' THEN '$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=c2VjcmV0$c2FsdA==$aGFzaA=='
        WHEN 'encrypted' THEN '{"key_id": "k", "alg": "aes-gcm-hkdf", "data": "ZGF0YQ==", "nonce": "bm9uY2U="}' END,
      CASE WHEN n % 3 > 0 THEN now() END, CASE WHEN kind = 'phone' THEN '49151' || n END,
      jsonb_build_object('provider', kind, 'role', 'customer'),
      jsonb_build_object('full_name', 'Person ' || n, 'avatar_url', 'https://shop.example/' || n || '.webp'),
      kind = 'anonymous', timestamptz '2025-03-01' + n * interval '1 minute'
    FROM (
      SELECT n, (ARRAY[${userKinds.map((kind) => `'${kind}'`).join(', ')}])[1 + n % ${userKinds.length}] AS kind, hash
      FROM generate_series(1, ${users}) AS n, (SELECT crypt('${stackPassword}', gen_salt('bf', 4)) AS hash) AS h
    ) AS u;
    INSERT INTO auth.identities (user_id, provider, provider_id, identity_data)
    SELECT id, CASE WHEN email LIKE 'google%' THEN 'google' WHEN email LIKE 'unknown%' THEN 'kakao' ELSE 'email' END,
      'account-' || id, jsonb_build_object('sub', id, 'email', email)
    FROM auth.users WHERE email IS NOT NULL;

    CREATE TABLE public.profiles (id uuid PRIMARY KEY REFERENCES auth.users, name text);
    INSERT INTO public.profiles SELECT id, raw_user_meta_data ->> 'full_name' FROM auth.users;
    CREATE TABLE public.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, total numeric,
      user_id uuid NOT NULL REFERENCES public.profiles, seller uuid REFERENCES auth.users);
    INSERT INTO public.orders (total, user_id, seller)
    SELECT n, md5('user ' || 1 + n % ${users})::uuid, CASE WHEN n % 4 > 0 THEN md5('user ' || 1 + n * 7 % ${users})::uuid END
    FROM generate_series(1, ${users} * 4) AS n;
    CREATE TABLE public.visits (at date NOT NULL, visitor uuid REFERENCES auth.users) PARTITION BY RANGE (at);
    CREATE TABLE public.visits_old PARTITION OF public.visits FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
    CREATE TABLE public.visits_new PARTITION OF public.visits DEFAULT;
    INSERT INTO public.visits SELECT date '2025-12-01' + n % 60, md5('user ' || n)::uuid FROM generate_series(1, ${users}) AS n;
    -- A reg type makes COPY take the text format.
    CREATE TABLE public.notes (kind regtype DEFAULT 'text', body text, author text, editor uuid);
    INSERT INTO public.notes (body, author, editor)
    SELECT E'tab\\tnew line\\n back \\\\ slash ' || n,
      CASE n % 3 WHEN 0 THEN upper(md5('user ' || 1 + n % ${users})::uuid::text) WHEN 1 THEN E'the\\tteam' END,
      CASE WHEN n % 2 = 0 THEN md5('user ' || 1 + n % ${users})::uuid END
    FROM generate_series(1, 300) AS n;
    CREATE TABLE storage.objects (id uuid PRIMARY KEY, name text, owner uuid, owner_id text);
    INSERT INTO storage.objects SELECT md5('object ' || n)::uuid, 'file ' || n, md5('user ' || n)::uuid,
      CASE WHEN n % 2 = 0 THEN md5('user ' || n)::uuid::text ELSE 'service' END FROM generate_series(1, ${Math.min(users, 200)}) AS n;
    ANALYZE;`;
}

/** What the profile must name: no foreign key tells it. */
export const stackUserIdColumns = ['public.notes.author', 'public.notes.editor'];

/** Every reference to a user on the source, as `table column row` with the user's id; on the target, mapped back by hand. */
export const referencesSql = `
  SELECT 'profiles ' || name AS row, id::text AS "user" FROM public.profiles
  UNION ALL SELECT 'orders.user_id ' || total, user_id::text FROM public.orders
  UNION ALL SELECT 'orders.seller ' || total, seller::text FROM public.orders
  UNION ALL SELECT 'visits ' || at || ' ' || n, v FROM (
    SELECT at, visitor::text AS v, row_number() OVER (PARTITION BY at, visitor) AS n FROM public.visits) AS visits
  UNION ALL SELECT 'notes.author ' || body, lower(author) FROM public.notes
  UNION ALL SELECT 'notes.editor ' || body, editor::text FROM public.notes
  UNION ALL SELECT 'owner ' || name, owner::text FROM storage.objects
  UNION ALL SELECT 'owner_id ' || name, owner_id FROM storage.objects`;
