/**
 * Extensions of Supabase's image that no embedded server has: the schemas, relations and signatures that migrations
 * name, and nothing of what the real ones do. They are real extensions to the server, so that CREATE EXTENSION,
 * its IF NOT EXISTS and the catalogs answer as they would on a hosted project.
 */
export interface StandIn {
  readonly name: string;
  readonly version: string;
  /** Where the extension insists on a schema of its own. */
  readonly schema?: string;
  readonly sql: string;
}

/** Pretends to store whatever its type holds as text; a length in brackets is taken and kept. */
function textLikeType(name: string): string {
  return `
CREATE TYPE ${name};
CREATE FUNCTION ${name}_in(cstring, oid, integer) RETURNS ${name} LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION ${name}_out(${name}) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION ${name}_typmod_in(cstring[]) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodin';
CREATE FUNCTION ${name}_typmod_out(integer) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodout';
CREATE TYPE ${name} (INPUT = ${name}_in, OUTPUT = ${name}_out, TYPMOD_IN = ${name}_typmod_in,
  TYPMOD_OUT = ${name}_typmod_out, STORAGE = extended);
CREATE FUNCTION ${name}_hash(${name}) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'hashvarlena';
${['<->', '<=>', '<#>', '<+>']
  .map(
    (operator, at) => `
CREATE FUNCTION ${name}_distance_${at}(${name}, ${name}) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT
  AS 'SELECT 0::double precision';
CREATE OPERATOR ${operator} (LEFTARG = ${name}, RIGHTARG = ${name}, FUNCTION = ${name}_distance_${at}, COMMUTATOR = ${operator});`,
  )
  .join('')}
${['ivfflat', 'hnsw']
  .flatMap((method) =>
    ['l2', 'ip', 'cosine', 'l1'].map(
      (metric) => `
CREATE OPERATOR CLASS ${name}_${metric}_ops ${metric === 'l2' && method === 'ivfflat' ? 'DEFAULT ' : ''}FOR TYPE ${name}
  USING ${method} AS FUNCTION 1 ${name}_hash(${name});`,
    ),
  )
  .join('')}`;
}

export const standIns: readonly StandIn[] = [
  {
    name: 'pg_cron',
    version: '1.6.4',
    sql: `
CREATE SCHEMA cron;
CREATE TABLE cron.job (
  jobid bigserial PRIMARY KEY, schedule text NOT NULL, command text NOT NULL, nodename text NOT NULL DEFAULT 'localhost',
  nodeport integer NOT NULL DEFAULT 5432, database text NOT NULL DEFAULT current_database(),
  username text NOT NULL DEFAULT CURRENT_USER, active boolean NOT NULL DEFAULT true, jobname text,
  UNIQUE (jobname, username));
CREATE TABLE cron.job_run_details (
  jobid bigint, runid bigserial PRIMARY KEY, job_pid integer, database text, username text, command text, status text,
  return_message text, start_time timestamptz, end_time timestamptz);
CREATE FUNCTION cron.schedule(schedule text, command text) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO cron.job (schedule, command) VALUES (schedule, command) RETURNING jobid $$;
CREATE FUNCTION cron.schedule(job_name text, schedule text, command text) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO cron.job (jobname, schedule, command) VALUES (job_name, schedule, command)
  ON CONFLICT (jobname, username) DO UPDATE SET schedule = excluded.schedule, command = excluded.command
  RETURNING jobid $$;
CREATE FUNCTION cron.alter_job(job_id bigint, schedule text DEFAULT NULL, command text DEFAULT NULL,
    database text DEFAULT NULL, username text DEFAULT NULL, active boolean DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
  UPDATE cron.job j SET schedule = coalesce(alter_job.schedule, j.schedule), command = coalesce(alter_job.command, j.command),
    active = coalesce(alter_job.active, j.active) WHERE j.jobid = job_id $$;
CREATE FUNCTION cron.unschedule(job_id bigint) RETURNS boolean LANGUAGE sql AS $$
  WITH gone AS (DELETE FROM cron.job j WHERE j.jobid = job_id RETURNING 1) SELECT EXISTS (SELECT FROM gone) $$;
CREATE FUNCTION cron.unschedule(job_name text) RETURNS boolean LANGUAGE sql AS $$
  WITH gone AS (DELETE FROM cron.job j WHERE j.jobname = job_name RETURNING 1) SELECT EXISTS (SELECT FROM gone) $$;`,
  },
  {
    name: 'pg_net',
    version: '0.19.5',
    sql: `
CREATE SCHEMA net;
CREATE TABLE net.http_request_queue (
  id bigserial PRIMARY KEY, method text NOT NULL, url text NOT NULL, headers jsonb, body bytea,
  timeout_milliseconds integer NOT NULL);
CREATE TABLE net._http_response (
  id bigint, status_code integer, content_type text, headers jsonb, content text, timed_out boolean, error_msg text,
  created timestamptz NOT NULL DEFAULT now());
CREATE FUNCTION net.http_get(url text, params jsonb DEFAULT '{}', headers jsonb DEFAULT '{}',
  timeout_milliseconds integer DEFAULT 5000) RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
CREATE FUNCTION net.http_post(url text, body jsonb DEFAULT '{}', params jsonb DEFAULT '{}',
  headers jsonb DEFAULT '{"Content-Type": "application/json"}', timeout_milliseconds integer DEFAULT 5000)
  RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
CREATE FUNCTION net.http_delete(url text, params jsonb DEFAULT '{}', headers jsonb DEFAULT '{}',
  timeout_milliseconds integer DEFAULT 5000, body jsonb DEFAULT NULL) RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';`,
  },
  {
    name: 'supabase_vault',
    version: '0.3.1',
    sql: `
CREATE SCHEMA vault;
CREATE TABLE vault.secrets (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text, description text NOT NULL DEFAULT '', secret text NOT NULL,
  key_id uuid, nonce bytea, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE UNIQUE INDEX ON vault.secrets (name) WHERE name IS NOT NULL;
CREATE VIEW vault.decrypted_secrets AS
  SELECT id, name, description, secret, secret AS decrypted_secret, key_id, nonce, created_at, updated_at
  FROM vault.secrets;
CREATE FUNCTION vault.create_secret(new_secret text, new_name text DEFAULT NULL, new_description text DEFAULT '',
  new_key_id uuid DEFAULT NULL) RETURNS uuid LANGUAGE sql AS $$
  INSERT INTO vault.secrets (secret, name, description) VALUES (new_secret, new_name, new_description) RETURNING id $$;
CREATE FUNCTION vault.update_secret(secret_id uuid, new_secret text DEFAULT NULL, new_name text DEFAULT NULL,
  new_description text DEFAULT NULL, new_key_id uuid DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
  UPDATE vault.secrets s SET secret = coalesce(new_secret, s.secret), name = coalesce(new_name, s.name),
    description = coalesce(new_description, s.description) WHERE s.id = secret_id $$;`,
  },
  {
    name: 'pg_graphql',
    version: '1.5.11',
    sql: `
CREATE SCHEMA graphql;
CREATE FUNCTION graphql.resolve(query text, variables jsonb DEFAULT '{}', "operationName" text DEFAULT NULL,
  extensions jsonb DEFAULT NULL) RETURNS jsonb LANGUAGE sql AS 'SELECT NULL::jsonb';`,
  },
  { name: 'pgsodium', version: '3.1.9', sql: 'CREATE SCHEMA pgsodium;' },
  {
    name: 'pgjwt',
    version: '0.2.0',
    sql: `
CREATE FUNCTION url_encode(data bytea) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT translate(encode(data, 'base64'), E'+/=\\n', '-_') $$;
CREATE FUNCTION url_decode(data text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT decode(rpad(translate(data, '-_', '+/'), 4 * ((length(data) + 3) / 4), '='), 'base64') $$;
CREATE FUNCTION sign(payload json, secret text, algorithm text DEFAULT 'HS256') RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT ''::text $$;
CREATE FUNCTION verify(token text, secret text, algorithm text DEFAULT 'HS256')
  RETURNS TABLE (header json, payload json, valid boolean) LANGUAGE sql IMMUTABLE
  AS $$ SELECT '{}'::json, '{}'::json, false $$;`,
  },
  {
    name: 'vector',
    version: '0.8.0',
    sql: `
CREATE ACCESS METHOD ivfflat TYPE INDEX HANDLER hashhandler;
CREATE ACCESS METHOD hnsw TYPE INDEX HANDLER hashhandler;
${textLikeType('vector')}
${textLikeType('halfvec')}`,
  },
];

/** For an extension that nobody has written a stand-in for: it can be created, and holds nothing. */
export function emptyStandIn(name: string): StandIn {
  return { name, version: '1.0', sql: '' };
}

/** The two files of an extension, by name. [PostgreSQL documentation, 36.17 Packaging Related Objects] */
export function extensionFiles({ name, version, schema, sql }: StandIn): readonly (readonly [string, string])[] {
  const control = [
    "comment = 'stands in for the real extension'",
    `default_version = '${version}'`,
    'relocatable = false',
    ...(schema === undefined ? [] : [`schema = '${schema}'`]),
  ];
  return [
    [`${name}.control`, `${control.join('\n')}\n`],
    [`${name}--${version}.sql`, sql],
  ];
}
