/** Types that extensions bring, in schemas of their own and in others, with indexes that use their operator classes. */
export function extensions(): string {
  return `
    CREATE SCHEMA ext;
    CREATE SCHEMA "Other ext";
    CREATE EXTENSION hstore SCHEMA ext;
    CREATE EXTENSION ltree SCHEMA ext;
    CREATE EXTENSION citext SCHEMA "Other ext";
    CREATE EXTENSION pg_trgm SCHEMA public;
    CREATE EXTENSION btree_gist SCHEMA ext;
    CREATE EXTENSION cube SCHEMA ext;
    CREATE EXTENSION seg SCHEMA ext;
    CREATE EXTENSION isn SCHEMA ext;
    CREATE EXTENSION intarray SCHEMA ext;
    CREATE EXTENSION "uuid-ossp" SCHEMA ext;
    CREATE EXTENSION pgcrypto SCHEMA ext;
    CREATE EXTENSION unaccent SCHEMA ext;
    COMMENT ON EXTENSION hstore IS 'a comment of our own';
    CREATE SCHEMA uses_ext;
    CREATE DOMAIN uses_ext.mail AS "Other ext".citext CHECK (VALUE OPERATOR("Other ext".~) '@');
    CREATE TYPE uses_ext.mixed AS (h ext.hstore, l ext.ltree);
    CREATE TABLE uses_ext.t (
      id uuid DEFAULT ext.uuid_generate_v4(), h ext.hstore, hs ext.hstore[], l ext.ltree, ls ext.ltree[],
      c "Other ext".citext UNIQUE, cs "Other ext".citext[], mail uses_ext.mail, mixed uses_ext.mixed, mixes uses_ext.mixed[],
      cube ext.cube, seg ext.seg, isbn ext.isbn13, q ext.lquery, t text, n integer[], during daterange, k integer,
      EXCLUDE USING gist (k WITH =, during WITH &&));
    INSERT INTO uses_ext.t (h, hs, l, ls, c, cs, mail, mixed, mixes, cube, seg, isbn, q, t, n, during, k) VALUES
      ('a=>1, "b \\"c\\""=>NULL, ""=>""', ARRAY['x=>y'::ext.hstore, NULL], 'top.a_b.c', '{a.b,NULL}', 'MiXed', '{Ä,"",NULL}',
       'A@b.C', ROW('k=>v', 'p.q'), ARRAY[ROW(NULL, 'p')::uses_ext.mixed], '(1,2),(3,4)', '1.50 .. 2.0', '9780393040029',
       '*.a|b{1,}.c', 'trigrams here', '{3,1,2}', '[2020-01-01,2020-02-01)', 1),
      (NULL, NULL, '', '{}', 'other', NULL, NULL, NULL, NULL, '(0)', '<5', NULL, NULL, '', '{}', NULL, 1);
    CREATE INDEX ON uses_ext.t USING gin (h);
    CREATE INDEX ON uses_ext.t USING gist (l);
    CREATE INDEX ON uses_ext.t USING gist (l ext.gist_ltree_ops (siglen = 100));
    CREATE INDEX ON uses_ext.t USING gin (t public.gin_trgm_ops);
    CREATE INDEX ON uses_ext.t USING gin (n ext.gin__int_ops);
    CREATE INDEX ON uses_ext.t USING gist (cube);
    CREATE INDEX ON uses_ext.t (lower(mail::text));
    CREATE VIEW uses_ext.v AS SELECT c, h OPERATOR(ext.->) 'a' AS a FROM uses_ext.t WHERE c OPERATOR("Other ext".=) 'mixed';
    CREATE TEXT SEARCH CONFIGURATION uses_ext.plain (COPY = pg_catalog.simple);
    ALTER TEXT SEARCH CONFIGURATION uses_ext.plain ALTER MAPPING FOR word WITH ext.unaccent, simple;
    GRANT EXECUTE ON FUNCTION ext.uuid_generate_v4() TO fidelity_reader;
    REVOKE EXECUTE ON FUNCTION ext.gen_salt(text) FROM PUBLIC;
  `;
}
