/**
 * What a hosted project has beside `auth` and `storage` before its first migration, on a server that is thrown away.
 *
 * `postgres` is no superuser on the platform, but supautils lets it create extensions, event triggers and publications
 * as if it were one; here it is one. [facts 6; supabase/postgres, supautils.conf]
 */
export const scratchPlatformSql = `
RESET ROLE;
SET search_path = public;
ALTER ROLE postgres SUPERUSER;
DROP EXTENSION pg_trgm;
CREATE EXTENSION pg_stat_statements SCHEMA extensions;
CREATE EXTENSION pg_graphql;
CREATE EXTENSION supabase_vault;

CREATE SCHEMA graphql_public;
CREATE SCHEMA pgbouncer;
CREATE SCHEMA realtime AUTHORIZATION supabase_admin;
CREATE TABLE realtime.messages (
  id uuid NOT NULL DEFAULT gen_random_uuid(), topic text NOT NULL, extension text NOT NULL, payload jsonb, event text,
  private boolean DEFAULT false, updated_at timestamp NOT NULL DEFAULT now(), inserted_at timestamp NOT NULL DEFAULT now(),
  PRIMARY KEY (id, inserted_at)) PARTITION BY RANGE (inserted_at);
ALTER TABLE realtime.messages ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION realtime.topic() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('realtime.topic', true), '')::text $$;
CREATE FUNCTION realtime.send(payload jsonb, event text, topic text, private boolean DEFAULT true) RETURNS void
  LANGUAGE sql AS 'SELECT';
CREATE FUNCTION realtime.broadcast_changes(topic_name text, event_name text, operation text, table_name text,
  table_schema text, new record, old record, level text DEFAULT 'ROW') RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
GRANT USAGE ON SCHEMA realtime TO postgres, anon, authenticated, service_role;
GRANT SELECT, INSERT, UPDATE ON realtime.messages TO postgres, anon, authenticated, service_role;

CREATE SCHEMA supabase_functions AUTHORIZATION supabase_admin;
CREATE FUNCTION supabase_functions.http_request() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
GRANT USAGE ON SCHEMA supabase_functions TO postgres, anon, authenticated, service_role;

CREATE PUBLICATION supabase_realtime;
ALTER PUBLICATION supabase_realtime OWNER TO postgres;
`;
