/**
 * What tells a self-hosted target from the sample's source: the Auth service is older and lacks two columns, the
 * Storage service is newer and has three more; Realtime has its publication and its schema, and the platform watches
 * schema changes. supautils, which lets `postgres` make policies and triggers on the services' tables and set
 * session_replication_role, is no part of an embedded server: memberships and a grant stand in for it. [facts 6]
 */
export const selfHostedSql = `
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
