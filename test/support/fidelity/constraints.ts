/** Keys, constraints and indexes in every form, triggers that stand for constraints included. */
export function constraints(major: number): string {
  return `
    CREATE SCHEMA keys;
    CREATE TABLE keys.main (
      id integer, code text, v integer, during int4range, at timestamptz DEFAULT '2024-01-01',
      CONSTRAINT main_key PRIMARY KEY (id) INCLUDE (v),
      CONSTRAINT "Main Code" UNIQUE (code) DEFERRABLE,
      CONSTRAINT main_pair UNIQUE (id, code) WITH (fillfactor = 80),
      CONSTRAINT main_no_overlap EXCLUDE USING gist (during WITH &&) WHERE (v > 0) DEFERRABLE INITIALLY DEFERRED,
      CONSTRAINT main_check CHECK (v >= 0) NO INHERIT);
    INSERT INTO keys.main SELECT n, 'c' || n, n, int4range(n * 10, n * 10 + 5) FROM generate_series(1, 40) n;
    INSERT INTO keys.main VALUES (100, NULL, 0, NULL), (101, NULL, 0, 'empty');
    CREATE TABLE keys.detail (
      id bigint PRIMARY KEY, main_id integer REFERENCES keys.main (id) DEFERRABLE INITIALLY DEFERRED,
      code text, pair integer, parent bigint,
      CONSTRAINT "detail to itself" FOREIGN KEY (parent) REFERENCES keys.detail ON DELETE CASCADE ON UPDATE SET NULL,
      CONSTRAINT detail_full FOREIGN KEY (pair, code) REFERENCES keys.main (id, code) MATCH FULL ON DELETE SET DEFAULT);
    INSERT INTO keys.detail SELECT n, 1 + n % 40, NULL, NULL, CASE WHEN n > 1 THEN n - 1 END FROM generate_series(1, 100) n;
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE keys.detail ADD COLUMN loose integer;
    UPDATE keys.detail SET loose = 999 WHERE id = 1;
    ALTER TABLE keys.detail ADD CONSTRAINT loose_key FOREIGN KEY (loose) REFERENCES keys.main (id) NOT VALID;
    ALTER TABLE keys.detail ADD CONSTRAINT loose_check CHECK (loose < 100) NOT VALID;
    CREATE TABLE keys.waits (id integer PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, v integer UNIQUE DEFERRABLE);
    INSERT INTO keys.waits VALUES (1, 1), (2, 2);
    CREATE TABLE keys.left_side (id integer PRIMARY KEY, other integer);
    CREATE TABLE keys.right_side (id integer PRIMARY KEY, other integer REFERENCES keys.left_side);
    INSERT INTO keys.left_side VALUES (1, 1);
    INSERT INTO keys.right_side VALUES (1, 1);
    ALTER TABLE keys.left_side ADD CONSTRAINT circle FOREIGN KEY (other) REFERENCES keys.right_side;

    CREATE TABLE keys.parts (region text, id integer, v text, main_id integer,
      PRIMARY KEY (region, id), UNIQUE (id, region)) PARTITION BY LIST (region);
    CREATE TABLE keys.parts_a PARTITION OF keys.parts FOR VALUES IN ('a');
    CREATE TABLE keys.parts_b (id integer NOT NULL, v text, main_id integer, region text NOT NULL,
      CONSTRAINT own_key PRIMARY KEY (region, id)) PARTITION BY HASH (id);
    CREATE TABLE keys.parts_b0 PARTITION OF keys.parts_b FOR VALUES WITH (MODULUS 2, REMAINDER 0);
    CREATE TABLE keys.parts_b1 PARTITION OF keys.parts_b FOR VALUES WITH (MODULUS 2, REMAINDER 1);
    ALTER TABLE keys.parts ATTACH PARTITION keys.parts_b FOR VALUES IN ('b');
    INSERT INTO keys.parts SELECT CASE n % 2 WHEN 0 THEN 'a' ELSE 'b' END, n, 'v', 1 + n % 40 FROM generate_series(1, 60) n;
    ALTER TABLE keys.parts ADD CONSTRAINT from_parts FOREIGN KEY (main_id) REFERENCES keys.main (id);
    CREATE TABLE keys.to_parts (region text, id integer, CONSTRAINT to_parts FOREIGN KEY (region, id) REFERENCES keys.parts);
    INSERT INTO keys.to_parts VALUES ('a', 2), ('b', 3), (NULL, 5);
    CREATE INDEX parts_v ON keys.parts (v) INCLUDE (main_id);
    CREATE INDEX own_of_a ON keys.parts_a (v DESC);
    CREATE INDEX by_hand ON ONLY keys.parts (main_id);
    CREATE INDEX by_hand_a ON keys.parts_a (main_id);
    ALTER INDEX keys.by_hand ATTACH PARTITION keys.by_hand_a;

    CREATE TABLE keys.indexed (id integer, t text, j jsonb, ts tsvector, p point, r int4range, b boolean, n integer[]);
    INSERT INTO keys.indexed SELECT n, 't' || n, jsonb_build_object('n', n), to_tsvector('simple', 'w' || n), point(n, n),
      int4range(n, n + 2), n % 2 = 0, ARRAY[n, n + 1] FROM generate_series(1, 300) n;
    CREATE INDEX partial ON keys.indexed (id) WHERE b AND t <> 'x;''y';
    CREATE INDEX expression ON keys.indexed (lower(t) text_pattern_ops, (id % 7) DESC NULLS LAST) WITH (fillfactor = 50);
    ALTER INDEX keys.expression ALTER COLUMN 1 SET STATISTICS 300;
    CREATE UNIQUE INDEX covering ON keys.indexed (id) INCLUDE (t, b);
    CREATE INDEX ON keys.indexed USING gin (j jsonb_path_ops, ts) WITH (fastupdate = off);
    CREATE INDEX ON keys.indexed USING gist (p, r);
    CREATE INDEX ON keys.indexed USING spgist (t);
    CREATE INDEX ON keys.indexed USING hash (t);
    CREATE INDEX ON keys.indexed USING brin (id int4_minmax_multi_ops (values_per_range = 16)) WITH (pages_per_range = 4);
    CREATE INDEX ON keys.indexed USING gist (ts tsvector_ops (siglen = 100));
    CREATE INDEX ON keys.indexed USING gin (n);
    CREATE UNIQUE INDEX invalid ON keys.indexed (j);
    UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'keys.invalid'::regclass;
    CREATE INDEX clustered ON keys.indexed (id);
    ALTER TABLE keys.indexed CLUSTER ON clustered;
    CREATE STATISTICS keys.together (ndistinct, dependencies, mcv) ON id, t FROM keys.indexed;
    CREATE STATISTICS keys.of_expression ON (lower(t)), id FROM keys.indexed;
    ALTER STATISTICS keys.together SET STATISTICS 200;
    COMMENT ON INDEX keys.covering IS 'covers';
    COMMENT ON CONSTRAINT main_key ON keys.main IS 'a key that waits';
    COMMENT ON STATISTICS keys.together IS 'both';
    CREATE TABLE keys.identity_full (a integer);
    ALTER TABLE keys.identity_full REPLICA IDENTITY FULL;
    CREATE TABLE keys.identity_index (a integer NOT NULL, b text);
    CREATE UNIQUE INDEX identity_index_a ON keys.identity_index (a);
    ALTER TABLE keys.identity_index REPLICA IDENTITY USING INDEX identity_index_a;
    CREATE TABLE keys.identity_none (a integer PRIMARY KEY);
    ALTER TABLE keys.identity_none REPLICA IDENTITY NOTHING;
    CREATE TABLE keys.key_identity (a integer PRIMARY KEY, b integer UNIQUE NOT NULL);
    ALTER TABLE keys.key_identity REPLICA IDENTITY USING INDEX key_identity_b_key, CLUSTER ON key_identity_pkey;
    INSERT INTO keys.key_identity VALUES (1, 1), (2, 2);

    CREATE DOMAIN keys.even AS integer;
    CREATE TABLE keys.of_domain (v keys.even);
    INSERT INTO keys.of_domain VALUES (3);
    ALTER DOMAIN keys.even ADD CONSTRAINT is_even CHECK (VALUE % 2 = 0) NOT VALID;
    COMMENT ON CONSTRAINT is_even ON DOMAIN keys.even IS 'even';
    CREATE FUNCTION keys.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
    CREATE CONSTRAINT TRIGGER watch AFTER INSERT OR UPDATE OF v ON keys.main FROM keys.detail
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.v > 1000) EXECUTE FUNCTION keys.refuse();
    CREATE FUNCTION keys.short(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT length($1) < 9';
    CREATE TABLE keys.called (v text CHECK (keys.short(v)));
    INSERT INTO keys.called VALUES ('x');
    ${
      major < 15
        ? ''
        : `CREATE TABLE keys.nulls (a integer, b integer, CONSTRAINT one_null UNIQUE NULLS NOT DISTINCT (a));
           INSERT INTO keys.nulls VALUES (NULL, 1), (1, NULL);
           CREATE UNIQUE INDEX nulls_b ON keys.nulls (b) NULLS NOT DISTINCT WHERE b > 0;
           CREATE TABLE keys.nulls_later (a integer UNIQUE NULLS NOT DISTINCT DEFERRABLE INITIALLY DEFERRED);
           INSERT INTO keys.nulls_later VALUES (NULL), (1);
           CREATE TABLE keys.set_some (a integer, b integer, FOREIGN KEY (a) REFERENCES keys.left_side ON DELETE SET NULL (a));`
    }
    ${
      major < 18
        ? ''
        : `CREATE TABLE keys.temporal (id int4range, during daterange, v integer NOT NULL,
             CONSTRAINT temporal_key PRIMARY KEY (id, during WITHOUT OVERLAPS),
             CONSTRAINT not_held CHECK (v > 1000) NOT ENFORCED);
           INSERT INTO keys.temporal VALUES ('[1,2)', '[2020-01-01,2021-01-01)', 1), ('[1,2)', '[2021-01-01,2022-01-01)', 2);
           CREATE TABLE keys.temporal_detail (id int4range, during daterange,
             CONSTRAINT in_period FOREIGN KEY (id, PERIOD during) REFERENCES keys.temporal (id, PERIOD during));
           INSERT INTO keys.temporal_detail VALUES ('[1,2)', '[2020-06-01,2021-06-01)');
           CREATE TABLE keys.unenforced (a integer REFERENCES keys.left_side NOT ENFORCED);
           INSERT INTO keys.unenforced VALUES (12345);
           CREATE TABLE keys.late_not_null (a integer, b integer CONSTRAINT my_name NOT NULL);
           INSERT INTO keys.late_not_null VALUES (NULL, 1);
           ALTER TABLE keys.late_not_null ADD CONSTRAINT later NOT NULL a NOT VALID;`
    }
  `;
}
