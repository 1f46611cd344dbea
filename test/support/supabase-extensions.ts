/**
 * Schemas as Supabase's extensions make them, for servers that do not have these extensions: the relations, signatures
 * and refusals that a migration meets, and nothing of what the real ones do beyond that.
 */

/** Vault 0.3: secrets, readable through a view, made by a function. A NULL description is refused, and a name twice. */
export const vaultDouble = `
  CREATE SCHEMA vault;
  CREATE TABLE vault.secrets (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text, description text NOT NULL DEFAULT '', secret text NOT NULL,
    key_id uuid, nonce bytea, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
  CREATE UNIQUE INDEX ON vault.secrets (name) WHERE name IS NOT NULL;
  CREATE VIEW vault.decrypted_secrets AS
    SELECT id, name, description, secret, convert_from(decode(secret, 'base64'), 'UTF8') AS decrypted_secret,
      key_id, nonce, created_at, updated_at FROM vault.secrets;
  CREATE FUNCTION vault.create_secret(new_secret text, new_name text DEFAULT NULL, new_description text DEFAULT '',
      new_key_id uuid DEFAULT NULL) RETURNS uuid LANGUAGE sql SET search_path = '' AS $$
    INSERT INTO vault.secrets (secret, name, description)
    VALUES (encode(convert_to(new_secret, 'UTF8'), 'base64'), new_name, new_description) RETURNING id $$;`;

/** pg_cron 1.6: jobs, and the calls that make, change and remove them. A name that is there is overwritten. */
export const cronDouble = `
  CREATE SCHEMA cron;
  CREATE TABLE cron.job (
    jobid bigserial PRIMARY KEY, schedule text NOT NULL, command text NOT NULL, nodename text NOT NULL DEFAULT 'localhost',
    nodeport integer NOT NULL DEFAULT inet_server_port(), database text NOT NULL DEFAULT current_database(),
    username text NOT NULL DEFAULT CURRENT_USER, active boolean NOT NULL DEFAULT true, jobname text,
    UNIQUE (jobname, username));
  CREATE FUNCTION cron.schedule(schedule text, command text) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO cron.job (schedule, command) VALUES (schedule, command) RETURNING jobid $$;
  CREATE FUNCTION cron.schedule(job_name text, schedule text, command text) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO cron.job (jobname, schedule, command) VALUES (job_name, schedule, command)
    ON CONFLICT (jobname, username) DO UPDATE SET schedule = excluded.schedule, command = excluded.command
    RETURNING jobid $$;
  CREATE FUNCTION cron.alter_job(job_id bigint, schedule text DEFAULT NULL, command text DEFAULT NULL,
      database text DEFAULT NULL, username text DEFAULT NULL, active boolean DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
    UPDATE cron.job j SET active = coalesce(alter_job.active, j.active) WHERE j.jobid = job_id $$;
  CREATE FUNCTION cron.unschedule(job_id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN
      DELETE FROM cron.job j WHERE j.jobid = job_id;
      IF NOT FOUND THEN RAISE EXCEPTION 'could not find valid entry for job %', job_id; END IF;
      RETURN true;
    END $$;`;

/** Database webhooks: a trigger on the project's table calls a function of this schema, and each call is a row. */
export const webhooksDouble = `
  CREATE SCHEMA supabase_functions;
  CREATE TABLE supabase_functions.hooks (
    id bigserial PRIMARY KEY, hook_table_id integer NOT NULL, hook_name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(), request_id bigint);
  CREATE FUNCTION supabase_functions.http_request() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;`;
