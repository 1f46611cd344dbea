/** What runs or grants: functions, views, rules, triggers, policies, rights, operators, text search, comments. */
export function code(major: number): string {
  return `
    CREATE SCHEMA code;
    CREATE SCHEMA owned AUTHORIZATION fidelity_owner;
    CREATE TABLE code.t (id integer PRIMARY KEY, v text, n integer DEFAULT 0, at timestamptz);
    INSERT INTO code.t SELECT g, 'v' || g FROM generate_series(1, 10) g;

    CREATE FUNCTION code.plain(a integer, b text DEFAULT 'it''s; $$', OUT c integer, OUT d text) RETURNS record
      LANGUAGE sql STABLE STRICT PARALLEL SAFE LEAKPROOF COST 7 SET search_path = code, pg_temp SET work_mem = '8MB'
      AS 'SELECT a, b';
    CREATE FUNCTION code.body(x integer) RETURNS integer LANGUAGE sql IMMUTABLE
      BEGIN ATOMIC SELECT CASE WHEN x > 0 THEN x ELSE -x END; SELECT x + 1; END;
    CREATE FUNCTION code.returns_table(VARIADIC a integer[]) RETURNS TABLE (x integer, y text) LANGUAGE plpgsql ROWS 5
      SECURITY DEFINER AS $body$ BEGIN RETURN QUERY SELECT 1, '-- Name: fake; Type: TABLE; Schema: a; Owner: b'; END; $body$;
    CREATE FUNCTION code.set_of() RETURNS SETOF code.t LANGUAGE sql AS 'SELECT * FROM code.t';
    CREATE FUNCTION code.of_row(code.t) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ($1).v';
    SET check_function_bodies = off;
    CREATE FUNCTION code.later() RETURNS integer LANGUAGE sql AS 'SELECT count(*)::integer FROM code.not_there_at_first';
    RESET check_function_bodies;
    CREATE TABLE code.not_there_at_first (a integer);
    CREATE PROCEDURE code.do_it(IN a integer, INOUT b text) LANGUAGE plpgsql AS $$ BEGIN b := a::text; COMMIT; END $$;
    CREATE FUNCTION code.unqualified() RETURNS integer LANGUAGE plpgsql STABLE
      AS $$ BEGIN RETURN (SELECT max(id) FROM t); END $$;
    ALTER FUNCTION code.unqualified() SET search_path = code;

    CREATE FUNCTION code.add_two(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
    CREATE AGGREGATE code.total(integer) (SFUNC = code.add_two, STYPE = integer, INITCOND = '0', PARALLEL = safe,
      COMBINEFUNC = code.add_two);
    CREATE AGGREGATE code.moving(double precision) (SFUNC = float8_accum, STYPE = double precision[], FINALFUNC = float8_avg,
      INITCOND = '{0,0,0}', FINALFUNC_MODIFY = READ_ONLY);
    CREATE AGGREGATE code.middle(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi,
      STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
    CREATE OPERATOR code.<+> (LEFTARG = integer, RIGHTARG = integer, FUNCTION = code.add_two, COMMUTATOR = OPERATOR(code.<+>));
    CREATE FUNCTION code.less(a code.t, b code.t) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a.id < b.id';
    CREATE OPERATOR code.<<< (LEFTARG = code.t, RIGHTARG = code.t, FUNCTION = code.less, RESTRICT = scalarltsel);
    CREATE FUNCTION code.backwards(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT btint4cmp($2, $1)';
    CREATE OPERATOR FAMILY code.odd_family USING btree;
    CREATE OPERATOR CLASS code.backwards_ops FOR TYPE integer USING btree FAMILY code.odd_family AS
      OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 code.backwards(integer, integer);
    ALTER OPERATOR FAMILY code.odd_family USING btree ADD OPERATOR 3 pg_catalog.= (integer, bigint);
    CREATE INDEX backwards ON code.t (n code.backwards_ops);
    CREATE TYPE code.pair AS (a integer, b integer);
    CREATE FUNCTION code.pair_sum(code.pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a + ($1).b';
    CREATE CAST (code.pair AS integer) WITH FUNCTION code.pair_sum(code.pair) AS ASSIGNMENT;
    CREATE CAST (text AS code.pair) WITH INOUT AS IMPLICIT;
    CREATE TABLE code.cast_in_default (a integer DEFAULT (ROW(1, 2)::code.pair)::integer);
    CREATE FUNCTION code.handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
    CREATE TRUSTED LANGUAGE fidelity_language HANDLER code.handler;
    CREATE TRANSFORM FOR integer LANGUAGE fidelity_language (
      FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
    CREATE CONVERSION code.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

    CREATE TEXT SEARCH DICTIONARY code.words (TEMPLATE = simple, STOPWORDS = 'english', ACCEPT = false);
    CREATE TEXT SEARCH CONFIGURATION code.search (COPY = pg_catalog.english);
    ALTER TEXT SEARCH CONFIGURATION code.search ALTER MAPPING FOR asciiword WITH code.words, simple;
    ALTER TEXT SEARCH CONFIGURATION code.search DROP MAPPING FOR url;
    CREATE TEXT SEARCH PARSER code.parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
      LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
    CREATE TEXT SEARCH TEMPLATE code.template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
    CREATE TABLE code.searched (v text, ts tsvector GENERATED ALWAYS AS (to_tsvector('code.search', v)) STORED);
    INSERT INTO code.searched (v) VALUES ('the quick brown http://example.org/fox');
    CREATE INDEX ON code.searched USING gin (to_tsvector('code.search', v));

    CREATE VIEW code.simple WITH (security_barrier) AS SELECT t.id, t.v FROM code.t WHERE t.n = 0 WITH LOCAL CHECK OPTION;
    ${major >= 15 ? 'CREATE VIEW code.invoker WITH (security_invoker = true) AS SELECT * FROM code.t;' : ''}
    ALTER VIEW code.simple ALTER COLUMN v SET DEFAULT 'of the view';
    CREATE RECURSIVE VIEW code.numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 5;
    CREATE VIEW code.two AS SELECT a.id, b.v, count(*) OVER (PARTITION BY b.v ORDER BY a.id) AS c
      FROM code.t a JOIN code.t b USING (id) GROUP BY a.id, b.v HAVING a.id IN (1, 2, 3);
    CREATE VIEW code.by_key AS SELECT id, v, n FROM code.t GROUP BY id;
    CREATE VIEW code.circle_one AS SELECT 1 AS a;
    CREATE VIEW code.circle_two AS SELECT a FROM code.circle_one;
    CREATE RULE insert_into_it AS ON INSERT TO code.circle_one DO INSTEAD (SELECT * FROM code.circle_two);
    CREATE VIEW code.loop_one AS SELECT 1 AS a;
    CREATE VIEW code.loop_two AS SELECT a FROM code.loop_one;
    CREATE FUNCTION code.of_loop(code.loop_one) RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE TABLE code.log (what text);
    CREATE RULE "log it" AS ON UPDATE TO code.t WHERE NEW.id <> OLD.id
      DO ALSO (INSERT INTO code.log VALUES ('a;b'); DELETE FROM code.log WHERE what = NEW.v);
    CREATE RULE never AS ON DELETE TO code.t DO INSTEAD NOTHING;
    ALTER TABLE code.t DISABLE RULE never;
    ALTER TABLE code.t ENABLE ALWAYS RULE "log it";
    CREATE MATERIALIZED VIEW code.first WITH (fillfactor = 90) AS SELECT id, v FROM code.t WITH DATA;
    CREATE MATERIALIZED VIEW code.a_second AS SELECT count(*) AS n, max(f.v) AS v FROM code.first f;
    CREATE VIEW code.between AS SELECT n FROM code.a_second;
    CREATE MATERIALIZED VIEW code.a_third AS SELECT n + 1 AS n FROM code.between;
    CREATE MATERIALIZED VIEW code.unfilled AS SELECT * FROM code.first WITH NO DATA;
    CREATE MATERIALIZED VIEW code.by_function AS SELECT code.unqualified() AS biggest;
    CREATE MATERIALIZED VIEW code.by_row AS SELECT t.id, code.of_row(t.*) AS v FROM code.t;
    -- Dumped behind the primary key that they rest on, and what rests on them with them.
    CREATE MATERIALIZED VIEW code.keyed AS SELECT id, v, n FROM code.t GROUP BY id;
    CREATE UNIQUE INDEX keyed_id ON code.keyed (id);
    CREATE STATISTICS code.of_keyed_view ON id, v FROM code.keyed;
    CREATE MATERIALIZED VIEW code.keyed_unfilled AS SELECT id, v FROM code.t GROUP BY id WITH NO DATA;
    CREATE INDEX keyed_unfilled_v ON code.keyed_unfilled (v);
    CREATE VIEW code.of_keyed AS SELECT v, count(*) AS n FROM code.keyed GROUP BY v;
    CREATE MATERIALIZED VIEW code.a_of_keyed AS SELECT n FROM code.of_keyed;
    CREATE FUNCTION code.keyed_body() RETURNS SETOF text LANGUAGE sql BEGIN ATOMIC SELECT v FROM code.t GROUP BY id; END;
    CREATE UNIQUE INDEX ON code.first (id);
    CREATE INDEX ON code.unfilled (v);
    ALTER MATERIALIZED VIEW code.first ALTER COLUMN v SET STATISTICS 7;
    CREATE STATISTICS code.of_view ON id, v FROM code.first;
    CREATE TABLE code.stale_base (a integer);
    INSERT INTO code.stale_base VALUES (1);

    CREATE FUNCTION code.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := NEW.n + 1; RETURN NEW; END $$;
    CREATE FUNCTION code.nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
    CREATE TRIGGER "before it" BEFORE INSERT OR UPDATE OF v, n ON code.t FOR EACH ROW WHEN (NEW.v <> 'x;')
      EXECUTE FUNCTION code.touch('arg ''one''', 'zwei');
    CREATE TRIGGER off AFTER DELETE ON code.t FOR EACH STATEMENT EXECUTE FUNCTION code.nothing();
    ALTER TABLE code.t DISABLE TRIGGER off;
    CREATE TRIGGER replica AFTER TRUNCATE ON code.t EXECUTE FUNCTION code.nothing();
    ALTER TABLE code.t ENABLE REPLICA TRIGGER replica;
    CREATE TRIGGER always AFTER UPDATE ON code.t REFERENCING OLD TABLE AS before NEW TABLE AS after
      FOR EACH STATEMENT EXECUTE FUNCTION code.nothing();
    ALTER TABLE code.t ENABLE ALWAYS TRIGGER always;
    CREATE TRIGGER on_view INSTEAD OF INSERT ON code.by_key FOR EACH ROW EXECUTE FUNCTION code.nothing();
    COMMENT ON TRIGGER on_view ON code.by_key IS 'instead';
    CREATE TABLE code.parted (a integer) PARTITION BY LIST (a);
    CREATE TABLE code.parted_1 PARTITION OF code.parted FOR VALUES IN (1);
    CREATE TRIGGER row_trigger AFTER INSERT ON code.parted FOR EACH ROW EXECUTE FUNCTION code.nothing();
    ALTER TABLE code.parted_1 DISABLE TRIGGER row_trigger;
    CREATE FUNCTION code.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; END $$;
    CREATE EVENT TRIGGER fidelity_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE')
      EXECUTE FUNCTION code.on_ddl();
    CREATE EVENT TRIGGER fidelity_off ON sql_drop EXECUTE FUNCTION code.on_ddl();
    ALTER EVENT TRIGGER fidelity_off DISABLE;
    ALTER EVENT TRIGGER fidelity_ddl ENABLE ALWAYS;
    COMMENT ON EVENT TRIGGER fidelity_ddl IS 'watches';

    ALTER TABLE code.t ENABLE ROW LEVEL SECURITY;
    CREATE POLICY "read own" ON code.t FOR SELECT TO fidelity_reader, fidelity_owner USING (v = current_user);
    CREATE POLICY "restrict" ON code.t AS RESTRICTIVE FOR UPDATE USING (true) WITH CHECK (n > (SELECT count(*) FROM code.log));
    COMMENT ON POLICY "read own" ON code.t IS 'a policy';
    GRANT SELECT (id, v), UPDATE (v) ON code.t TO fidelity_reader WITH GRANT OPTION;
    GRANT SELECT ON code.simple TO PUBLIC;
    GRANT ALL ON SCHEMA code TO fidelity_owner;
    REVOKE EXECUTE ON FUNCTION code.later() FROM PUBLIC;
    REVOKE ALL ON TABLE code.log FROM CURRENT_USER;
    GRANT EXECUTE ON PROCEDURE code.do_it(integer, text) TO fidelity_reader;
    REVOKE USAGE ON TYPE code.pair FROM PUBLIC;
    GRANT USAGE ON LANGUAGE fidelity_language TO fidelity_reader;
    ALTER DEFAULT PRIVILEGES FOR ROLE fidelity_owner GRANT SELECT ON TABLES TO fidelity_reader;
    ALTER DEFAULT PRIVILEGES FOR ROLE fidelity_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
    ALTER DEFAULT PRIVILEGES IN SCHEMA code GRANT ALL ON SEQUENCES TO fidelity_reader WITH GRANT OPTION;
    ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO fidelity_reader;
    SET ROLE fidelity_owner;
    CREATE TABLE owned.of_owner (id integer GENERATED ALWAYS AS IDENTITY, v text);
    CREATE VIEW owned.v AS SELECT v FROM owned.of_owner;
    CREATE FUNCTION owned.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
    GRANT SELECT ON owned.v TO fidelity_reader;
    RESET ROLE;
    INSERT INTO owned.of_owner (v) VALUES ('mine');
    COMMENT ON SCHEMA code IS 'code';
    COMMENT ON COLUMN code.t.v IS E'multi\\nline; -- not a comment';
    COMMENT ON FUNCTION code.plain(integer, text) IS 'f';
    COMMENT ON AGGREGATE code.total(integer) IS 'agg';
    COMMENT ON OPERATOR code.<+> (integer, integer) IS 'op';
    COMMENT ON CAST (code.pair AS integer) IS 'cast';
    COMMENT ON RULE "log it" ON code.t IS 'rule';
    COMMENT ON MATERIALIZED VIEW code.first IS 'matview';
    COMMENT ON TEXT SEARCH CONFIGURATION code.search IS 'ts';
    COMMENT ON LANGUAGE fidelity_language IS 'language';
    COMMENT ON OPERATOR CLASS code.backwards_ops USING btree IS 'class';
    COMMENT ON TYPE code.pair IS 'pair';
    CREATE FOREIGN DATA WRAPPER fidelity_wrapper OPTIONS (debug 'true');
    CREATE SERVER fidelity_server TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER fidelity_wrapper OPTIONS (host 'a;b');
    CREATE FOREIGN TABLE code.far (id integer OPTIONS (column_name 'ID') NOT NULL, v text) SERVER fidelity_server
      OPTIONS (table_name 'Far');
    GRANT USAGE ON FOREIGN SERVER fidelity_server TO fidelity_reader;
    GRANT SELECT ON code.far TO fidelity_reader;
  `;
}
