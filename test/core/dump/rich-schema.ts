/**
 * A schema with one of nearly everything that pg_dump writes, and with text in it that looks like pg_dump's own.
 * `version` is a major version: newer servers get what only they have. Needs `allow_in_place_tablespaces`.
 */
export function richSchema(version: number): string {
  return `
${kinds}
${tables(version)}
${programs}
${lookAlikes}
${wholeDatabase(version)}
`;
}

/** Roles and tablespaces belong to the whole server: made once, before any database with the rich schema. */
export const richServer: readonly string[] = [
  'CREATE ROLE "app owner" NOLOGIN',
  'CREATE ROLE reader NOLOGIN',
  'CREATE ROLE "odd;role" NOLOGIN',
  `CREATE TABLESPACE "fast disk" LOCATION ''`,
];

const kinds = `
CREATE SCHEMA "Odd; Schema";
CREATE SCHEMA extensions;
CREATE SCHEMA "with
line end";
CREATE EXTENSION hstore WITH SCHEMA extensions;
CREATE EXTENSION pg_trgm WITH SCHEMA extensions;
COMMENT ON EXTENSION hstore IS 'ours; now';
ALTER SCHEMA "Odd; Schema" OWNER TO "app owner";
CREATE TYPE mood AS ENUM ('sad', 'it''s ok', E'back\\\\slash;', '"quoted"');
CREATE TYPE pair AS (a integer, "B; b" text COLLATE "C");
CREATE TYPE span AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE DOMAIN email AS text CONSTRAINT has_at CHECK (VALUE ~ '^[^;]+@[^;]+$') NOT NULL DEFAULT 'a;b@c';
ALTER DOMAIN email ADD CONSTRAINT late CHECK (length(VALUE) < 200) NOT VALID;
CREATE COLLATION "my;coll" FROM "C";
CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
CREATE SEQUENCE counter INCREMENT 7 MINVALUE -5 START 3 CACHE 2 CYCLE;
`;

const tables = (version: number): string => `
CREATE TABLE customers (
  id bigint GENERATED ALWAYS AS IDENTITY (START 100) PRIMARY KEY,
  email email,
  moods mood[] DEFAULT '{sad}',
  name text NOT NULL DEFAULT 'semi;colon -- no comment /* nor this */',
  upper_name text GENERATED ALWAYS AS (upper(name)) STORED,
  details jsonb,
  tags extensions.hstore,
  best_order bigint
);
CREATE TABLE orders (
  id serial,
  customer bigint NOT NULL REFERENCES customers ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  parent integer,
  amount numeric(12,2) NOT NULL CHECK (amount >= 0),
  during tstzrange,
  EXCLUDE USING gist (during WITH &&),
  CONSTRAINT orders_pk PRIMARY KEY (id),
  CONSTRAINT "odd; constraint" UNIQUE (customer, amount)
);
ALTER TABLE orders ADD FOREIGN KEY (parent) REFERENCES orders;
ALTER TABLE customers ADD CONSTRAINT circle FOREIGN KEY (best_order) REFERENCES orders NOT VALID;
ALTER TABLE customers ALTER COLUMN details SET STORAGE external, ALTER COLUMN name SET STATISTICS 500;
ALTER TABLE orders REPLICA IDENTITY USING INDEX "odd; constraint";
ALTER TABLE orders CLUSTER ON orders_pk;
ALTER TABLE orders SET (fillfactor = 70);
CREATE UNIQUE INDEX "odd "" index" ON customers (lower(name), (details->>'a;b')) WHERE name <> ';';
CREATE INDEX names ON customers USING gin (name extensions.gin_trgm_ops) TABLESPACE "fast disk";
CREATE TABLE "Odd; Schema"."Table; Name: x; Type: TABLE" ("a;""b" int PRIMARY KEY) TABLESPACE "fast disk";
CREATE TABLE "with
line end"."table
-- Name: fake; Type: TABLE; Schema: public; Owner: me
" (a int);
CREATE ACCESS METHOD other_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE otherwise (a int PRIMARY KEY USING INDEX TABLESPACE "fast disk") USING other_heap;
CREATE TABLE back_to_normal (a int PRIMARY KEY);
CREATE TABLE events (at timestamptz NOT NULL, kind text, body text) PARTITION BY RANGE (at);
CREATE TABLE events_old PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('2025-01-01') ;
CREATE TABLE events_new PARTITION OF events FOR VALUES FROM ('2025-01-01') TO (MAXVALUE) PARTITION BY LIST (kind);
CREATE TABLE events_new_rest PARTITION OF events_new DEFAULT;
ALTER TABLE events ADD PRIMARY KEY (at, kind);
CREATE INDEX events_body ON events (body);
CREATE TABLE animals (id int, name text CHECK (name <> ''));
CREATE TABLE cats (lives int DEFAULT 9) INHERITS (animals);
CREATE UNLOGGED TABLE scratch ();
CREATE STATISTICS order_stats (dependencies, mcv) ON customer, amount FROM orders;
CREATE VIEW big_orders WITH (security_barrier) AS SELECT id, CASE WHEN amount > 5 THEN 'a;b' ELSE ';' END AS size FROM orders;
CREATE VIEW depends_on_key AS SELECT c.id, c.name, count(*) AS orders FROM customers c JOIN orders o ON o.customer = c.id GROUP BY c.id;
CREATE MATERIALIZED VIEW totals AS SELECT customer, sum(amount) AS total FROM orders GROUP BY customer WITH NO DATA;
CREATE UNIQUE INDEX totals_customer ON totals (customer);
CREATE MATERIALIZED VIEW totals_fast TABLESPACE "fast disk" AS SELECT * FROM totals WITH NO DATA;
${version >= 15 ? 'CREATE UNIQUE INDEX no_twins ON animals (name) NULLS NOT DISTINCT;' : ''}
${version >= 15 ? 'CREATE VIEW as_caller WITH (security_invoker) AS SELECT 1 AS one;' : ''}
${
  version >= 18
    ? `CREATE TABLE newest (
         a int CONSTRAINT "a; is there" NOT NULL NO INHERIT,
         b int GENERATED ALWAYS AS (a * 2),
         c int
       );
       ALTER TABLE newest ADD CONSTRAINT "c later" NOT NULL c NOT VALID;`
    : ''
}
`;

const programs = `
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := NEW.name || ';'; RETURN NEW; END $$;
CREATE TRIGGER "touch; it" BEFORE INSERT OR UPDATE OF name, details ON customers FOR EACH ROW WHEN (NEW.name <> ';') EXECUTE FUNCTION touch('a;b', '''');
CREATE TRIGGER asleep AFTER DELETE ON orders FOR EACH STATEMENT EXECUTE FUNCTION touch();
ALTER TABLE orders DISABLE TRIGGER asleep;
CREATE CONSTRAINT TRIGGER checked AFTER INSERT ON orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER on_parts AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION touch();
CREATE RULE several AS ON INSERT TO big_orders DO INSTEAD (INSERT INTO scratch DEFAULT VALUES; DELETE FROM scratch; NOTIFY done);
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
ALTER TABLE customers FORCE ROW LEVEL SECURITY;
CREATE POLICY "own; rows" ON customers AS RESTRICTIVE FOR SELECT TO reader USING (name = current_user OR name = ';');
CREATE FUNCTION sign_word(n integer) RETURNS text LANGUAGE sql
BEGIN ATOMIC
  SELECT CASE WHEN n > 0 THEN 'plus; end' ELSE CASE WHEN n < 0 THEN 'minus' ELSE 'zero' END END;
  SELECT (CASE WHEN n > 0 THEN 1 END)::text AS "end";
END;
CREATE PROCEDURE tidy(INOUT begin integer DEFAULT 1) LANGUAGE sql
BEGIN ATOMIC
  DELETE FROM scratch;
  INSERT INTO orders (customer, amount) SELECT s.customer, CASE s.parent WHEN 1 THEN 2 END FROM orders s WHERE s.parent = tidy.begin;
  SELECT 1;
END;
CREATE FUNCTION one_value(a text DEFAULT ';') RETURNS text LANGUAGE sql IMMUTABLE RETURN a || '; end';
CREATE FUNCTION "f; odd"("a b" text) RETURNS SETOF pair LANGUAGE sql SET search_path = '' AS 'SELECT 1, ''x;y''';
CREATE AGGREGATE joined(text) (SFUNC = textcat, STYPE = text, INITCOND = ';');
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq, COMMUTATOR = ===);
CREATE OPERATOR CLASS text_too FOR TYPE text USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 bttextcmp(text, text);
CREATE FUNCTION mood_number(mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT length($1::text)';
CREATE CAST (mood AS integer) WITH FUNCTION mood_number(mood) AS ASSIGNMENT;
`;

/** Bodies, comments and defaults with text that a careless splitter would take for pg_dump's. */
const lookAlikes = `
CREATE FUNCTION looks_like_a_dump() RETURNS text LANGUAGE plpgsql AS $body$
BEGIN
--
-- Name: fake; Type: TABLE; Schema: public; Owner: postgres
--

  PERFORM $$ ; $$;
  RETURN 'x';
SET default_tablespace = 'fake';
END;
$body$;
CREATE FUNCTION psql_words() RETURNS text LANGUAGE sql AS $_$SELECT '
\\restrict stays
\\unrestrict stays too
\\Restrict this as well
'$_$;
CREATE TABLE texts (
  a text DEFAULT '
--
-- Name: fake; Type: TABLE; Schema: public; Owner: postgres
--

;',
  b text DEFAULT E'it\\'s; \\\\',
  c text DEFAULT U&'\\0041;',
  d text DEFAULT $d$ '; $d$
);
COMMENT ON TABLE texts IS '--
-- Name: fake; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE fake ();';
COMMENT ON COLUMN texts.a IS E'a \\\\ b ''; /* open';
COMMENT ON FUNCTION sign_word(integer) IS 'BEGIN ATOMIC';
`;

const wholeDatabase = (version: number): string => `
CREATE EXTENSION postgres_fdw;
CREATE FOREIGN DATA WRAPPER "own; wrapper";
CREATE SERVER "far; away" FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'example.org;', port '5432');
CREATE USER MAPPING FOR reader SERVER "far; away" OPTIONS (user 'x;y');
CREATE FOREIGN TABLE distant (a integer OPTIONS (column_name 'a;b')) SERVER "far; away" OPTIONS (table_name 'd');
CREATE PUBLICATION "some; tables" FOR TABLE ${version < 15 ? 'orders, customers' : 'orders WHERE (amount > 5), customers (id, name)'} WITH (publish = 'insert');
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END';
CREATE EVENT TRIGGER "watch; ddl" ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION on_ddl();
ALTER EVENT TRIGGER "watch; ddl" ENABLE REPLICA;
CREATE FUNCTION own_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE TRUSTED LANGUAGE "own; language" HANDLER own_handler;
GRANT USAGE ON SCHEMA "Odd; Schema" TO reader;
GRANT SELECT ON orders, totals TO reader WITH GRANT OPTION;
GRANT SELECT (id, name), UPDATE (name) ON customers TO "odd;role";
REVOKE EXECUTE ON FUNCTION sign_word(integer) FROM PUBLIC;
GRANT USAGE ON SEQUENCE counter TO reader;
GRANT USAGE ON FOREIGN SERVER "far; away" TO reader;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO reader;
SET ROLE reader;
GRANT SELECT ON orders TO "odd;role";
RESET ROLE;
ALTER TABLE animals OWNER TO "app owner";
ALTER DEFAULT PRIVILEGES FOR ROLE "app owner" IN SCHEMA public GRANT SELECT ON TABLES TO reader;
ALTER DEFAULT PRIVILEGES FOR ROLE "app owner" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE "odd;role" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
COMMENT ON SCHEMA public IS 'the public; one';
`;
