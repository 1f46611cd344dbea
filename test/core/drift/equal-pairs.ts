/** Two ways to write the same: no difference may be found. */
export const equalPairs: readonly { readonly title: string; readonly left: string; readonly right: string }[] = [
  { title: 'the same text', left: '', right: '' },
  {
    title: "a function's comments and white space",
    left: '',
    right:
      'CREATE OR REPLACE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $body$BEGIN NEW.changed = now(); RETURN NEW; END$body$',
  },
  {
    title: "a function's keywords in another case",
    left: '',
    right: "CREATE OR REPLACE FUNCTION app.twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'select n*2'",
  },
  {
    title: 'the order of columns',
    left: 'CREATE TABLE app.t (a integer, b text)',
    right: 'CREATE TABLE app.t (b text, a integer)',
  },
  {
    title: 'the order of creation',
    left: 'CREATE TABLE app.a (i integer); CREATE TABLE app.b (i integer)',
    right: 'CREATE TABLE app.b (i integer); CREATE TABLE app.a (i integer)',
  },
  {
    title: 'IN and = ANY',
    left: "CREATE TABLE app.t (a varchar(9), CONSTRAINT c CHECK (a IN ('x', 'y')))",
    right:
      "CREATE TABLE app.t (a varchar(9), CONSTRAINT c CHECK (a = ANY (ARRAY['x'::varchar, 'y'::varchar]::text[])))",
  },
  {
    title: 'serial, and what it stands for',
    left: 'CREATE TABLE app.t (id serial)',
    right:
      "CREATE SEQUENCE app.t_id_seq AS integer; CREATE TABLE app.t (id integer NOT NULL DEFAULT nextval('app.t_id_seq')); ALTER SEQUENCE app.t_id_seq OWNED BY app.t.id",
  },
  {
    title: 'a constraint in the table and one that is added',
    left: 'CREATE TABLE app.t (a integer CONSTRAINT positive CHECK (a > 0))',
    right: 'CREATE TABLE app.t (a integer); ALTER TABLE app.t ADD CONSTRAINT positive CHECK (a > 0)',
  },
  {
    title: 'an index behind a constraint',
    left: 'CREATE TABLE app.t (a integer CONSTRAINT u UNIQUE)',
    right:
      'CREATE TABLE app.t (a integer); CREATE UNIQUE INDEX u ON app.t (a); ALTER TABLE app.t ADD CONSTRAINT u UNIQUE USING INDEX u',
  },
  {
    title: 'short names of types',
    left: 'CREATE TABLE app.t (a int8, b varchar, c timestamptz, d bool, e decimal(5, 2))',
    right: 'CREATE TABLE app.t (a bigint, b character varying, c timestamp with time zone, d boolean, e numeric(5, 2))',
  },
  {
    title: 'rights that were given and taken back',
    left: '',
    right: 'GRANT DELETE ON app.orders TO reader; REVOKE DELETE ON app.orders FROM reader',
  },
  {
    title: 'ALL and each right by itself',
    left: 'GRANT ALL ON SEQUENCE app.numbers TO reader',
    right: 'GRANT USAGE, SELECT, UPDATE ON SEQUENCE app.numbers TO reader',
  },
  {
    title: 'a foreign key that names the column, and one that does not',
    left: '',
    right:
      'ALTER TABLE app.orders DROP CONSTRAINT orders_person_fkey, ADD CONSTRAINT orders_person_fkey FOREIGN KEY (person) REFERENCES app.people (id) ON DELETE CASCADE',
  },
  {
    title: 'a view by another search_path',
    left: '',
    right:
      "SET LOCAL search_path = app; CREATE OR REPLACE VIEW adults AS SELECT people.id, people.name FROM people WHERE people.age >= 18; SET LOCAL search_path = ''",
  },
  {
    title: 'a column that came and went',
    left: '',
    right: 'ALTER TABLE app.people ADD gone text; ALTER TABLE app.people DROP gone',
  },
  { title: 'another owner', left: '', right: 'ALTER TABLE app.orders OWNER TO keeper' },
  { title: 'rows', left: '', right: "INSERT INTO app.people (name) VALUES ('Ada')" },
  {
    title: 'a policy for everybody',
    left: 'CREATE POLICY p ON app.orders USING (true)',
    right: 'CREATE POLICY p ON app.orders AS PERMISSIVE FOR ALL TO PUBLIC USING (true)',
  },
  {
    title: 'a partition that was attached',
    left: "CREATE TABLE app.logs_2028 PARTITION OF app.logs FOR VALUES FROM ('2028-01-01') TO ('2029-01-01')",
    right:
      "CREATE TABLE app.logs_2028 (at timestamptz NOT NULL, line text); ALTER TABLE app.logs ATTACH PARTITION app.logs_2028 FOR VALUES FROM ('2028-01-01') TO ('2029-01-01')",
  },
  {
    title: "the tools' own lists of migrations",
    left: '',
    right:
      'CREATE SCHEMA supabase_migrations; CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY); CREATE TABLE app._prisma_migrations (id text)',
  },
];
