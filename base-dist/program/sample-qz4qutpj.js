import { t as esm_default } from "./esm-BDbrdyGR.js";
import { t as CutoverError } from "./errors-6d540p0-.js";
import { a as quoteIdentifier, n as authRowsSql, o as quoteLiteral, t as authMigrationsSql } from "./auth-rows-CwWkZiBu.js";
// core/demo/sample/auth.ts
/**
* Schema `auth` with the types, columns and names of Supabase Auth (GoTrue) as of 2026; compared with the
* migrations of supabase/auth. Keys and indexes follow in `authKeysSql`, once the rows are in.
*/
const authTablesSql = `
SET ROLE supabase_auth_admin;
SET search_path = auth;

CREATE TYPE aal_level AS ENUM ('aal1', 'aal2', 'aal3');
CREATE TYPE code_challenge_method AS ENUM ('s256', 'plain');
CREATE TYPE factor_status AS ENUM ('unverified', 'verified');
CREATE TYPE factor_type AS ENUM ('totp', 'webauthn', 'phone');
CREATE TYPE oauth_registration_type AS ENUM ('dynamic', 'manual');
CREATE TYPE oauth_client_type AS ENUM ('public', 'confidential');
CREATE TYPE oauth_authorization_status AS ENUM ('pending', 'approved', 'denied', 'expired');
CREATE TYPE oauth_response_type AS ENUM ('code');
CREATE TYPE one_time_token_type AS ENUM (
  'confirmation_token', 'reauthentication_token', 'recovery_token',
  'email_change_token_new', 'email_change_token_current', 'phone_change_token'
);

CREATE TABLE schema_migrations (version varchar(255) NOT NULL);

CREATE TABLE instances (
  id uuid NOT NULL, uuid uuid, raw_base_config text, created_at timestamptz, updated_at timestamptz
);

CREATE TABLE users (
  instance_id uuid,
  id uuid NOT NULL,
  aud varchar(255),
  role varchar(255),
  email varchar(255),
  encrypted_password varchar(255),
  email_confirmed_at timestamptz,
  invited_at timestamptz,
  confirmation_token varchar(255),
  confirmation_sent_at timestamptz,
  recovery_token varchar(255),
  recovery_sent_at timestamptz,
  email_change_token_new varchar(255),
  email_change varchar(255),
  email_change_sent_at timestamptz,
  last_sign_in_at timestamptz,
  raw_app_meta_data jsonb,
  raw_user_meta_data jsonb,
  is_super_admin boolean,
  created_at timestamptz,
  updated_at timestamptz,
  phone text DEFAULT NULL::varchar,
  phone_confirmed_at timestamptz,
  phone_change text DEFAULT ''::varchar,
  phone_change_token varchar(255) DEFAULT ''::varchar,
  phone_change_sent_at timestamptz,
  confirmed_at timestamptz GENERATED ALWAYS AS (LEAST(email_confirmed_at, phone_confirmed_at)) STORED,
  email_change_token_current varchar(255) DEFAULT ''::varchar,
  email_change_confirm_status smallint DEFAULT 0
    CONSTRAINT users_email_change_confirm_status_check CHECK (email_change_confirm_status BETWEEN 0 AND 2),
  banned_until timestamptz,
  reauthentication_token varchar(255) DEFAULT ''::varchar,
  reauthentication_sent_at timestamptz,
  is_sso_user boolean NOT NULL DEFAULT false,
  deleted_at timestamptz,
  is_anonymous boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE users IS 'Auth: Stores user login data within a secure schema.';
COMMENT ON COLUMN users.is_sso_user IS 'Auth: True when the account comes from SSO; such accounts can share an email.';

CREATE TABLE identities (
  provider_id text NOT NULL,
  user_id uuid NOT NULL,
  identity_data jsonb NOT NULL,
  provider text NOT NULL,
  last_sign_in_at timestamptz,
  created_at timestamptz,
  updated_at timestamptz,
  email text GENERATED ALWAYS AS (lower(identity_data ->> 'email')) STORED,
  id uuid NOT NULL DEFAULT gen_random_uuid()
);
COMMENT ON COLUMN identities.email IS 'Auth: Email that refers to the optional email property in the identity_data.';

CREATE TABLE sessions (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  created_at timestamptz,
  updated_at timestamptz,
  factor_id uuid,
  aal aal_level,
  not_after timestamptz,
  refreshed_at timestamp,
  user_agent text,
  ip inet,
  tag text,
  oauth_client_id uuid,
  refresh_token_hmac_key text,
  refresh_token_counter bigint,
  scopes text CONSTRAINT sessions_scopes_length CHECK (char_length(scopes) <= 4096)
);

CREATE TABLE refresh_tokens (
  instance_id uuid,
  id bigserial NOT NULL,
  token varchar(255),
  user_id varchar(255),
  revoked boolean,
  created_at timestamptz,
  updated_at timestamptz,
  parent varchar(255),
  session_id uuid
);

CREATE TABLE mfa_factors (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  friendly_name text,
  factor_type factor_type NOT NULL,
  status factor_status NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  secret text,
  phone text,
  last_challenged_at timestamptz,
  web_authn_credential jsonb,
  web_authn_aaguid uuid,
  last_webauthn_challenge_data jsonb
);
CREATE TABLE mfa_challenges (
  id uuid NOT NULL,
  factor_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  verified_at timestamptz,
  ip_address inet NOT NULL,
  otp_code text,
  web_authn_session_data jsonb
);
CREATE TABLE mfa_amr_claims (
  session_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  authentication_method text NOT NULL,
  id uuid NOT NULL
);

CREATE TABLE one_time_tokens (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  token_type one_time_token_type NOT NULL,
  token_hash text NOT NULL CONSTRAINT one_time_tokens_token_hash_check CHECK (char_length(token_hash) > 0),
  relates_to text NOT NULL,
  created_at timestamp NOT NULL DEFAULT now(),
  updated_at timestamp NOT NULL DEFAULT now()
);
CREATE TABLE flow_state (
  id uuid NOT NULL,
  user_id uuid,
  auth_code text,
  code_challenge_method code_challenge_method,
  code_challenge text,
  provider_type text NOT NULL,
  provider_access_token text,
  provider_refresh_token text,
  created_at timestamptz,
  updated_at timestamptz,
  authentication_method text NOT NULL,
  auth_code_issued_at timestamptz,
  invite_token text,
  referrer text,
  oauth_client_state_id uuid,
  linking_target_id uuid,
  email_optional boolean NOT NULL DEFAULT false
);
CREATE TABLE audit_log_entries (
  instance_id uuid,
  id uuid NOT NULL,
  payload json,
  created_at timestamptz,
  ip_address varchar(64) NOT NULL DEFAULT ''::varchar
);

CREATE TABLE sso_providers (
  id uuid NOT NULL,
  resource_id text CONSTRAINT "resource_id not empty" CHECK (resource_id = NULL OR char_length(resource_id) > 0),
  created_at timestamptz,
  updated_at timestamptz,
  disabled boolean
);
CREATE TABLE sso_domains (
  id uuid NOT NULL,
  sso_provider_id uuid NOT NULL,
  domain text NOT NULL CONSTRAINT "domain not empty" CHECK (char_length(domain) > 0),
  created_at timestamptz,
  updated_at timestamptz
);
CREATE TABLE saml_providers (
  id uuid NOT NULL,
  sso_provider_id uuid NOT NULL,
  entity_id text NOT NULL CONSTRAINT "entity_id not empty" CHECK (char_length(entity_id) > 0),
  metadata_xml text NOT NULL CONSTRAINT "metadata_xml not empty" CHECK (char_length(metadata_xml) > 0),
  metadata_url text CONSTRAINT "metadata_url not empty" CHECK (metadata_url = NULL OR char_length(metadata_url) > 0),
  attribute_mapping jsonb,
  created_at timestamptz,
  updated_at timestamptz,
  name_id_format text
);
CREATE TABLE saml_relay_states (
  id uuid NOT NULL,
  sso_provider_id uuid NOT NULL,
  request_id text NOT NULL CONSTRAINT "request_id not empty" CHECK (char_length(request_id) > 0),
  for_email text,
  redirect_to text,
  created_at timestamptz,
  updated_at timestamptz,
  flow_state_id uuid
);

CREATE TABLE oauth_clients (
  id uuid NOT NULL,
  client_secret_hash text,
  registration_type oauth_registration_type NOT NULL,
  redirect_uris text NOT NULL,
  grant_types text NOT NULL,
  client_name text CONSTRAINT oauth_clients_client_name_length CHECK (char_length(client_name) <= 1024),
  client_uri text CONSTRAINT oauth_clients_client_uri_length CHECK (char_length(client_uri) <= 2048),
  logo_uri text CONSTRAINT oauth_clients_logo_uri_length CHECK (char_length(logo_uri) <= 2048),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  client_type oauth_client_type NOT NULL DEFAULT 'confidential',
  token_endpoint_auth_method text NOT NULL CONSTRAINT oauth_clients_token_endpoint_auth_method_check
    CHECK (token_endpoint_auth_method IN ('client_secret_basic', 'client_secret_post', 'none'))
);
CREATE TABLE oauth_authorizations (
  id uuid NOT NULL,
  authorization_id text NOT NULL,
  client_id uuid NOT NULL,
  user_id uuid,
  redirect_uri text NOT NULL
    CONSTRAINT oauth_authorizations_redirect_uri_length CHECK (char_length(redirect_uri) <= 2048),
  scope text NOT NULL CONSTRAINT oauth_authorizations_scope_length CHECK (char_length(scope) <= 4096),
  state text CONSTRAINT oauth_authorizations_state_length CHECK (char_length(state) <= 4096),
  resource text CONSTRAINT oauth_authorizations_resource_length CHECK (char_length(resource) <= 2048),
  code_challenge text CONSTRAINT oauth_authorizations_code_challenge_length CHECK (char_length(code_challenge) <= 128),
  code_challenge_method code_challenge_method,
  response_type oauth_response_type NOT NULL DEFAULT 'code',
  status oauth_authorization_status NOT NULL DEFAULT 'pending',
  authorization_code text
    CONSTRAINT oauth_authorizations_authorization_code_length CHECK (char_length(authorization_code) <= 255),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT (now() + interval '3 minutes'),
  approved_at timestamptz,
  nonce text CONSTRAINT oauth_authorizations_nonce_length CHECK (char_length(nonce) <= 255),
  CONSTRAINT oauth_authorizations_expires_at_future CHECK (expires_at > created_at)
);
CREATE TABLE oauth_consents (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  client_id uuid NOT NULL,
  scopes text NOT NULL
    CONSTRAINT oauth_consents_scopes_length CHECK (char_length(scopes) <= 2048)
    CONSTRAINT oauth_consents_scopes_not_empty CHECK (char_length(TRIM(scopes)) > 0),
  granted_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  CONSTRAINT oauth_consents_revoked_after_granted CHECK (revoked_at IS NULL OR revoked_at >= granted_at)
);

CREATE FUNCTION uid() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT COALESCE(
    NULLIF(current_setting('request.jwt.claim.sub', true), ''),
    NULLIF(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;
CREATE FUNCTION role() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT COALESCE(
    NULLIF(current_setting('request.jwt.claim.role', true), ''),
    NULLIF(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )::text
$$;
CREATE FUNCTION email() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT COALESCE(
    NULLIF(current_setting('request.jwt.claim.email', true), ''),
    NULLIF(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
  )::text
$$;
CREATE FUNCTION jwt() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT COALESCE(
    NULLIF(current_setting('request.jwt.claim', true), ''),
    NULLIF(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;
COMMENT ON FUNCTION uid() IS 'The id of the user who makes the request: claim sub of the token.';

RESET search_path;
RESET ROLE;
`;
// core/demo/sample/auth-keys.ts
/** Keys, indexes and row security of schema `auth`, by the names that Supabase Auth gives them. */
const authKeysSql = `
SET ROLE supabase_auth_admin;
SET search_path = auth;

ALTER TABLE schema_migrations ADD PRIMARY KEY (version);
ALTER TABLE instances ADD PRIMARY KEY (id);
ALTER TABLE users ADD PRIMARY KEY (id), ADD CONSTRAINT users_phone_key UNIQUE (phone);
ALTER TABLE identities ADD PRIMARY KEY (id),
  ADD CONSTRAINT identities_provider_id_provider_unique UNIQUE (provider_id, provider);
ALTER TABLE sessions ADD PRIMARY KEY (id);
ALTER TABLE refresh_tokens ADD PRIMARY KEY (id), ADD CONSTRAINT refresh_tokens_token_unique UNIQUE (token);
ALTER TABLE mfa_factors ADD PRIMARY KEY (id),
  ADD CONSTRAINT mfa_factors_last_challenged_at_key UNIQUE (last_challenged_at);
ALTER TABLE mfa_challenges ADD PRIMARY KEY (id);
ALTER TABLE mfa_amr_claims ADD CONSTRAINT amr_id_pk PRIMARY KEY (id),
  ADD CONSTRAINT mfa_amr_claims_session_id_authentication_method_pkey UNIQUE (session_id, authentication_method);
ALTER TABLE one_time_tokens ADD PRIMARY KEY (id);
ALTER TABLE flow_state ADD PRIMARY KEY (id);
ALTER TABLE audit_log_entries ADD PRIMARY KEY (id);
ALTER TABLE sso_providers ADD PRIMARY KEY (id);
ALTER TABLE sso_domains ADD PRIMARY KEY (id);
ALTER TABLE saml_providers ADD PRIMARY KEY (id), ADD CONSTRAINT saml_providers_entity_id_key UNIQUE (entity_id);
ALTER TABLE saml_relay_states ADD PRIMARY KEY (id);
ALTER TABLE oauth_clients ADD PRIMARY KEY (id);
ALTER TABLE oauth_authorizations ADD PRIMARY KEY (id),
  ADD CONSTRAINT oauth_authorizations_authorization_id_key UNIQUE (authorization_id),
  ADD CONSTRAINT oauth_authorizations_authorization_code_key UNIQUE (authorization_code);
ALTER TABLE oauth_consents ADD PRIMARY KEY (id),
  ADD CONSTRAINT oauth_consents_user_client_unique UNIQUE (user_id, client_id);

CREATE INDEX users_instance_id_idx ON users (instance_id);
CREATE INDEX users_instance_id_email_idx ON users (instance_id, lower(email::text));
CREATE INDEX users_is_anonymous_idx ON users (is_anonymous);
CREATE UNIQUE INDEX users_email_partial_key ON users (email) WHERE is_sso_user = false;
CREATE UNIQUE INDEX confirmation_token_idx ON users (confirmation_token) WHERE confirmation_token !~ '^[0-9 ]*$';
CREATE UNIQUE INDEX recovery_token_idx ON users (recovery_token) WHERE recovery_token !~ '^[0-9 ]*$';
CREATE UNIQUE INDEX email_change_token_current_idx ON users (email_change_token_current)
  WHERE email_change_token_current !~ '^[0-9 ]*$';
CREATE UNIQUE INDEX email_change_token_new_idx ON users (email_change_token_new)
  WHERE email_change_token_new !~ '^[0-9 ]*$';
CREATE UNIQUE INDEX reauthentication_token_idx ON users (reauthentication_token)
  WHERE reauthentication_token !~ '^[0-9 ]*$';
COMMENT ON INDEX users_email_partial_key IS 'Auth: A partial unique index that applies only when is_sso_user is false';
CREATE INDEX identities_email_idx ON identities (email text_pattern_ops);
CREATE INDEX identities_user_id_idx ON identities (user_id);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);
CREATE INDEX user_id_created_at_idx ON sessions (user_id, created_at);
CREATE INDEX sessions_not_after_idx ON sessions (not_after DESC);
CREATE INDEX sessions_oauth_client_id_idx ON sessions (oauth_client_id);
CREATE INDEX refresh_tokens_instance_id_idx ON refresh_tokens (instance_id);
CREATE INDEX refresh_tokens_instance_id_user_id_idx ON refresh_tokens (instance_id, user_id);
CREATE INDEX refresh_tokens_parent_idx ON refresh_tokens (parent);
CREATE INDEX refresh_tokens_session_id_revoked_idx ON refresh_tokens (session_id, revoked);
CREATE INDEX refresh_tokens_updated_at_idx ON refresh_tokens (updated_at DESC);
CREATE INDEX mfa_factors_user_id_idx ON mfa_factors (user_id);
CREATE INDEX factor_id_created_at_idx ON mfa_factors (user_id, created_at);
CREATE UNIQUE INDEX mfa_factors_user_friendly_name_unique ON mfa_factors (friendly_name, user_id)
  WHERE TRIM(friendly_name) <> '';
CREATE UNIQUE INDEX unique_phone_factor_per_user ON mfa_factors (user_id, phone);
CREATE INDEX mfa_challenge_created_at_idx ON mfa_challenges (created_at DESC);
CREATE INDEX one_time_tokens_token_hash_hash_idx ON one_time_tokens USING hash (token_hash);
CREATE INDEX one_time_tokens_relates_to_hash_idx ON one_time_tokens USING hash (relates_to);
CREATE UNIQUE INDEX one_time_tokens_user_id_token_type_key ON one_time_tokens (user_id, token_type);
CREATE INDEX idx_auth_code ON flow_state (auth_code);
CREATE INDEX idx_user_id_auth_method ON flow_state (user_id, authentication_method);
CREATE INDEX flow_state_created_at_idx ON flow_state (created_at DESC);
CREATE INDEX audit_logs_instance_id_idx ON audit_log_entries (instance_id);
CREATE UNIQUE INDEX sso_providers_resource_id_idx ON sso_providers (lower(resource_id));
CREATE UNIQUE INDEX sso_domains_domain_idx ON sso_domains (lower(domain));
CREATE INDEX sso_domains_sso_provider_id_idx ON sso_domains (sso_provider_id);
CREATE INDEX saml_providers_sso_provider_id_idx ON saml_providers (sso_provider_id);
CREATE INDEX saml_relay_states_sso_provider_id_idx ON saml_relay_states (sso_provider_id);
CREATE INDEX saml_relay_states_for_email_idx ON saml_relay_states (for_email);
CREATE INDEX saml_relay_states_created_at_idx ON saml_relay_states (created_at DESC);
CREATE INDEX oauth_clients_deleted_at_idx ON oauth_clients (deleted_at);
CREATE INDEX oauth_auth_pending_exp_idx ON oauth_authorizations (expires_at) WHERE status = 'pending';
CREATE INDEX oauth_consents_active_client_idx ON oauth_consents (client_id) WHERE revoked_at IS NULL;
CREATE INDEX oauth_consents_user_order_idx ON oauth_consents (user_id, granted_at DESC);

ALTER TABLE identities ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;
ALTER TABLE sessions ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE,
  ADD FOREIGN KEY (oauth_client_id) REFERENCES oauth_clients ON DELETE CASCADE;
ALTER TABLE refresh_tokens ADD FOREIGN KEY (session_id) REFERENCES sessions ON DELETE CASCADE;
ALTER TABLE mfa_factors ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;
ALTER TABLE mfa_challenges ADD CONSTRAINT mfa_challenges_auth_factor_id_fkey
  FOREIGN KEY (factor_id) REFERENCES mfa_factors ON DELETE CASCADE;
ALTER TABLE mfa_amr_claims ADD FOREIGN KEY (session_id) REFERENCES sessions ON DELETE CASCADE;
ALTER TABLE one_time_tokens ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;
ALTER TABLE sso_domains ADD FOREIGN KEY (sso_provider_id) REFERENCES sso_providers ON DELETE CASCADE;
ALTER TABLE saml_providers ADD FOREIGN KEY (sso_provider_id) REFERENCES sso_providers ON DELETE CASCADE;
ALTER TABLE saml_relay_states ADD FOREIGN KEY (sso_provider_id) REFERENCES sso_providers ON DELETE CASCADE,
  ADD FOREIGN KEY (flow_state_id) REFERENCES flow_state ON DELETE CASCADE;
ALTER TABLE oauth_authorizations ADD FOREIGN KEY (client_id) REFERENCES oauth_clients ON DELETE CASCADE,
  ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;
ALTER TABLE oauth_consents ADD FOREIGN KEY (client_id) REFERENCES oauth_clients ON DELETE CASCADE,
  ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;

DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'auth'::regnamespace AND relkind = 'r' LOOP
    IF name NOT LIKE 'oauth%' THEN
      EXECUTE format('ALTER TABLE auth.%I ENABLE ROW LEVEL SECURITY', name);
    END IF;
  END LOOP;
END
$$;

RESET search_path;
RESET ROLE;
`;
// core/demo/sample/roles.ts
/**
* The roles, schemas and extensions of a hosted project, as its image sets them up. `supabase_admin` is the only
* superuser; `postgres`, which people connect as, is none.
*/
const rolesSql = `
CREATE ROLE anon NOLOGIN NOINHERIT;
CREATE ROLE authenticated NOLOGIN NOINHERIT;
CREATE ROLE service_role NOLOGIN NOINHERIT BYPASSRLS;
CREATE ROLE authenticator LOGIN NOINHERIT;
CREATE ROLE supabase_auth_admin LOGIN NOINHERIT CREATEROLE;
CREATE ROLE supabase_storage_admin LOGIN NOINHERIT CREATEROLE;
CREATE ROLE dashboard_user NOLOGIN CREATEDB CREATEROLE REPLICATION;
CREATE ROLE postgres LOGIN NOSUPERUSER CREATEDB CREATEROLE REPLICATION BYPASSRLS;

GRANT anon, authenticated, service_role TO authenticator;
GRANT authenticator TO supabase_storage_admin;
GRANT anon, authenticated, service_role, authenticator, pg_monitor TO postgres WITH ADMIN OPTION;

ALTER ROLE anon SET statement_timeout = '3s';
ALTER ROLE authenticated SET statement_timeout = '8s';
ALTER ROLE authenticator SET statement_timeout = '8s';
ALTER ROLE supabase_auth_admin SET search_path = auth;
ALTER ROLE supabase_auth_admin SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE supabase_storage_admin SET search_path = storage;
ALTER ROLE postgres SET search_path = "$user", public, extensions;
ALTER DATABASE postgres OWNER TO postgres;
ALTER DATABASE postgres SET statement_timeout = '2min';

CREATE SCHEMA extensions AUTHORIZATION postgres;
CREATE SCHEMA auth AUTHORIZATION supabase_admin;
CREATE SCHEMA storage AUTHORIZATION supabase_admin;
CREATE EXTENSION pgcrypto SCHEMA extensions;
CREATE EXTENSION "uuid-ossp" SCHEMA extensions;
CREATE EXTENSION pg_trgm SCHEMA extensions;

GRANT USAGE ON SCHEMA public, extensions, auth, storage TO anon, authenticated, service_role;
GRANT USAGE ON SCHEMA auth, storage TO postgres WITH GRANT OPTION;
GRANT ALL ON SCHEMA auth TO supabase_auth_admin, dashboard_user;
GRANT ALL ON SCHEMA storage TO supabase_storage_admin, dashboard_user;
GRANT ALL ON SCHEMA extensions TO dashboard_user;

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public
  GRANT ALL ON TABLES TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public
  GRANT ALL ON SEQUENCES TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public
  GRANT ALL ON FUNCTIONS TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_auth_admin IN SCHEMA auth GRANT ALL ON TABLES TO postgres, dashboard_user;
`;
/** The roles above that log in; each gets the password of its server. */
const loginRoles = [
	"authenticator",
	"supabase_auth_admin",
	"supabase_storage_admin",
	"postgres"
];
/** What the services grant to the role that people connect as, once their tables are there. */
const serviceRightsSql = `
GRANT SELECT ON ALL TABLES IN SCHEMA auth TO postgres WITH GRANT OPTION;
GRANT INSERT, UPDATE, DELETE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA auth TO postgres, dashboard_user;
REVOKE INSERT, UPDATE, DELETE, REFERENCES, TRIGGER ON auth.schema_migrations FROM postgres, dashboard_user;
GRANT ALL ON ALL SEQUENCES IN SCHEMA auth TO postgres, dashboard_user;
GRANT ALL ON ALL FUNCTIONS IN SCHEMA auth TO postgres, dashboard_user;
GRANT ALL ON storage.buckets, storage.objects TO anon, authenticated, service_role;
GRANT ALL ON storage.buckets, storage.objects TO postgres WITH GRANT OPTION;
GRANT SELECT ON storage.migrations TO postgres;
GRANT SELECT ON storage.s3_multipart_uploads, storage.s3_multipart_uploads_parts TO anon, authenticated;
GRANT ALL ON storage.s3_multipart_uploads, storage.s3_multipart_uploads_parts TO service_role, postgres;
`;
// core/demo/sample/storage.ts
/**
* Schema `storage` with the columns and names of the Storage service as of 2026; compared with the tenant
* migrations of supabase/storage.
*/
const storageTablesSql = `
SET ROLE supabase_storage_admin;
SET search_path = storage;

CREATE TYPE buckettype AS ENUM ('STANDARD', 'ANALYTICS', 'VECTOR');

CREATE TABLE migrations (
  id integer PRIMARY KEY,
  name varchar(100) NOT NULL UNIQUE,
  hash varchar(40) NOT NULL,
  executed_at timestamp DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE buckets (
  id text PRIMARY KEY,
  name text NOT NULL,
  owner uuid,
  created_at timestamptz DEFAULT now(),
  updated_at timestamptz DEFAULT now(),
  public boolean DEFAULT false,
  avif_autodetection boolean DEFAULT false,
  file_size_limit bigint,
  allowed_mime_types text[],
  owner_id text,
  type buckettype NOT NULL DEFAULT 'STANDARD'
);
COMMENT ON COLUMN buckets.owner IS 'Field is deprecated, use owner_id instead';
CREATE TABLE objects (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  bucket_id text,
  name text,
  owner uuid,
  created_at timestamptz DEFAULT now(),
  updated_at timestamptz DEFAULT now(),
  last_accessed_at timestamptz DEFAULT now(),
  metadata jsonb,
  path_tokens text[] GENERATED ALWAYS AS (string_to_array(name, '/')) STORED,
  version text,
  owner_id text,
  user_metadata jsonb
);
COMMENT ON COLUMN objects.owner IS 'Field is deprecated, use owner_id instead';
CREATE TABLE s3_multipart_uploads (
  id text PRIMARY KEY,
  in_progress_size bigint NOT NULL DEFAULT 0,
  upload_signature text NOT NULL,
  bucket_id text NOT NULL REFERENCES buckets,
  key text COLLATE "C" NOT NULL,
  version text NOT NULL,
  owner_id text,
  created_at timestamptz NOT NULL DEFAULT now(),
  user_metadata jsonb,
  metadata jsonb
);
CREATE TABLE s3_multipart_uploads_parts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  upload_id text NOT NULL REFERENCES s3_multipart_uploads ON DELETE CASCADE,
  size bigint NOT NULL DEFAULT 0,
  part_number integer NOT NULL,
  bucket_id text NOT NULL REFERENCES buckets,
  key text COLLATE "C" NOT NULL,
  etag text NOT NULL,
  owner_id text,
  version text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX bname ON buckets (name);
CREATE INDEX idx_multipart_uploads_list ON s3_multipart_uploads (bucket_id, key, created_at);

CREATE FUNCTION foldername(name text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  parts text[] := string_to_array(name, '/');
BEGIN
  RETURN parts[1 : array_length(parts, 1) - 1];
END
$$;
CREATE FUNCTION filename(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN (string_to_array(name, '/'))[array_length(string_to_array(name, '/'), 1)];
END
$$;
CREATE FUNCTION extension(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN reverse(split_part(reverse(storage.filename(name)), '.', 1));
END
$$;
CREATE FUNCTION update_updated_at_column() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at = now();
  RETURN NEW;
END
$$;
CREATE FUNCTION protect_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF COALESCE(current_setting('storage.allow_delete_query', true), 'false') <> 'true' THEN
    RAISE EXCEPTION 'Direct deletion from storage tables is not allowed. Use the Storage API instead.'
      USING HINT = 'Files would be left behind without their rows.', ERRCODE = '42501';
  END IF;
  RETURN NULL;
END
$$;

RESET search_path;
RESET ROLE;
`;
/** What stands on the rows: keys, indexes and the service's triggers. */
const storageKeysSql = `
SET ROLE supabase_storage_admin;
SET search_path = storage;

ALTER TABLE objects ADD PRIMARY KEY (id),
  ADD CONSTRAINT "objects_bucketId_fkey" FOREIGN KEY (bucket_id) REFERENCES buckets;
CREATE UNIQUE INDEX bucketid_objname ON objects (bucket_id, name);
CREATE INDEX name_prefix_search ON objects (name text_pattern_ops);
CREATE INDEX idx_objects_bucket_id_name ON objects (bucket_id, name COLLATE "C");
CREATE TRIGGER update_objects_updated_at BEFORE UPDATE ON objects
  FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER protect_objects_delete BEFORE DELETE ON objects
  FOR EACH STATEMENT EXECUTE FUNCTION protect_delete();
CREATE TRIGGER protect_buckets_delete BEFORE DELETE ON buckets
  FOR EACH STATEMENT EXECUTE FUNCTION protect_delete();
ALTER TABLE buckets ENABLE ROW LEVEL SECURITY;
ALTER TABLE objects ENABLE ROW LEVEL SECURITY;
ALTER TABLE migrations ENABLE ROW LEVEL SECURITY;
ALTER TABLE s3_multipart_uploads ENABLE ROW LEVEL SECURITY;
ALTER TABLE s3_multipart_uploads_parts ENABLE ROW LEVEL SECURITY;

RESET search_path;
RESET ROLE;
`;
/** The project's own policies on the service's table. */
const storagePoliciesSql = `
CREATE POLICY "Avatars can be seen by everybody" ON storage.objects FOR SELECT USING (bucket_id = 'avatars');
CREATE POLICY "People change their own avatar" ON storage.objects FOR ALL TO authenticated
  USING (bucket_id = 'avatars' AND (storage.foldername(name))[1] = (SELECT auth.uid())::text)
  WITH CHECK (bucket_id = 'avatars' AND (storage.foldername(name))[1] = (SELECT auth.uid())::text);
CREATE POLICY "Owners read their invoices" ON storage.objects FOR SELECT TO authenticated
  USING (bucket_id = 'invoices' AND owner_id = (SELECT auth.uid())::text);
`;
// core/demo/sample/helpers.ts
/** Rows of a table at scale 1, for those that others derive their number from. Together they lead to some 295,000. */
const rowsAtScaleOne = {
	users: 5e3,
	sessions: 6e3,
	audit_log_entries: 15e3,
	objects: 6e3,
	organizations: 200,
	stores: 300,
	customers: 9e3,
	support_tickets: 4e3,
	products: 5e3,
	orders: 2e4,
	reviews: 9e3,
	events: 5e4
};
/** How many rows each of the leading tables gets; never less than ten, so that any scale has all kinds of rows. */
function volumes(scale) {
	return Object.entries(rowsAtScaleOne).map(([name, rows]) => ({
		name,
		rows: Math.max(10, Math.round(rows * scale))
	}));
}
/** Makes one volume known to the statements of this session. */
const setVolumeSql = `SELECT pg_catalog.set_config('sample.' || $1, $2, false)`;
/**
* Functions for the statements that fill the tables. Every value is computed from the row's number by a hash, none
* from random() or now(), so that two samples of the same scale are equal down to the last byte. All are simple
* enough for the planner to put their bodies in place of the calls.
*/
const helpersSql = `
CREATE FUNCTION pg_temp.volume(name text) RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT current_setting('sample.' || name)::bigint $$;

-- 0 to size - 1, evenly. Another seed gives another, independent value for the same row.
CREATE FUNCTION pg_temp.pick(n bigint, seed bigint, size bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
  $$ SELECT (hashint8extended(n, seed) & 9223372036854775807) % size $$;

CREATE FUNCTION pg_temp.uuid(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
  $$ SELECT overlay(overlay(md5(kind || n::text) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid $$;

-- A moment within so many days before the end of September 2026.
CREATE FUNCTION pg_temp.moment(n bigint, seed bigint, days bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS
  $$ SELECT timestamptz '2026-09-30 06:00:00+00' - pg_temp.pick(n, seed, days * 86400) * interval '1 second' $$;

CREATE FUNCTION pg_temp.user_id(n bigint, seed bigint) RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT pg_temp.uuid('user', 1 + pg_temp.pick(n, seed, pg_temp.volume('users'))) $$;

CREATE FUNCTION pg_temp.first_name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (ARRAY['Olivia', 'Noah', 'Amélie', 'Jürgen', 'Søren', 'Zoë', 'Mateo', 'Priya', 'Kenji', 'Fatima', 'Liam',
    'Chidi', 'Ingrid', 'Paweł', 'Aroha', 'Lucía', 'Tomáš', 'Yara', 'Elif', 'Mei', 'Samuel', 'Hannah', 'Ravi',
    'Siobhan'])[1 + pg_temp.pick(n, 101, 24)]
$$;
CREATE FUNCTION pg_temp.last_name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (ARRAY['Hartmann', 'O''Brien', 'García', 'Müller', 'Tanaka', 'Okafor', 'van der Berg', 'Kowalska',
    'Sørensen', 'Rossi', 'Yılmaz', 'Nguyễn', 'Smith-Jones', 'Dubois', 'Novák', 'Haddad', 'Chaudhary', 'Johansson', 'Lindqvist',
    'Fernandes', 'Walker', 'Kim', 'Petrov', 'Wanjiru'])[1 + pg_temp.pick(n, 102, 24)]
$$;
CREATE FUNCTION pg_temp.full_name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT pg_temp.first_name(n) || ' ' || pg_temp.last_name(n) $$;
CREATE FUNCTION pg_temp.city(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (ARRAY['Berlin', 'København', 'Lyon', 'São Paulo', 'Kraków', 'Osaka', 'Leeds', 'Austin', 'Málaga', 'Gent',
    'Zürich', 'Wellington'])[1 + pg_temp.pick(n, 103, 12)]
$$;
CREATE FUNCTION pg_temp.country(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (ARRAY['DE', 'DK', 'FR', 'BR', 'PL', 'JP', 'GB', 'US', 'ES', 'BE', 'CH', 'NZ'])[1 + pg_temp.pick(n, 103, 12)]
$$;

-- The name part of an address: letters of ASCII only, and the number, which makes it unique.
CREATE FUNCTION pg_temp.mailbox(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT translate(lower(pg_temp.first_name(n)), 'éüøëłíáš', 'euoeilas') || '.' || n::text
$$;

-- Which rows belong together. A store's number follows from that of its products and customers.
CREATE FUNCTION pg_temp.store_of(n bigint) RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT 1 + (n - 1) % pg_temp.volume('stores') $$;
CREATE FUNCTION pg_temp.organization_of(store bigint) RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT 1 + (store - 1) % pg_temp.volume('organizations') $$;
CREATE FUNCTION pg_temp.product_in(store bigint, n bigint, seed bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT store + pg_temp.volume('stores')
    * pg_temp.pick(n, seed, greatest(1, pg_temp.volume('products') / pg_temp.volume('stores')))
$$;
CREATE FUNCTION pg_temp.variants_of(product bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
  $$ SELECT 2 + pg_temp.pick(product, 104, 3) $$;
CREATE FUNCTION pg_temp.variant_of(product bigint, n bigint, seed bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
  $$ SELECT product * 5 + pg_temp.pick(n, seed, pg_temp.variants_of(product)) $$;
CREATE FUNCTION pg_temp.unit_price(variant bigint) RETURNS numeric LANGUAGE sql IMMUTABLE AS
  $$ SELECT ((390 + pg_temp.pick(variant, 105, 19500)) / 100.0)::numeric(12,2) $$;
CREATE FUNCTION pg_temp.customer_of(order_id bigint) RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT 1 + pg_temp.pick(order_id, 106, pg_temp.volume('customers')) $$;
CREATE FUNCTION pg_temp.addresses_of(customer bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
  $$ SELECT CASE WHEN customer % 3 = 0 THEN 2 ELSE 1 END $$;
CREATE FUNCTION pg_temp.lines_of(order_id bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
  $$ SELECT 1 + pg_temp.pick(order_id, 107, 4) $$;
CREATE FUNCTION pg_temp.status_of(order_id bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE width_bucket(pg_temp.pick(order_id, 108, 100), ARRAY[4, 9, 13, 22, 88, 94]::bigint[])
    WHEN 0 THEN 'draft' WHEN 1 THEN 'paid' WHEN 2 THEN 'packed' WHEN 3 THEN 'shipped' WHEN 4 THEN 'delivered'
    WHEN 5 THEN 'cancelled' ELSE 'returned' END
$$;
`;
// core/demo/sample/order-rows.ts
/** Fills the shop from its products to its refunds. Sums of orders are those of their lines. */
const orderRowsSql = String.raw`
SET search_path = public, extensions;

INSERT INTO products (id, store_id, category_id, default_variant_id, title, description, attributes, thumbnail,
  published_at, updated_at)
SELECT n, pg_temp.store_of(n), (pg_temp.store_of(n) - 1) * 10 + 1 + pg_temp.pick(n, 71, 10), n * 5,
  make || ' ' || thing || ' No. ' || n, 'A ' || lower(make) || ' ' || lower(thing) || ' made by hand in '
    || pg_temp.city(n * 3)
    || '. Comes in a box of recycled card'
    || CASE WHEN n % 2 = 0 THEN ', with a spare part and a care guide.' ELSE '.' END
    || repeat(' Every piece is checked twice before it leaves the workshop.', CASE WHEN n % 25 = 0 THEN 40 ELSE 0 END),
  jsonb_build_object('weight', jsonb_build_object('value', pg_temp.pick(n, 72, 5000) / 1000.0, 'unit', 'kg'),
    'tags', jsonb_build_array(thing, n % 12)),
  CASE WHEN n % 3 = 0 THEN decode('89504e470d0a1a0a'
    || repeat(md5('image' || n), 4 + pg_temp.pick(n, 73, 60)::integer), 'hex') END,
  CASE WHEN n % 12 > 0 THEN pg_temp.moment(n, 74, 600) END, pg_temp.moment(n, 75, 100)
FROM (
  SELECT n,
    (ARRAY['Copper', 'Oak', 'Enamel', 'Linen', 'Forged', 'Stoneware', 'Beeswax', 'Stainless'])[1 + pg_temp.pick(n, 76, 8)] AS make,
    (ARRAY['Kettle', 'Trowel', 'Apron', 'Knife', 'Teapot', 'Basket', 'Candle', 'Whetstone', 'Seed tray',
      'Garden fork'])[1 + pg_temp.pick(n, 77, 10)] AS thing
  FROM generate_series(1, pg_temp.volume('products')) AS n
) AS catalogue;

INSERT INTO product_variants (id, product_id, sku, "Größe", colour, unit_price, weight_kg, volume_l, barcode)
SELECT n * 5 + v, n, 'LK-' || lpad(n::text, 7, '0') || '-' || chr(65 + v::integer),
  (ARRAY['S', 'M', 'L', 'Übergröße'])[1 + v],
  (ARRAY['moss', 'clay', 'ink', NULL])[1 + pg_temp.pick(n * 5 + v, 78, 4)], pg_temp.unit_price(n * 5 + v),
  (pg_temp.pick(n * 5 + v, 79, 9000) / 1000.0)::real, pg_temp.pick(n * 5 + v, 80, 1000000) / 333333.0,
  '40' || lpad(pg_temp.pick(n * 5 + v, 81, 99999999999)::text, 11, '0')
FROM generate_series(1, pg_temp.volume('products')) AS n, generate_series(0, pg_temp.variants_of(n) - 1) AS v;

INSERT INTO "stock.levels" (variant_id, warehouse, on_hand, reserved, counted_on)
SELECT id, warehouse, pg_temp.pick(id, 82, 200), pg_temp.pick(id, 83, 20),
  date '2026-09-01' - pg_temp.pick(id, 84, 90)::integer
FROM product_variants, unnest(CASE WHEN id % 10 = 0 THEN ARRAY['main', 'Lager "Süd"'] ELSE ARRAY['main'] END)
  AS warehouse;

INSERT INTO reviews (id, product_id, author_id, stars, body, created_at)
SELECT pg_temp.uuid('review', n), 1 + pg_temp.pick(n, 85, pg_temp.volume('products')),
  CASE WHEN n % 6 > 0 THEN pg_temp.user_id(n, 86) END,
  5 - floor(sqrt(pg_temp.pick(n, 87, 25)))::integer,
  (ARRAY['Does what it should.', 'Lovely – my third one 😀', NULL, '',
    'Arrived with a scratch, but the shop''s "no questions" exchange was quick.',
    E'+ light\n+ sharp\n- the handle gets warm'])[1 + pg_temp.pick(n, 88, 6)],
  pg_temp.moment(n, 89, 500)
FROM generate_series(1, pg_temp.volume('reviews')) AS n;

INSERT INTO order_items (order_id, line, variant_id, quantity, unit_price)
SELECT order_id, line, variant, 1 + pg_temp.pick(order_id * 8 + line, 90, 3), pg_temp.unit_price(variant)
FROM (
  SELECT order_id, line, pg_temp.variant_of(
    pg_temp.product_in(pg_temp.store_of(pg_temp.customer_of(order_id)), order_id * 8 + line, 91),
    order_id * 8 + line, 92) AS variant
  FROM generate_series(1, pg_temp.volume('orders')) AS order_id,
    generate_series(1, pg_temp.lines_of(order_id)) AS line
) AS lines;

INSERT INTO orders (id, customer_id, billing_address_id, shipping_address_id, status, currency, subtotal, shipping,
  tax, discounts, "is a ""gift""", note, placed_at, updated_at)
OVERRIDING SYSTEM VALUE
SELECT n, pg_temp.uuid('customer', customer), pg_temp.uuid('address', 2 * customer),
  CASE WHEN n % 9 > 0 THEN pg_temp.uuid('address',
    2 * customer + pg_temp.pick(n, 93, pg_temp.addresses_of(customer))) END,
  pg_temp.status_of(n)::"OrderStatus", CASE pg_temp.pick(n, 94, 4) WHEN 0 THEN 'GBP' WHEN 1 THEN 'USD' ELSE 'EUR' END,
  subtotal, CASE WHEN subtotal > 100 THEN 0 ELSE 4.90 END, round(subtotal * 0.19, 2),
  CASE pg_temp.pick(n, 95, 10) WHEN 0 THEN ARRAY[ROW('WELCOME10', 10, NULL)]::discount_line[]
    WHEN 1 THEN ARRAY[ROW('"SPRING, 2026"', NULL, 5.00), ROW('LOYAL', 2.5, NULL)]::discount_line[] END,
  n % 14 = 0, CASE WHEN n % 14 = 0 THEN E'Please wrap it.\n\t— "Happy birthday!" \\o/' WHEN n % 30 = 1 THEN '' END,
  pg_temp.moment(n, 96, 270), pg_temp.moment(n, 96, 270) + interval '3 days'
FROM (
  SELECT order_id AS n, pg_temp.customer_of(order_id) AS customer, sum(line_total) AS subtotal
  FROM order_items GROUP BY order_id
) AS sums
ORDER BY n;

INSERT INTO payments (id, order_id, method, amount, provider_response, captured_at)
SELECT pg_temp.uuid('payment', id), id,
  (ARRAY['card', 'paypal', 'bank transfer', 'gift card']::payment_method[])[1 + pg_temp.pick(id, 97, 4)],
  total, json_build_object('reference', md5('payment' || id), 'risk', pg_temp.pick(id, 98, 100)),
  CASE WHEN status <> 'cancelled' THEN placed_at + interval '40 seconds' END
FROM orders WHERE status <> 'draft';

INSERT INTO shipments (id, order_id, carrier, tracking_code, shipped_at, delivered_at, route)
SELECT pg_temp.uuid('shipment', id), id, (ARRAY['DHL', 'PostNord', 'InPost', 'La Poste'])
    [1 + pg_temp.pick(id, 99, 4)],
  CASE WHEN id % 11 > 0 THEN upper(left(md5('parcel' || id), 14)) END, placed_at + interval '1 day',
  CASE WHEN status <> 'shipped' THEN placed_at + interval '4 days' END,
  CASE WHEN id % 5 > 0 THEN ARRAY[[pg_temp.city(id), 'collected'], [pg_temp.city(id + 5), 'sorted, "hub 2"']] END
FROM orders WHERE status IN ('shipped', 'delivered', 'returned');

INSERT INTO refunds (payment_id, order_id, line, refunded, reason, created_at)
SELECT pg_temp.uuid('payment', o.id), o.id, CASE WHEN o.id % 7 > 0 THEN i.line END,
  ROW(CASE WHEN o.id % 7 > 0 THEN i.line_total ELSE o.total END, o.currency)::money_amount,
  (ARRAY['Too small', 'Damaged in transit', NULL])[1 + pg_temp.pick(o.id, 100, 3)], o.placed_at + interval '9 days'
FROM orders o JOIN order_items i ON i.order_id = o.id AND i.line = 1 WHERE o.status = 'returned'
ORDER BY o.id;

DO $$
DECLARE
  c record;
BEGIN
  FOR c IN
    SELECT a.attrelid::regclass AS tab, a.attname AS col,
      pg_get_serial_sequence(a.attrelid::regclass::text, a.attname) AS seq
    FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition
      AND a.attnum > 0
      AND a.atttypid IN ('integer'::regtype, 'bigint'::regtype)
  LOOP
    IF c.seq IS NOT NULL THEN
      EXECUTE format('SELECT setval(%L, (SELECT max(%I) FROM %s))', c.seq, c.col, c.tab);
    END IF;
  END LOOP;
END
$$;

RESET search_path;
`;
// core/demo/sample/shop-code.ts
/** Views, materialised views, functions and triggers of the shop. */
const shopCodeSql = String.raw`
SET ROLE postgres;
SET search_path = public, extensions;

CREATE VIEW order_overview WITH (security_invoker = true) AS
  SELECT o.id, o.number, o.status, o.placed_at, o.total, c.full_name AS customer, s.name AS store, s.organization_id,
    (SELECT count(*) FROM order_items i WHERE i.order_id = o.id) AS lines
  FROM orders o JOIN customers c ON c.id = o.customer_id JOIN stores s ON s.id = c.store_id;
CREATE VIEW "Low Stock" AS
  SELECT v.sku, l.warehouse, l.available AS "left"
  FROM "stock.levels" l JOIN product_variants v ON v.id = l.variant_id WHERE l.available < 5;
CREATE VIEW open_tickets AS
  SELECT id, store_id, subject, opened_at FROM support_tickets WHERE state <> 'solved'
  WITH LOCAL CHECK OPTION;

CREATE MATERIALIZED VIEW store_revenue AS
  SELECT c.store_id, date_trunc('month', o.placed_at, 'UTC')::date AS month, o.currency,
    count(*) AS orders, sum(o.total) AS revenue
  FROM orders o JOIN customers c ON c.id = o.customer_id
  WHERE o.status NOT IN ('draft', 'cancelled')
  GROUP BY c.store_id, 2, o.currency;
CREATE UNIQUE INDEX store_revenue_key ON store_revenue (store_id, month, currency);
-- Refreshed after the one it reads, although it sorts before it by name.
CREATE MATERIALIZED VIEW best_stores AS
  SELECT store_id, sum(revenue) AS revenue, rank() OVER (ORDER BY sum(revenue) DESC) AS place
  FROM store_revenue GROUP BY store_id;
CREATE UNIQUE INDEX best_stores_store_id_idx ON best_stores (store_id);

CREATE FUNCTION set_updated_at() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;

CREATE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.profiles (id, username, full_name, avatar_url)
  VALUES (
    NEW.id,
    COALESCE(NEW.raw_user_meta_data ->> 'user_name', 'user-' || left(NEW.id::text, 8)),
    NEW.raw_user_meta_data ->> 'full_name',
    NEW.raw_user_meta_data ->> 'avatar_url'
  );
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION handle_new_user() IS 'Every account has a profile: the trigger on auth.users makes it.';

CREATE FUNCTION is_member(organization bigint, at_least membership_role DEFAULT 'viewer') RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (
    SELECT FROM public.memberships m
    WHERE m.organization_id = organization AND m.user_id = (SELECT auth.uid())
      AND EXISTS (SELECT FROM unnest(m.roles) AS role WHERE role <= at_least)
  )
$$;
REVOKE EXECUTE ON FUNCTION is_member(bigint, membership_role) FROM PUBLIC, anon;

CREATE FUNCTION store_organization(store bigint) RETURNS bigint
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = '' AS $$
  SELECT organization_id FROM public.stores WHERE id = store
$$;

CREATE FUNCTION order_tax(net numeric, country char(2)) RETURNS numeric LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
  rate numeric;
BEGIN
  SELECT vat_rate INTO rate FROM public.countries WHERE code = country;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no country with the code "%"', country USING HINT = E'See the table\tcountries.';
  END IF;
  RETURN round(net * rate / 100, 2);
END
$$;

CREATE FUNCTION search_products(query text, store bigint DEFAULT NULL, max_rows integer DEFAULT 20)
  RETURNS TABLE (id bigint, title text, rank real) LANGUAGE sql STABLE ROWS 20 SET search_path = '' AS $$
  SELECT p.id, p.title, ts_rank(p.search, websearch_to_tsquery('english', query))
  FROM public.products p
  WHERE p.search @@ websearch_to_tsquery('english', query) AND (store IS NULL OR p.store_id = store)
  ORDER BY 3 DESC LIMIT max_rows
$$;

CREATE FUNCTION reserve_stock() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  UPDATE public."stock.levels" l SET reserved = l.reserved + n.quantity
  FROM (SELECT variant_id, sum(quantity)::integer AS quantity FROM added GROUP BY variant_id) n
  WHERE l.variant_id = n.variant_id AND l.warehouse = 'main';
  RETURN NULL;
END
$$;

CREATE PROCEDURE close_stale_tickets(older_than interval DEFAULT '90 days') LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.support_tickets SET state = 'solved', solved_at = now()
  WHERE state = 'waiting' AND opened_at < now() - older_than
$$;

CREATE AGGREGATE product_of(numeric) (SFUNC = pg_catalog.numeric_mul, STYPE = numeric, INITCOND = '1');

CREATE TRIGGER set_updated_at BEFORE UPDATE ON profiles FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON organizations FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON products FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER "touch orders" BEFORE UPDATE ON orders FOR EACH ROW
  WHEN (OLD.status <> NEW.status OR OLD.note IS DISTINCT FROM NEW.note) EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER reserve_stock AFTER INSERT ON order_items REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION reserve_stock();
CREATE RULE "plans are never deleted" AS ON DELETE TO plans DO INSTEAD NOTHING;

CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users
  FOR EACH ROW EXECUTE FUNCTION public.handle_new_user();

RESET search_path;
RESET ROLE;
`;
// core/demo/sample/shop-keys.ts
/** Keys, foreign keys and indexes of the shop: made after the rows, for that is several times faster. */
const shopKeysSql = `
SET ROLE postgres;
SET search_path = public, extensions;

ALTER TABLE plans ADD PRIMARY KEY (code);
ALTER TABLE countries ADD PRIMARY KEY (code);
ALTER TABLE "Feature Flags" ADD PRIMARY KEY ("Flag Name");
ALTER TABLE profiles ADD PRIMARY KEY (id), ADD CONSTRAINT profiles_username_key UNIQUE (username);
ALTER TABLE organizations ADD PRIMARY KEY (id), ADD CONSTRAINT organizations_slug_key UNIQUE (slug);
ALTER TABLE memberships ADD PRIMARY KEY (organization_id, user_id);
ALTER TABLE stores ADD PRIMARY KEY (id), ADD CONSTRAINT "one store per domain" UNIQUE (domain);
ALTER TABLE subscriptions ADD PRIMARY KEY (id),
  -- A range over one number stands for equality, so the constraint needs no extension.
  ADD CONSTRAINT "one plan at a time" EXCLUDE USING gist
    (int8range(organization_id, organization_id, '[]') WITH &&, period WITH &&);
ALTER TABLE api_keys ADD PRIMARY KEY (id), ADD CONSTRAINT api_keys_key_hash_key UNIQUE (key_hash);
ALTER TABLE events ADD PRIMARY KEY (id, occurred_at);
ALTER TABLE categories ADD PRIMARY KEY (id);
ALTER TABLE customers ADD PRIMARY KEY (id);
ALTER TABLE support_tickets ADD PRIMARY KEY (id);
ALTER TABLE products ADD PRIMARY KEY (id);
ALTER TABLE product_variants ADD PRIMARY KEY (id), ADD CONSTRAINT product_variants_sku_key UNIQUE (sku);
ALTER TABLE "Customer Addresses" ADD CONSTRAINT "Customer Addresses PK" PRIMARY KEY (id);
ALTER TABLE orders ADD PRIMARY KEY (id), ADD CONSTRAINT orders_number_key UNIQUE (number) DEFERRABLE;
ALTER TABLE reviews ADD PRIMARY KEY (id);
ALTER TABLE "stock.levels" ADD PRIMARY KEY (variant_id, warehouse) INCLUDE (on_hand);
ALTER TABLE order_items ADD PRIMARY KEY (order_id, line);
ALTER TABLE payments ADD PRIMARY KEY (id), REPLICA IDENTITY FULL;
ALTER TABLE shipments ADD PRIMARY KEY (id);
ALTER TABLE refunds ADD PRIMARY KEY (id);

ALTER TABLE profiles ADD FOREIGN KEY (id) REFERENCES auth.users ON DELETE CASCADE;
ALTER TABLE organizations ADD FOREIGN KEY (plan_code) REFERENCES plans ON UPDATE CASCADE,
  ADD FOREIGN KEY (owner_id) REFERENCES auth.users ON DELETE RESTRICT;
ALTER TABLE memberships ADD FOREIGN KEY (organization_id) REFERENCES organizations ON DELETE CASCADE,
  ADD FOREIGN KEY (user_id) REFERENCES auth.users ON DELETE CASCADE,
  ADD FOREIGN KEY (invited_by) REFERENCES auth.users ON DELETE SET NULL;
ALTER TABLE stores ADD FOREIGN KEY (organization_id) REFERENCES organizations ON DELETE CASCADE,
  ADD FOREIGN KEY (country_code) REFERENCES countries;
ALTER TABLE subscriptions ADD FOREIGN KEY (organization_id) REFERENCES organizations ON DELETE CASCADE,
  ADD FOREIGN KEY (plan_code) REFERENCES plans ON UPDATE CASCADE;
ALTER TABLE api_keys ADD FOREIGN KEY (organization_id) REFERENCES organizations ON DELETE CASCADE,
  ADD FOREIGN KEY (created_by) REFERENCES auth.users ON DELETE SET NULL;
ALTER TABLE events ADD FOREIGN KEY (organization_id) REFERENCES organizations ON DELETE CASCADE,
  ADD FOREIGN KEY (actor_id) REFERENCES auth.users ON DELETE SET NULL;
ALTER TABLE categories ADD FOREIGN KEY (store_id) REFERENCES stores ON DELETE CASCADE,
  ADD FOREIGN KEY (parent_id) REFERENCES categories ON DELETE CASCADE;
ALTER TABLE customers ADD FOREIGN KEY (store_id) REFERENCES stores ON DELETE CASCADE,
  ADD FOREIGN KEY (user_id) REFERENCES auth.users ON DELETE SET NULL;
ALTER TABLE support_tickets ADD FOREIGN KEY (store_id) REFERENCES stores ON DELETE CASCADE,
  ADD FOREIGN KEY (assigned_to) REFERENCES auth.users ON DELETE SET NULL;
ALTER TABLE products ADD FOREIGN KEY (store_id) REFERENCES stores ON DELETE CASCADE,
  ADD FOREIGN KEY (category_id) REFERENCES categories;
ALTER TABLE product_variants ADD FOREIGN KEY (product_id) REFERENCES products ON DELETE CASCADE;
ALTER TABLE products ADD FOREIGN KEY (default_variant_id) REFERENCES product_variants
  DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "Customer Addresses"
  ADD CONSTRAINT "address of a customer" FOREIGN KEY (customer_id) REFERENCES customers ON DELETE CASCADE,
  ADD CONSTRAINT "address in a country" FOREIGN KEY (country_code) REFERENCES countries;
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers,
  ADD FOREIGN KEY (billing_address_id) REFERENCES "Customer Addresses",
  ADD FOREIGN KEY (shipping_address_id) REFERENCES "Customer Addresses";
ALTER TABLE reviews ADD FOREIGN KEY (product_id) REFERENCES products ON DELETE CASCADE,
  ADD FOREIGN KEY (author_id) REFERENCES auth.users ON DELETE SET NULL;
ALTER TABLE "stock.levels" ADD FOREIGN KEY (variant_id) REFERENCES product_variants ON DELETE CASCADE;
ALTER TABLE order_items ADD FOREIGN KEY (order_id) REFERENCES orders ON DELETE CASCADE,
  ADD FOREIGN KEY (variant_id) REFERENCES product_variants;
ALTER TABLE payments ADD FOREIGN KEY (order_id) REFERENCES orders;
ALTER TABLE shipments ADD FOREIGN KEY (order_id) REFERENCES orders ON DELETE CASCADE;
ALTER TABLE refunds ADD FOREIGN KEY (payment_id) REFERENCES payments,
  ADD CONSTRAINT "refund of a line" FOREIGN KEY (order_id, line) REFERENCES order_items
    MATCH SIMPLE ON DELETE SET NULL (line);

CREATE INDEX profiles_full_name_trgm ON profiles USING gin (full_name gin_trgm_ops);
CREATE INDEX memberships_user_id_idx ON memberships (user_id);
CREATE INDEX stores_location_idx ON stores USING gist (location);
CREATE INDEX events_organization_id_occurred_at_idx ON events (organization_id, occurred_at DESC);
CREATE INDEX events_payload_idx ON events_2026_q3 USING gin (payload jsonb_path_ops);
CREATE INDEX events_occurred_at_brin ON events_2026_q1 USING brin (occurred_at);
CREATE INDEX categories_store_id_parent_id_idx ON categories (store_id, parent_id);
CREATE UNIQUE INDEX "one customer per store and address" ON customers (store_id, lower(email));
CREATE INDEX customers_tags_idx ON customers USING gin (tags);
CREATE INDEX support_tickets_open_idx ON support_tickets (store_id, opened_at) WHERE state <> 'solved';
CREATE INDEX products_search_idx ON products USING gin (search);
CREATE INDEX products_title_trgm ON products USING gin (title gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX products_store_id_idx ON products (store_id) INCLUDE (title) WHERE published_at IS NOT NULL;
CREATE INDEX product_variants_product_id_idx ON product_variants (product_id);
CREATE INDEX addresses_customer_id_idx ON "Customer Addresses" (customer_id);
CREATE UNIQUE INDEX "one default address" ON "Customer Addresses" (customer_id) WHERE "isDefault";
CREATE INDEX "orders by customer, newest first" ON orders (customer_id, placed_at DESC NULLS LAST);
CREATE INDEX orders_status_idx ON orders (status) WHERE status IN ('paid', 'packed');
CREATE INDEX reviews_product_id_idx ON reviews (product_id) INCLUDE (stars);
CREATE INDEX order_items_variant_id_idx ON order_items (variant_id);
CREATE INDEX payments_order_id_idx ON payments (order_id);
CREATE INDEX shipments_tracking_code_idx ON shipments USING hash (tracking_code);
CREATE STATISTICS orders_status_currency (dependencies, ndistinct) ON status, currency FROM orders;
ALTER TABLE orders ALTER COLUMN status SET STATISTICS 200;
ALTER TABLE orders CLUSTER ON "orders by customer, newest first";

RESET search_path;
RESET ROLE;
`;
// core/demo/sample/shop-rights.ts
/** Row security, grants, comments and the Realtime publication of the shop. */
const shopRightsSql = `
SET ROLE postgres;
SET search_path = public, extensions;

DO $$
DECLARE
  name text;
BEGIN
  FOR name IN
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'countries'
  LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
  END LOOP;
END
$$;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;

CREATE POLICY "Plans are public" ON plans FOR SELECT TO anon, authenticated USING (true);
CREATE POLICY "Flags that are on" ON "Feature Flags" FOR SELECT USING ("isOn");
CREATE POLICY "Profiles are visible to signed-in users" ON profiles FOR SELECT TO authenticated USING (true);
CREATE POLICY "Users change their own profile" ON profiles FOR UPDATE TO authenticated
  USING (id = (SELECT auth.uid())) WITH CHECK (id = (SELECT auth.uid()));
CREATE POLICY "Members see their organization" ON organizations FOR SELECT TO authenticated USING (is_member(id));
CREATE POLICY "Owners run their organization" ON organizations TO authenticated
  USING (owner_id = (SELECT auth.uid())) WITH CHECK (owner_id = (SELECT auth.uid()));
CREATE POLICY "Members see each other" ON memberships FOR SELECT TO authenticated
  USING (user_id = (SELECT auth.uid()) OR is_member(organization_id));
CREATE POLICY "Stores are public" ON stores FOR SELECT USING (true);
CREATE POLICY "Editors change stores" ON stores FOR UPDATE TO authenticated
  USING (is_member(organization_id, 'editor'));
CREATE POLICY "Admins see the bill" ON subscriptions FOR SELECT TO authenticated
  USING (is_member(organization_id, 'admin'));
CREATE POLICY "Admins see keys" ON api_keys FOR SELECT TO authenticated USING (is_member(organization_id, 'admin'));
CREATE POLICY "Keys need a second factor" ON api_keys AS RESTRICTIVE TO authenticated
  USING ((SELECT auth.jwt() ->> 'aal') = 'aal2');
CREATE POLICY "Members read events" ON events FOR SELECT TO authenticated USING (is_member(organization_id));
CREATE POLICY "Categories are public" ON categories FOR SELECT USING (true);
CREATE POLICY "Customers see themselves" ON customers FOR SELECT TO authenticated
  USING (user_id = (SELECT auth.uid()) OR is_member(store_organization(store_id)));
CREATE POLICY "Published products are public" ON products FOR SELECT USING (published_at IS NOT NULL);
CREATE POLICY "Variants are public" ON product_variants FOR SELECT USING (true);
CREATE POLICY "Customers see their addresses" ON "Customer Addresses" TO authenticated
  USING (EXISTS (SELECT FROM customers c WHERE c.id = customer_id AND c.user_id = (SELECT auth.uid())));
CREATE POLICY "Customers see their orders" ON orders FOR SELECT TO authenticated
  USING (EXISTS (SELECT FROM customers c WHERE c.id = customer_id AND c.user_id = (SELECT auth.uid())));
CREATE POLICY "Reviews are public" ON reviews FOR SELECT USING (true);
CREATE POLICY "Authors write reviews" ON reviews FOR INSERT TO authenticated
  WITH CHECK (author_id = (SELECT auth.uid()));
CREATE POLICY "Lines of own orders" ON order_items FOR SELECT TO authenticated
  USING (EXISTS (SELECT FROM orders o WHERE o.id = order_id));
CREATE POLICY "Agents work on tickets" ON support_tickets TO authenticated
  USING (assigned_to = (SELECT auth.uid()) OR is_member(store_organization(store_id)));

REVOKE ALL ON profiles FROM anon, authenticated;
GRANT SELECT (id, username, full_name, avatar_url) ON profiles TO anon, authenticated;
GRANT UPDATE (full_name, avatar_url, locale, notify_by, preferences) ON profiles TO authenticated;
REVOKE ALL ON api_keys, refunds FROM anon;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON events, store_revenue, best_stores FROM anon, authenticated;
REVOKE ALL ON FUNCTION handle_new_user() FROM PUBLIC, anon, authenticated;
GRANT SELECT ON "Low Stock" TO authenticated WITH GRANT OPTION;

COMMENT ON TABLE profiles IS 'What others may see of an account. One row for each row of auth.users.';
COMMENT ON TABLE "Feature Flags" IS
  'Read by the shop''s front end at start; "Roll-out %" is of sessions, not of users.';
COMMENT ON COLUMN "Feature Flags"."says ""hello""" IS 'A greeting; may hold "quotes", a backslash (\\) and a
second line.';
COMMENT ON TABLE events IS 'What happened, by quarter. Partitions older than two years are detached.';
COMMENT ON COLUMN product_variants."Größe" IS 'Size as printed on the label – not translated.';
COMMENT ON VIEW order_overview IS 'Orders with the names that support needs; respects the row security of its reader.';
COMMENT ON MATERIALIZED VIEW store_revenue IS 'Refreshed every night.';
COMMENT ON CONSTRAINT "one plan at a time" ON subscriptions IS 'Periods of one organization never overlap.';
COMMENT ON POLICY "Keys need a second factor" ON api_keys IS 'Restrictive: holds in addition to the others.';
COMMENT ON TRIGGER reserve_stock ON order_items IS 'Once for each statement, whatever the number of lines.';
COMMENT ON INDEX "orders by customer, newest first" IS 'For the account page.';

RESET search_path;
RESET ROLE;

CREATE PUBLICATION supabase_realtime FOR TABLE public.orders, public.support_tickets, public."stock.levels";
ALTER PUBLICATION supabase_realtime OWNER TO postgres;
COMMENT ON TRIGGER on_auth_user_created ON auth.users IS 'Belongs to the project, not to Supabase Auth.';
`;
// core/demo/sample/shop-rows.ts
/** Fills the shop up to its customers and products. */
const shopRowsSql = String.raw`
SET search_path = public, extensions;

INSERT INTO plans (code, title, monthly_price, billing, features, limits) VALUES
  ('free', 'Free', 0, 'month', '{}', '{"products": 50, "seats": 1}'),
  ('start', 'Start', 19.00, 'month', '{"own domain"}', '{"products": 1000, "seats": 3}'),
  ('grow', 'Grow', 79.00, 'month', '{"own domain","point of sale, 2 tills"}', '{"products": 20000, "seats": 15}'),
  ('scale', 'Scale', 249.50, 'year', '{"own domain","\"white-glove\" support","SSO"}',
    '{"products": null, "seats": null}');

INSERT INTO countries VALUES
  ('DE', 'Germany', 'Deutschland', 19, 'EUR'), ('DK', 'Denmark', 'Danmark', 25, 'DKK'),
  ('FR', 'France', 'France', 20, 'EUR'), ('BR', 'Brazil', 'Brasil', 17, 'BRL'), ('PL', 'Poland', 'Polska', 23, 'PLN'),
  ('JP', 'Japan', '日本', 10, 'JPY'), ('GB', 'United Kingdom', 'United Kingdom', 20, 'GBP'),
  ('US', 'United States', 'United States', 0, 'USD'), ('ES', 'Spain', 'España', 21, 'EUR'),
  ('BE', 'Belgium', 'België', 21, 'EUR'), ('CH', 'Switzerland', 'Schweiz', 8.1, 'CHF'),
  ('NZ', 'New Zealand', 'Aotearoa', 15, 'NZD');

INSERT INTO "Feature Flags" VALUES
  ('checkout: one page', true, 100, '3.2', 'Hello "you"'), ('dark_mode', true, 50, '3.4', E'C:\\themes\\dark'),
  ('Gutscheine für Gäste', false, 0, '4.0-beta', E'first line\nsecond line\twith a tab'),
  ('new search', true, 10, NULL, ''),
  ('null', false, 0, NULL, '\N'), ('🚀', false, 5, '4.1', NULL);

INSERT INTO profiles (id, username, full_name, avatar_url, locale, notify_by, preferences, created_at, updated_at)
SELECT id, COALESCE(raw_user_meta_data ->> 'user_name', 'user-' || left(id::text, 8)),
  raw_user_meta_data ->> 'full_name',
  raw_user_meta_data ->> 'avatar_url', (ARRAY['en', 'de', 'da', 'fr', 'pt', 'pl', 'ja'])[1 + pg_temp.pick(n, 31, 7)],
  CASE pg_temp.pick(n, 32, 4) WHEN 0 THEN '{}' WHEN 1 THEN '{email}' WHEN 2 THEN '{email,push}'
    ELSE '{sms,"in app"}' END::notification_channel[],
  jsonb_build_object('theme', (ARRAY['light', 'dark'])[1 + pg_temp.pick(n, 33, 2)], 'page size', 25 * (1 + n % 4)),
  created_at, updated_at
FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM auth.users) AS u;

INSERT INTO organizations (id, name, plan_code, owner_id, billing_email, settings, created_at, updated_at)
OVERRIDING SYSTEM VALUE
SELECT n, pg_temp.last_name(n) || ' & ' || pg_temp.city(n * 7) || ' Trading ' || n,
  (ARRAY['free', 'start', 'grow', 'scale'])[1 + pg_temp.pick(n, 34, 4)], pg_temp.user_id(n, 35),
  'billing+' || n || '@larkspur.example', jsonb_build_object('invoice prefix', 'L-' || n, 'dunning', n % 3 = 0),
  pg_temp.moment(n, 36, 1200), pg_temp.moment(n, 36, 90)
FROM generate_series(1, pg_temp.volume('organizations')) AS n;

INSERT INTO memberships (organization_id, user_id, roles, invited_by, joined_at)
SELECT n, pg_temp.uuid('user', 1 + (n * 7 + m) % pg_temp.volume('users')),
  CASE m WHEN 0 THEN '{owner,admin}' WHEN 1 THEN '{admin}' WHEN 2 THEN '{editor,viewer}'
    ELSE '{viewer}' END::membership_role[],
  CASE WHEN m > 0 THEN pg_temp.uuid('user', 1 + (n * 7) % pg_temp.volume('users')) END,
  pg_temp.moment(n * 10 + m, 37, 700)
FROM generate_series(1, pg_temp.volume('organizations')) AS n, generate_series(0, 3 + pg_temp.pick(n, 38, 6)) AS m;

INSERT INTO stores (id, organization_id, country_code, name, domain, open_days, opens_at, closes_at, location, theme,
  created_at)
SELECT n, pg_temp.organization_of(n), pg_temp.country(n), 'Larkspur ' || pg_temp.city(n) || ' ' || n,
  'store-' || n || '.larkspur.example',
  CASE n % 3 WHEN 0 THEN '{mon,tue,wed,thu,fri}' WHEN 1 THEN '{mon,tue,wed,thu,fri,sat}'
    ELSE '{fri,sat,sun}' END::weekday[],
  time '08:00' + n % 3 * interval '30 minutes', time '18:00' + n % 5 * interval '15 minutes',
  point(pg_temp.pick(n, 39, 36000) / 100.0 - 180, pg_temp.pick(n, 40, 14000) / 100.0 - 70),
  jsonb_build_object('accent', '#' || left(md5('accent' || n), 6), 'fonts', jsonb_build_array('Inter', 'Georgia')),
  pg_temp.moment(n, 41, 1000)
FROM generate_series(1, pg_temp.volume('stores')) AS n;

INSERT INTO subscriptions (id, organization_id, plan_code, period, seats, amount)
SELECT pg_temp.uuid('subscription', 2 * n + turn), n,
  (ARRAY['start', 'grow', 'scale'])[1 + pg_temp.pick(2 * n + turn, 42, 3)],
  CASE turn WHEN 0 THEN tstzrange('2025-01-01 00:00+00', '2026-01-01 00:00+00')
    ELSE tstzrange('2026-01-01 00:00+00', NULL) END,
  1 + pg_temp.pick(n, 43, 12), ROW(((1 + n % 9) * 19.00)::numeric(12,2),
    CASE WHEN n % 6 = 0 THEN NULL ELSE 'EUR' END)::money_amount
FROM generate_series(1, pg_temp.volume('organizations')) AS n, generate_series(0, 1) AS turn;

INSERT INTO api_keys (id, organization_id, created_by, label, key_hash, scopes, allowed_from, expires_at,
  last_used_at)
SELECT pg_temp.uuid('key', 2 * n + turn), n, pg_temp.user_id(n, 44),
  (ARRAY['Warehouse', 'Web shop', 'O''Neil''s till'])[1 + n % 3],
  sha256(convert_to('key ' || n || turn, 'UTF8')), '{orders:read,stock:write}',
  CASE WHEN turn = 1 THEN '{10.0.0.0/8,2001:db8::/32}'::cidr[] END,
  CASE WHEN turn = 0 THEN 'infinity' ELSE pg_temp.moment(n, 45, 30) + interval '1 year' END, pg_temp.moment(n, 46, 30)
FROM generate_series(1, pg_temp.volume('organizations')) AS n, generate_series(0, 1) AS turn;

INSERT INTO events (id, occurred_at, organization_id, actor_id, kind, payload, took, client_ip)
SELECT n, pg_temp.moment(n, 47, 300), 1 + pg_temp.pick(n, 48, pg_temp.volume('organizations')),
  CASE WHEN n % 8 > 0 THEN pg_temp.user_id(n, 49) END,
  (ARRAY['page.viewed', 'order.placed', 'product.updated', 'stock.counted', 'export.finished'])
    [1 + pg_temp.pick(n, 50, 5)],
  jsonb_build_object('request', md5('request' || n), 'path', '/store/' || pg_temp.store_of(n),
    'ms', pg_temp.pick(n, 51, 900) / 10.0),
  pg_temp.pick(n, 52, 5000) * interval '1 millisecond', inet '192.168.0.0' + pg_temp.pick(n, 53, 65536)
FROM generate_series(1, pg_temp.volume('events')) AS n;

INSERT INTO categories (id, store_id, parent_id, title, "order")
SELECT (store - 1) * 10 + c, store, CASE WHEN c > 3 THEN (store - 1) * 10 + 1 + c % 3 END,
  (ARRAY['Kitchen', 'Garden', 'Workshop', 'Knives', 'Seeds & bulbs', 'Hand tools', 'Pots', 'Watering', 'Sharpening',
    'Gifts'])[c], c
FROM generate_series(1, pg_temp.volume('stores')) AS store, generate_series(1, 10) AS c;

INSERT INTO customers (id, store_id, user_id, email, full_name, birthday, tags, credit, marketing_consent, created_at)
SELECT pg_temp.uuid('customer', n), pg_temp.store_of(n), CASE WHEN n % 3 = 0 THEN pg_temp.user_id(n, 54) END,
  pg_temp.mailbox(n) || '@customer.example', pg_temp.full_name(n),
  CASE WHEN n % 4 > 0 THEN date '1950-01-01' + pg_temp.pick(n, 55, 20000)::integer END,
  CASE pg_temp.pick(n, 56, 5) WHEN 0 THEN '{vip,newsletter}' WHEN 1 THEN '{"wholesale, EU"}' ELSE '{}' END::text[],
  CASE WHEN n % 10 = 0 THEN pg_temp.pick(n, 57, 10000) / 100.0 - 20 ELSE 0 END,
  CASE n % 3 WHEN 0 THEN true WHEN 1 THEN false END,
  pg_temp.moment(n, 58, 800)
FROM generate_series(1, pg_temp.volume('customers')) AS n;

INSERT INTO "Customer Addresses" (id, customer_id, country_code, "Street & No.", "ZIP", city, "isDefault")
SELECT pg_temp.uuid('address', 2 * n + a), pg_temp.uuid('customer', n), pg_temp.country(n + a),
  (ARRAY['Mühlenstraße', 'Harbour Road', 'Rue de l''Église', 'Ulica Lipowa', 'Calle Mayor'])
    [1 + pg_temp.pick(n, 59, 5)]
    || ' ' || 1 + pg_temp.pick(n + a, 60, 180), lpad(pg_temp.pick(n, 61, 100000)::text, 5, '0'), pg_temp.city(n + a),
  a = 0
FROM generate_series(1, pg_temp.volume('customers')) AS n, generate_series(0, pg_temp.addresses_of(n) - 1) AS a;

INSERT INTO support_tickets (id, store_id, assigned_to, state, subject, conversation, opened_at, solved_at)
OVERRIDING SYSTEM VALUE
SELECT 999 + n, pg_temp.store_of(n), CASE WHEN n % 5 > 0 THEN pg_temp.user_id(n, 62) END, state,
  (ARRAY['Where is my order?', 'Wrong size', 'Invoice needs our VAT number', 'Refund, please',
    'Zahlung fehlgeschlagen'])[1 + pg_temp.pick(n, 63, 5)],
  (SELECT jsonb_agg(jsonb_build_object('at', opened_at + m * interval '3 hours',
     'by', CASE m % 2 WHEN 0 THEN 'agent' ELSE 'customer' END,
     'text', (ARRAY['Thank you for writing. The parcel left our warehouse this morning.',
       E'Still nothing.\nPlease look again: order "SO-000000042".',
       'We have asked the carrier, and will come back to you within two days.',
       'That worked – danke! 🙂'])[1 + pg_temp.pick(n * 16 + m, 64, 4)]))
   FROM generate_series(1, 1 + pg_temp.pick(n, 65, 9)) AS m),
  opened_at, CASE WHEN state = 'solved' THEN opened_at + interval '2 days' END
FROM (
  SELECT n, pg_temp.moment(n, 66, 365) AS opened_at,
    (CASE pg_temp.pick(n, 67, 10) WHEN 0 THEN 'open' WHEN 1 THEN 'waiting' ELSE 'solved' END)::ticket_state AS state
  FROM generate_series(1, pg_temp.volume('support_tickets')) AS n
) AS tickets;

RESET search_path;
`;
// core/demo/sample/self-hosted.ts
/**
* What tells a self-hosted target from the sample's source: the Auth service is older and lacks two columns, the
* Storage service is newer and has three more; Realtime has its publication and its schema, and the platform watches
* schema changes. supautils, which lets `postgres` make policies and triggers on the services' tables and set
* session_replication_role, is no part of an embedded server: memberships and a grant stand in for it. [facts 6]
*/
const selfHostedSql = `
ALTER TABLE auth.saml_providers DROP COLUMN name_id_format;
ALTER TABLE auth.oauth_authorizations DROP COLUMN nonce;
ALTER TABLE storage.objects ADD COLUMN archived_at timestamptz, ADD COLUMN is_delete_marker boolean NOT NULL DEFAULT false,
  ADD COLUMN is_versioned boolean NOT NULL DEFAULT false;

CREATE SCHEMA realtime AUTHORIZATION supabase_admin;
CREATE TABLE realtime.messages (id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY, topic text NOT NULL, payload jsonb);
ALTER TABLE realtime.messages ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA realtime TO postgres, anon, authenticated, service_role;
CREATE SCHEMA vault AUTHORIZATION supabase_admin;
CREATE TABLE vault.secrets (id uuid PRIMARY KEY, secret text NOT NULL);
CREATE PUBLICATION supabase_realtime;
ALTER PUBLICATION supabase_realtime OWNER TO postgres;

CREATE FUNCTION extensions.pgrst_ddl_watch() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  NOTIFY pgrst, 'reload schema';
END
$$;
CREATE EVENT TRIGGER pgrst_ddl_watch ON ddl_command_end EXECUTE FUNCTION extensions.pgrst_ddl_watch();

GRANT supabase_auth_admin, supabase_storage_admin TO postgres WITH ADMIN OPTION;
DO $$
BEGIN
  IF current_setting('server_version_num')::int >= 150000 THEN
    GRANT SET ON PARAMETER session_replication_role TO postgres;
  END IF;
END
$$;
`;
// core/demo/sample/shop-tables.ts
/**
* Schema `public`: a platform for online shops. Organizations run stores, stores have products and customers,
* customers place orders.
*
* 23 tables, the partitioned `events` counted as one and its partitions not. By foreign keys they lie on 8 levels,
* 0 being the level of `auth.users`; 8 tables, marked (u), refer to `auth.users`:
*
*   0  plans, countries, "Feature Flags"
*   1  profiles (u), organizations (u)
*   2  memberships (u), stores, subscriptions, api_keys (u), events (u)
*   3  categories (refers to itself), customers (u), support_tickets (u)
*   4  products and product_variants (refer to each other), "Customer Addresses"
*   5  orders, reviews (u), "stock.levels"
*   6  order_items, payments, shipments
*   7  refunds
*
* Keys, indexes and code follow once the rows are in: see `shop-keys.ts` and `shop-code.ts`.
*/
const shopTablesSql = String.raw`
SET ROLE postgres;
SET search_path = public, extensions;

CREATE TYPE billing_interval AS ENUM ('month', 'year');
CREATE TYPE membership_role AS ENUM ('owner', 'admin', 'editor', 'viewer');
CREATE TYPE weekday AS ENUM ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun');
CREATE TYPE notification_channel AS ENUM ('email', 'sms', 'push', 'in app');
CREATE TYPE "OrderStatus" AS ENUM ('draft', 'paid', 'packed', 'shipped', 'delivered', 'cancelled', 'returned');
CREATE TYPE payment_method AS ENUM ('card', 'paypal', 'bank transfer', 'gift card');
CREATE TYPE ticket_state AS ENUM ('open', 'waiting', 'solved');
CREATE TYPE money_amount AS (amount numeric(12,2), currency char(3));
CREATE TYPE discount_line AS (code text, percent numeric(5,2), amount numeric(12,2));
CREATE DOMAIN email_address AS text CONSTRAINT "looks like an address" CHECK (VALUE ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$');
CREATE DOMAIN price AS numeric(12,2) NOT NULL DEFAULT 0 CONSTRAINT "price is not negative" CHECK (VALUE >= 0);
COMMENT ON TYPE "OrderStatus" IS 'The life of an order; labels are in the order in which they are reached.';

-- Used by a generated column, so it has to be there first.
CREATE FUNCTION slugify(title text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  SET search_path = '' AS $$
  SELECT trim(BOTH '-' FROM regexp_replace(lower(title), '[^a-z0-9]+', '-', 'g'))
$$;

-- Level 0
CREATE TABLE plans (
  code text NOT NULL,
  title text NOT NULL,
  monthly_price price,
  billing billing_interval NOT NULL DEFAULT 'month',
  features text[] NOT NULL DEFAULT '{}',
  limits jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE countries (
  code char(2) NOT NULL,
  name text NOT NULL,
  local_name text NOT NULL,
  vat_rate numeric(4,2) NOT NULL,
  currency char(3) NOT NULL
);
CREATE TABLE "Feature Flags" (
  "Flag Name" text NOT NULL,
  "isOn" boolean NOT NULL DEFAULT false,
  "Roll-out %" smallint NOT NULL DEFAULT 0 CONSTRAINT "0 to 100" CHECK ("Roll-out %" BETWEEN 0 AND 100),
  "since.version" text,
  "says ""hello""" text
);

-- Level 1
CREATE TABLE profiles (
  id uuid NOT NULL,
  username text NOT NULL,
  full_name text,
  avatar_url text,
  locale text COLLATE "C" NOT NULL DEFAULT 'en',
  notify_by notification_channel[] NOT NULL DEFAULT '{email}',
  preferences jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE organizations (
  id bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  slug text GENERATED ALWAYS AS (slugify(name)) STORED,
  plan_code text NOT NULL,
  owner_id uuid NOT NULL,
  billing_email email_address NOT NULL,
  settings jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- Level 2
CREATE TABLE memberships (
  organization_id bigint NOT NULL,
  user_id uuid NOT NULL,
  roles membership_role[] NOT NULL DEFAULT '{viewer}',
  invited_by uuid,
  joined_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE stores (
  id bigint GENERATED BY DEFAULT AS IDENTITY (START WITH 1 INCREMENT BY 1 CACHE 20),
  organization_id bigint NOT NULL,
  country_code char(2) NOT NULL,
  name text NOT NULL,
  domain text NOT NULL,
  open_days weekday[] NOT NULL,
  opens_at time NOT NULL,
  closes_at time NOT NULL,
  location point,
  theme jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE subscriptions (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  organization_id bigint NOT NULL,
  plan_code text NOT NULL,
  period tstzrange NOT NULL,
  seats integer NOT NULL CONSTRAINT "at least one seat" CHECK (seats > 0),
  amount money_amount
);
CREATE TABLE api_keys (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  organization_id bigint NOT NULL,
  created_by uuid,
  label text NOT NULL,
  key_hash bytea NOT NULL,
  scopes text[] NOT NULL,
  allowed_from cidr[],
  expires_at timestamptz NOT NULL DEFAULT 'infinity',
  last_used_at timestamptz
);
CREATE TABLE events (
  id bigserial NOT NULL,
  occurred_at timestamptz NOT NULL,
  organization_id bigint NOT NULL,
  actor_id uuid,
  kind text NOT NULL,
  payload jsonb NOT NULL,
  took interval,
  client_ip inet
) PARTITION BY RANGE (occurred_at);
CREATE TABLE events_2026_q1 PARTITION OF events FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2026-04-01 00:00+00');
CREATE TABLE events_2026_q2 PARTITION OF events FOR VALUES FROM ('2026-04-01 00:00+00') TO ('2026-07-01 00:00+00');
CREATE TABLE events_2026_q3 PARTITION OF events FOR VALUES FROM ('2026-07-01 00:00+00') TO ('2026-10-01 00:00+00');
CREATE TABLE events_default PARTITION OF events DEFAULT;

-- Level 3
CREATE TABLE categories (
  id serial NOT NULL,
  store_id bigint NOT NULL,
  parent_id integer,
  title text NOT NULL,
  "order" integer NOT NULL DEFAULT 0
);
CREATE TABLE customers (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  store_id bigint NOT NULL,
  user_id uuid,
  email email_address NOT NULL,
  full_name text NOT NULL,
  birthday date,
  tags text[] NOT NULL DEFAULT '{}',
  credit numeric(12,2) NOT NULL DEFAULT 0,
  marketing_consent boolean,
  created_at timestamptz NOT NULL
);
CREATE TABLE support_tickets (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 1000),
  store_id bigint NOT NULL,
  assigned_to uuid,
  state ticket_state NOT NULL DEFAULT 'open',
  subject text NOT NULL,
  conversation jsonb NOT NULL,
  opened_at timestamptz NOT NULL,
  solved_at timestamptz,
  CONSTRAINT "solved tickets have a time" CHECK ((state = 'solved') = (solved_at IS NOT NULL))
);

-- Level 4
CREATE TABLE products (
  id bigint GENERATED BY DEFAULT AS IDENTITY,
  store_id bigint NOT NULL,
  category_id integer NOT NULL,
  default_variant_id bigint,
  title text NOT NULL,
  description text NOT NULL,
  attributes jsonb NOT NULL DEFAULT '{}',
  thumbnail bytea,
  search tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('pg_catalog.english', title), 'A')
      || setweight(to_tsvector('pg_catalog.english', description), 'B')
  ) STORED,
  published_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE products ALTER COLUMN thumbnail SET STORAGE EXTERNAL;
CREATE TABLE product_variants (
  id bigint GENERATED BY DEFAULT AS IDENTITY,
  product_id bigint NOT NULL,
  sku text NOT NULL,
  "Größe" text,
  colour text,
  unit_price price,
  weight_kg real,
  volume_l double precision,
  barcode char(13)
);
CREATE TABLE "Customer Addresses" (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  customer_id uuid NOT NULL,
  country_code char(2) NOT NULL,
  "Street & No." text NOT NULL,
  "ZIP" varchar(12) NOT NULL,
  city text NOT NULL,
  "isDefault" boolean NOT NULL
);

-- Level 5
CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY,
  number text GENERATED ALWAYS AS ('SO-' || lpad(id::text, 9, '0')) STORED,
  customer_id uuid NOT NULL,
  billing_address_id uuid NOT NULL,
  shipping_address_id uuid,
  status "OrderStatus" NOT NULL DEFAULT 'draft',
  currency char(3) NOT NULL,
  subtotal numeric(12,2) NOT NULL,
  shipping numeric(8,2) NOT NULL,
  tax numeric(12,2) NOT NULL,
  total numeric(12,2) GENERATED ALWAYS AS (subtotal + shipping + tax) STORED,
  discounts discount_line[],
  "is a ""gift""" boolean NOT NULL DEFAULT false,
  note text,
  placed_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE reviews (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  product_id bigint NOT NULL,
  author_id uuid,
  stars smallint NOT NULL CONSTRAINT reviews_stars_check CHECK (stars BETWEEN 1 AND 5),
  body text,
  created_at timestamptz NOT NULL
);
CREATE TABLE "stock.levels" (
  variant_id bigint NOT NULL,
  warehouse text NOT NULL,
  on_hand integer NOT NULL DEFAULT 0,
  reserved integer NOT NULL DEFAULT 0,
  available integer GENERATED ALWAYS AS (on_hand - reserved) STORED,
  counted_on date
) WITH (fillfactor = 80);

-- Level 6
CREATE TABLE order_items (
  order_id bigint NOT NULL,
  line smallint NOT NULL,
  variant_id bigint NOT NULL,
  quantity integer NOT NULL CONSTRAINT "something is ordered" CHECK (quantity > 0),
  unit_price numeric(12,2) NOT NULL,
  line_total numeric(12,2) GENERATED ALWAYS AS (quantity * unit_price) STORED
);
CREATE TABLE payments (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  order_id bigint NOT NULL,
  method payment_method NOT NULL,
  amount numeric(12,2) NOT NULL,
  provider_response json,
  captured_at timestamptz
);
CREATE TABLE shipments (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  order_id bigint NOT NULL,
  carrier text NOT NULL,
  tracking_code text,
  shipped_at timestamptz NOT NULL,
  delivered_at timestamptz,
  route text[][]
);

-- Level 7
CREATE TABLE refunds (
  id bigint GENERATED ALWAYS AS IDENTITY,
  payment_id uuid NOT NULL,
  order_id bigint NOT NULL,
  line smallint,
  refunded money_amount NOT NULL,
  reason text,
  created_at timestamptz NOT NULL
);

RESET search_path;
RESET ROLE;
`;
// core/demo/sample/storage-rows.ts
/** The service's migrations that have run. */
const storageMigrationsSql = `
SET search_path = storage, extensions;

INSERT INTO migrations (id, name, hash, executed_at)
SELECT n - 1, name, encode(digest(name, 'sha1'), 'hex'), timestamp '2025-01-07 10:00:00' + n * interval '1 second'
FROM unnest(ARRAY['create-migrations-table', 'initialmigration', 'storage-schema', 'pathtoken-column',
  'add-migrations-rls', 'add-size-functions', 'change-column-name-in-get-size', 'add-rls-to-buckets',
  'add-public-to-buckets', 'fix-search-function', 'search-files-search-function',
  'add-trigger-to-auto-update-updated_at-column', 'add-automatic-avif-detection-flag', 'add-bucket-custom-limits',
  'use-bytes-for-max-size', 'add-can-insert-object-function', 'add-version', 'drop-owner-foreign-key',
  'add_owner_id_column_deprecate_owner', 'alter-default-value-objects-id', 'list-objects-with-delimiter',
  's3-multipart-uploads', 's3-multipart-uploads-big-ints', 'optimize-search-function', 'operation-function',
  'custom-metadata']) WITH ORDINALITY AS m (name, n);

RESET search_path;
`;
/** Fills `storage`: what the Storage service knows about files; the files themselves are not part of the sample. */
const storageRowsSql = `
SET search_path = storage, extensions;

INSERT INTO buckets (id, name, created_at, updated_at, public, file_size_limit, allowed_mime_types)
SELECT id, id, '2025-01-07 11:00:00+00', '2025-01-07 11:00:00+00', public, size_limit, types
FROM (VALUES
  ('avatars', true, 1048576, ARRAY['image/webp', 'image/png']),
  ('product-images', true, 10485760, ARRAY['image/*']),
  ('invoices', false, NULL, ARRAY['application/pdf']),
  ('exports', false, NULL, NULL)
) AS b (id, public, size_limit, types);

INSERT INTO objects (id, bucket_id, name, owner, created_at, updated_at, last_accessed_at, metadata, version,
  owner_id, user_metadata)
SELECT pg_temp.uuid('object', n), bucket, CASE bucket
    WHEN 'avatars' THEN account || '/avatar-' || n || '.webp'
    WHEN 'product-images' THEN 'store ' || pg_temp.store_of(n) || '/'
      || (ARRAY['summer collection', '50% off', 'Größentabelle', 'studio'])[1 + pg_temp.pick(n, 21, 4)] || '/'
      || n || '.jpg'
    WHEN 'invoices' THEN '2026/' || lpad((1 + n % 9)::text, 2, '0') || '/SO-' || lpad(n::text, 9, '0') || '.pdf'
    ELSE account || '/' || n || '/orders.csv.gz' END,
  account, at, at, at, jsonb_build_object('eTag', '"' || md5('file' || n) || '"', 'size', size, 'mimetype', mimetype,
    'cacheControl', 'max-age=3600', 'lastModified', at, 'contentLength', size, 'httpStatusCode', 200),
  pg_temp.uuid('version', n)::text, account::text, CASE WHEN n % 7 = 0 THEN '{"uploaded-from": "web"}'::jsonb END
FROM (
  SELECT n, pg_temp.moment(n, 22, 500) AS at, pg_temp.user_id(n, 23) AS account,
    900 + pg_temp.pick(n, 24, 900000) AS size,
    (ARRAY['avatars', 'product-images', 'invoices', 'exports'])[kind] AS bucket,
    (ARRAY['image/webp', 'image/jpeg', 'application/pdf', 'application/gzip'])[kind] AS mimetype
  FROM (SELECT n, 1 + width_bucket(pg_temp.pick(n, 25, 10), ARRAY[3, 7, 9]::bigint[]) AS kind
    FROM generate_series(1, pg_temp.volume('objects')) AS n) AS kinds
) AS files;

INSERT INTO s3_multipart_uploads (id, in_progress_size, upload_signature, bucket_id, key, version, created_at)
VALUES ('larkspur-upload-1', 10485760, 'signature', 'exports', 'archive/2025.tar', 'v1', '2026-09-29 23:00:00+00');
INSERT INTO s3_multipart_uploads_parts (id, upload_id, size, part_number, bucket_id, key, etag, version, created_at)
SELECT pg_temp.uuid('part', n), 'larkspur-upload-1', 5242880, n, 'exports', 'archive/2025.tar', md5('part' || n),
  'v1',
  '2026-09-29 23:00:00+00'
FROM generate_series(1, 2) AS n;

RESET search_path;
`;
// core/demo/sample.ts
/** The cluster's superuser on a hosted project; a server for the sample is started with it. */
const sampleSuperuser = "supabase_admin";
/** The role that people connect as: not a superuser, yet it may read everything. */
const sampleOwner = "postgres";
/**
* In this order: rows go into bare tables, and everything that would slow them down or change them
* (keys, foreign keys, triggers) comes after.
*/
const scripts = [
	rolesSql,
	authTablesSql,
	storageTablesSql,
	shopTablesSql,
	helpersSql,
	authMigrationsSql,
	authRowsSql,
	storageMigrationsSql,
	storageRowsSql,
	shopRowsSql,
	orderRowsSql,
	authKeysSql,
	storageKeysSql,
	storagePoliciesSql,
	serviceRightsSql,
	shopKeysSql,
	shopCodeSql,
	shopRightsSql,
	"ANALYZE;"
];
/**
* What the services of Supabase make on a server of one's own before there is a project. They are of another version
* than the sample's source, so that some columns are on one end only.
*/
const platformScripts = [
	rolesSql,
	authTablesSql,
	storageTablesSql,
	authMigrationsSql,
	storageMigrationsSql,
	authKeysSql,
	storageKeysSql,
	serviceRightsSql,
	selfHostedSql
];
/**
* Fills the database `postgres` of a fresh server with a project as Supabase hosts it: an online shop platform on top
* of `auth` and `storage`. The server does all the work; equal scales give equal data. Every role that logs in has the
* server's password. The server has to have been started with `sampleSuperuser`. Throws `demo.server`.
*/
async function createSample(server, { scale = 1 } = {}) {
	await runScripts(server, scripts, scale);
}
/**
* Makes a fresh server look like a self-hosted Supabase whose services have started, with nothing of a project on it.
* The server has to have been started with `sampleSuperuser`. Throws `demo.server`.
*/
async function createPlatform(server) {
	await runScripts(server, platformScripts, 1);
}
async function runScripts(server, sql, scale) {
	const client = new esm_default.Client({
		connectionString: server.url(),
		application_name: "cutover sample"
	});
	client.on("error", () => void 0);
	try {
		await client.connect();
		for (const { name, rows } of volumes(scale)) await client.query(setVolumeSql, [name, String(rows)]);
		for (const script of sql) await client.query(script);
		for (const role of loginRoles) await client.query(`ALTER ROLE ${quoteIdentifier(role)} PASSWORD ${quoteLiteral(server.password)}`);
	} catch (cause) {
		throw new CutoverError("demo.server", `The sample could not be made: ${cause.message}`, {
			hint: "See that the temporary folder (TMPDIR) has room, or take a smaller --scale.",
			cause
		});
	} finally {
		await client.end();
	}
}
export { storageKeysSql as a, rolesSql as c, authTablesSql as d, sampleSuperuser as i, serviceRightsSql as l, createSample as n, storageTablesSql as o, sampleOwner as r, loginRoles as s, createPlatform as t, authKeysSql as u };

//# sourceMappingURL=sample-qz4qutpj.js.map