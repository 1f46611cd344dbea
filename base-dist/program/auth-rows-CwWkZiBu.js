// core/postgres/identifiers.ts
/**
* The one place where names and literals become SQL text. Every identifier is quoted, always:
* quoting is never wrong, and a list of reserved words would differ between server versions.
*/
function quoteIdentifier(name) {
	return `"${name.replaceAll("\"", "\"\"")}"`;
}
/** `"schema"."name"` */
function quoteQualified(schema, name) {
	return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
/** A string literal for the few places where a parameter cannot stand (SET, COMMENT, TRANSACTION SNAPSHOT). */
function quoteLiteral(value) {
	const escaped = value.replaceAll("'", "''");
	return escaped.includes("\\") ? ` E'${escaped.replaceAll("\\", "\\\\")}'` : `'${escaped}'`;
}
/** The name as an operator reads and types it: `schema.name`, unquoted. */
function displayName(schema, name) {
	return `${schema}.${name}`;
}
// core/demo/sample/auth-rows.ts
/** An account of the sample whose password is known: with it a login can be proved before and after a migration. */
const sampleLogin = {
	email: "olivia@larkspur.example",
	password: "Maintenance window, 02:00"
};
/** The service's migrations that have run. */
const authMigrationsSql = `
INSERT INTO auth.schema_migrations
SELECT unnest(ARRAY['00', '20210710035447', '20210722035447', '20210730183235', '20210909172000', '20210927181326',
  '20211122151130', '20211124214934', '20211202183645', '20220114185221', '20220114185340', '20220224000811',
  '20220323170000', '20220429102000', '20220531120530', '20220614074223', '20220811173540', '20221003041349',
  '20221003041400', '20221011041400', '20221020193600', '20221021073300', '20221021082433', '20221027105023',
  '20221114143122', '20221114143410', '20221125140132', '20221208132122', '20221215195500', '20221215195800',
  '20221215195900', '20230116124310', '20230116124412', '20230131181311', '20230322519590', '20230402418590',
  '20230411005111', '20230508135423', '20230523124323', '20230818113222', '20230914180801', '20231027141322',
  '20231114161723', '20231117164230', '20240115144230', '20240214120130', '20240306115329', '20240314092811',
  '20240427152123', '20240612123726', '20240729123726', '20240802193726', '20240806073726', '20241009103726']);
`;
/**
* Fills `auth`. Passwords are hashed by pgcrypto with bcrypt, as Supabase Auth does. 200 different ones are shared by
* all accounts, at the lowest cost: a hash at the usual cost of 10 takes 50 ms. The known account has a cost of 10.
*/
const authRowsSql = `
SET search_path = auth, extensions;

CREATE TEMP TABLE password_hash AS
SELECT slot, crypt('larkspur-' || slot, '$2a$04$' || left(md5('salt' || slot), 22)) AS hash
  FROM generate_series(0, 199) AS slot;

INSERT INTO users (instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, invited_at,
  confirmation_token, recovery_token, email_change_token_new, email_change, last_sign_in_at, raw_app_meta_data,
  raw_user_meta_data, is_super_admin, created_at, updated_at, phone, phone_confirmed_at, banned_until, is_sso_user,
  deleted_at, is_anonymous)
SELECT '00000000-0000-0000-0000-000000000000', id, 'authenticated', 'authenticated', email,
  CASE WHEN n = 1 THEN crypt(${quoteLiteral(sampleLogin.password)}, '$2a$10$LarkspurDemoSaltForYou')
    WHEN kind IN ('email', 'phone', 'unconfirmed') THEN hash END,
  CASE WHEN kind IN ('email', 'google', 'sso') THEN created_at + interval '3 minutes' END,
  CASE WHEN n % 40 = 21 THEN created_at END, CASE WHEN kind = 'unconfirmed' THEN md5('confirmation' || n) ELSE '' END,
  '', '', '', CASE WHEN kind <> 'unconfirmed' THEN pg_temp.moment(n, 2, 60) END,
  jsonb_build_object('provider', provider, 'providers', jsonb_build_array(provider)),
  CASE kind WHEN 'anonymous' THEN '{}' ELSE jsonb_build_object('full_name', pg_temp.full_name(n),
    'user_name', pg_temp.mailbox(n), 'avatar_url', 'https://larkspur.example/avatars/' || id || '.webp') END,
  NULL, created_at, created_at + interval '1 day', phone, CASE WHEN phone IS NOT NULL THEN created_at END,
  CASE WHEN n % 100 = 11 THEN timestamptz '2030-01-01 00:00:00+00' END, kind = 'sso',
  CASE WHEN n % 200 = 13 THEN pg_temp.moment(n, 3, 20) END, kind = 'anonymous'
FROM (
  SELECT n, kind, pg_temp.uuid('user', n) AS id, pg_temp.moment(n, 1, 900) AS created_at,
    CASE kind WHEN 'anonymous' THEN 'anonymous' WHEN 'google' THEN 'google' WHEN 'phone' THEN 'phone'
      WHEN 'sso' THEN 'sso:' || pg_temp.uuid('sso', 1) ELSE 'email' END AS provider,
    CASE WHEN n = 1 THEN ${quoteLiteral(sampleLogin.email)} WHEN kind NOT IN ('anonymous', 'phone') THEN
      pg_temp.mailbox(n) || '@' || (ARRAY['gmail', 'fastmail', 'posteo', 'outlook'])[1 + n % 4]
        || '.example' END AS email,
    CASE WHEN kind = 'phone' THEN '49151' || lpad(n::text, 8, '0') END AS phone
  FROM (
    SELECT n, CASE WHEN n % 50 = 7 THEN 'anonymous' WHEN n % 50 = 8 THEN 'phone' WHEN n % 50 = 9 THEN 'unconfirmed'
      WHEN n % 25 = 3 THEN 'sso' WHEN n % 5 = 0 THEN 'google' ELSE 'email' END AS kind
    FROM generate_series(1, pg_temp.volume('users')) AS n
  ) AS kinds
) AS people JOIN password_hash ON slot = n % 200
ORDER BY n;

INSERT INTO identities (provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at, id)
SELECT CASE provider WHEN 'google' THEN '10' || lpad(n::text, 19, '0') ELSE id::text END, id,
  jsonb_build_object('sub', id, 'email', email, 'phone', phone, 'email_verified', email_confirmed_at IS NOT NULL),
  provider, last_sign_in_at, created_at, created_at, pg_temp.uuid('identity ' || provider, n)
FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM users WHERE NOT is_anonymous) AS u
CROSS JOIN LATERAL (
  SELECT raw_app_meta_data ->> 'provider' AS provider
  UNION ALL SELECT 'github' WHERE n % 5 = 1
) AS providers;

INSERT INTO sso_providers VALUES
  (pg_temp.uuid('sso', 1), 'northwind', '2025-03-01 09:00:00+00', '2025-03-01 09:00:00+00', false);
INSERT INTO sso_domains VALUES
  (pg_temp.uuid('domain', 1), pg_temp.uuid('sso', 1), 'northwind.example', '2025-03-01 09:00:00+00',
    '2025-03-01 09:00:00+00');
INSERT INTO saml_providers VALUES
  (pg_temp.uuid('saml', 1), pg_temp.uuid('sso', 1), 'https://idp.northwind.example/metadata',
  '<EntityDescriptor entityID="https://idp.northwind.example/metadata"/>', 'https://idp.northwind.example/metadata',
  '{"keys": {"email": {"name": "mail"}}}', '2025-03-01 09:00:00+00', '2025-03-01 09:00:00+00', NULL);

INSERT INTO oauth_clients (id, client_secret_hash, registration_type, redirect_uris, grant_types, client_name,
  created_at, updated_at, client_type, token_endpoint_auth_method)
SELECT pg_temp.uuid('client', n), md5('client secret' || n), 'manual', 'https://app' || n || '.example/callback',
  'authorization_code,refresh_token', 'Partner ' || n, pg_temp.moment(n, 4, 400), pg_temp.moment(n, 4, 400),
  'confidential', 'client_secret_basic'
FROM generate_series(1, 3) AS n;
INSERT INTO oauth_consents (id, user_id, client_id, scopes, granted_at)
SELECT pg_temp.uuid('consent', n), pg_temp.uuid('user', n), pg_temp.uuid('client', 1 + n % 3), 'openid email',
  pg_temp.moment(n, 5, 300)
FROM generate_series(1, pg_temp.volume('users') / 50) AS n;

INSERT INTO sessions (id, user_id, created_at, updated_at, aal, refreshed_at, user_agent, ip, scopes)
SELECT pg_temp.uuid('session', n), pg_temp.user_id(n, 6), created_at, created_at + interval '2 hours',
  CASE WHEN n % 20 = 0 THEN 'aal2' ELSE 'aal1' END::aal_level, (created_at + interval '2 hours') AT TIME ZONE 'UTC',
  'Mozilla/5.0 (' || (ARRAY['X11; Linux x86_64', 'Macintosh', 'iPhone', 'Windows NT 10.0'])
    [1 + pg_temp.pick(n, 7, 4)] || ')',
  inet '10.0.0.0' + pg_temp.pick(n, 8, 16777216), NULL
FROM (SELECT n, pg_temp.moment(n, 9, 90) AS created_at FROM generate_series(1, pg_temp.volume('sessions')) AS n) AS s;

INSERT INTO refresh_tokens (instance_id, id, token, user_id, revoked, created_at, updated_at, parent, session_id)
SELECT '00000000-0000-0000-0000-000000000000', 2 * n - 1 + turn, left(md5('token ' || turn || n), 22),
  pg_temp.user_id(n, 6)::text, turn = 0, pg_temp.moment(n, 9, 90) + turn * interval '1 hour',
  pg_temp.moment(n, 9, 90) + interval '1 hour', CASE WHEN turn = 1 THEN left(md5('token 0' || n), 22) END,
  pg_temp.uuid('session', n)
FROM generate_series(1, pg_temp.volume('sessions')) AS n, generate_series(0, 1) AS turn;

INSERT INTO mfa_amr_claims (session_id, created_at, updated_at, authentication_method, id)
SELECT pg_temp.uuid('session', n), pg_temp.moment(n, 9, 90), pg_temp.moment(n, 9, 90),
  (ARRAY['password', 'oauth', 'otp'])[1 + pg_temp.pick(n, 10, 3)], pg_temp.uuid('claim', n)
FROM generate_series(1, pg_temp.volume('sessions')) AS n;

INSERT INTO mfa_factors (id, user_id, friendly_name, factor_type, status, created_at, updated_at, secret)
SELECT pg_temp.uuid('factor', n), pg_temp.uuid('user', n * 25),
  (ARRAY['Phone', 'Security key', 'Work phone'])[1 + n % 3],
  'totp', CASE WHEN n % 4 = 0 THEN 'unverified' ELSE 'verified' END::factor_status, pg_temp.moment(n, 11, 400),
  pg_temp.moment(n, 11, 400), upper(translate(md5('secret' || n), '0189', 'WXYZ'))
FROM generate_series(1, pg_temp.volume('users') / 25) AS n;
INSERT INTO mfa_challenges (id, factor_id, created_at, verified_at, ip_address)
SELECT pg_temp.uuid('challenge', 2 * n + turn), pg_temp.uuid('factor', n), pg_temp.moment(n, 12, 60),
  CASE WHEN turn = 1 THEN pg_temp.moment(n, 12, 60) + interval '20 seconds' END, inet '2001:db8::1' + n
FROM generate_series(1, pg_temp.volume('users') / 25) AS n, generate_series(0, 1) AS turn;

INSERT INTO one_time_tokens (id, user_id, token_type, token_hash, relates_to, created_at, updated_at)
SELECT pg_temp.uuid('one-time', row_number() OVER (ORDER BY id)), id, 'confirmation_token', confirmation_token, email,
  created_at AT TIME ZONE 'UTC', created_at AT TIME ZONE 'UTC'
FROM users WHERE confirmation_token <> '';
INSERT INTO flow_state (id, user_id, auth_code, code_challenge_method, code_challenge, provider_type, created_at,
  updated_at, authentication_method)
SELECT pg_temp.uuid('flow', n), NULL, pg_temp.uuid('code', n)::text, 's256', md5('challenge' || n), 'google',
  pg_temp.moment(n, 13, 2), pg_temp.moment(n, 13, 2), 'oauth'
FROM generate_series(1, pg_temp.volume('users') / 50) AS n;

INSERT INTO audit_log_entries (instance_id, id, payload, created_at, ip_address)
SELECT '00000000-0000-0000-0000-000000000000', pg_temp.uuid('audit', n), json_build_object(
    'action', (ARRAY['login', 'logout', 'token_refreshed', 'token_revoked', 'user_signedup'])
    [1 + pg_temp.pick(n, 14, 5)],
    'actor_id', pg_temp.user_id(n, 15), 'log_type', 'account', 'traits', json_build_object('provider', 'email')),
  pg_temp.moment(n, 16, 180), ''
FROM generate_series(1, pg_temp.volume('audit_log_entries')) AS n;

SELECT setval('refresh_tokens_id_seq', max(id)) FROM refresh_tokens;
DROP TABLE password_hash;
RESET search_path;
`;
export { quoteIdentifier as a, displayName as i, authRowsSql as n, quoteLiteral as o, sampleLogin as r, quoteQualified as s, authMigrationsSql as t };

//# sourceMappingURL=auth-rows-CwWkZiBu.js.map