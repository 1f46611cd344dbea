import { describe, expect, test } from 'vitest';
import {
  adaptForTarget,
  type DumpEntry,
  dropStatement,
  entryId,
  identifyEntries,
  splitDump,
} from '../../../core/plan/entries.ts';

const header = (name: string, type: string, schema = 'public', rest = 'Owner: me') =>
  `--\n-- Name: ${name}; Type: ${type}; Schema: ${schema}; ${rest}\n--\n\n`;
const lookAlike = '--\n-- Name: fake; Type: TABLE; Schema: public; Owner: me\n--\n\n;';
const single = (statement: string) =>
  splitDump(`${header('x', 'FUNCTION')}${statement}\n\n${header('y', 'TABLE')}SELECT 2;\n`);

describe('splitDump', () => {
  test('gives the settings, and each object with its statements', () => {
    const dump = `--
-- PostgreSQL database dump
--

\\restrict key

-- Dumped from database version 17.2

SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);

${header('orders', 'TABLE')}CREATE TABLE public.orders (
    id integer
);


ALTER TABLE public.orders OWNER TO me;

${header('hstore', 'EXTENSION', '-', 'Owner: -')}CREATE EXTENSION IF NOT EXISTS hstore;


--
-- PostgreSQL database dump complete
--

\\unrestrict key

`;
    const create = 'CREATE TABLE public.orders (\n    id integer\n);';
    const owner = 'ALTER TABLE public.orders OWNER TO me;';
    expect(splitDump(dump)).toEqual({
      settings: ['SET statement_timeout = 0;', "SELECT pg_catalog.set_config('search_path', '', false);"],
      entries: [
        {
          name: 'orders',
          type: 'TABLE',
          schema: 'public',
          owner: 'me',
          settings: [],
          statements: [create, owner],
          sql: `${create}\n${owner}`,
        },
        {
          name: 'hstore',
          type: 'EXTENSION',
          schema: undefined,
          owner: undefined,
          settings: [],
          statements: ['CREATE EXTENSION IF NOT EXISTS hstore;'],
          sql: 'CREATE EXTENSION IF NOT EXISTS hstore;',
        },
      ],
    });
  });

  test.each([
    ['a dollar-quoted body', `CREATE FUNCTION f() AS $_$ $$ $x$ ${lookAlike} $_$;`],
    ['a body with an empty tag', `CREATE FUNCTION f() AS $$ ${lookAlike} $a$ $$;`],
    ['a tag in another alphabet', `CREATE FUNCTION f() AS $größe$ ${lookAlike} $größe$;`],
    ['a string', `COMMENT ON TABLE t IS 'it''s \\';\nSELECT ' ${lookAlike} ';`],
    ['an escape string', `SELECT E'\\' ${lookAlike} \\\\'' ', e'\\';';`],
    ['a quoted name', `CREATE TABLE "a"" ${lookAlike}" (a int);`],
    ['a nested comment', `SELECT 1 /* /* ' */ ${lookAlike} " */;`],
    ['a comment inside of a statement', `SELECT 1 -- ; '\n;`],
    ['a rule with several actions', `CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);`],
    [
      'an SQL body',
      'CREATE FUNCTION f(begin int) BEGIN ATOMIC\n SELECT CASE WHEN a THEN CASE b WHEN 1 THEN 2 END END;\n SELECT (CASE WHEN a THEN b END);\nEND;',
    ],
    [
      'an SQL body with words in quotes',
      `CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT a AS "end"; SELECT 'end'; END;`,
    ],
    ['a name with a dollar sign', `SELECT a$b$ AS x, '$b$';`],
    ['a parameter', 'CREATE FUNCTION f(int) RETURNS int RETURN $1;'],
    ['a column that is called atomic or begin', 'SELECT begin AS atomic, "end" FROM t;'],
  ])('keeps %s in one piece', (_what, statement) => {
    const { entries } = single(statement);
    expect(entries.map((entry) => entry.name)).toEqual(['x', 'y']);
    expect(entries[0]?.statements.join('\n')).toBe(statement);
    expect(entries[1]?.statements).toEqual(['SELECT 2;']);
    expect(entries[0]?.statements).toHaveLength(statement.startsWith('COMMENT') ? 2 : 1);
  });

  test('takes names with semicolons and with the header’s own words as they are', () => {
    const name = 'Table; Name: x; Type: TABLE; Schema: y; Owner: z';
    const dump = `${header(name, 'FK CONSTRAINT', 'odd; schema', 'Owner: odd;role; Tablespace: fast disk')}SELECT 1;`;
    expect(splitDump(dump).entries).toMatchObject([
      { name, type: 'FK CONSTRAINT', schema: 'odd; schema', owner: 'odd;role', tablespace: 'fast disk' },
    ]);
  });

  test('carries tablespace and access method to the objects they are meant for, and no further', () => {
    const dump = `SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

${header('a', 'TABLE')}CREATE TABLE a ();

SET default_tablespace = "fast; disk";

SET default_table_access_method = columnar;

${header('b', 'TABLE')}CREATE TABLE b ();
${header('f', 'FUNCTION')}CREATE FUNCTION f();
${header('i', 'INDEX')}CREATE INDEX i ON b (x);

SET default_tablespace = '';

SET default_table_access_method = heap;

${header('c', 'TABLE')}CREATE TABLE c ();
`;
    const { settings, entries } = splitDump(dump);
    expect(settings).toEqual(['SET row_security = off;']);
    const tablespace = 'SET LOCAL default_tablespace = "fast; disk";';
    const method = 'SET LOCAL default_table_access_method = columnar;';
    expect(entries.map((entry) => entry.settings)).toEqual([[], [tablespace, method], [], [tablespace], []]);
    expect(entries.map((entry) => entry.statements.length)).toEqual([1, 1, 1, 1, 1]);
    expect(entries[1]?.sql).toBe(`${tablespace}\n${method}\nCREATE TABLE b ();`);
  });

  test('an object that pg_dump only comments on has no statements', () => {
    const dump = `${header('public', 'SCHEMA', '-')}-- *not* creating schema, since initdb creates it\n\n`;
    expect(splitDump(dump).entries).toMatchObject([{ name: 'public', schema: undefined, statements: [], sql: '' }]);
  });

  test('a dump of many megabytes is cut in one pass', () => {
    const body = `$body$ ${"it's; ".repeat(200)} $body$`;
    const dump = Array.from(
      { length: 20_000 },
      (_, i) => `${header(`f${i}`, 'FUNCTION')}CREATE FUNCTION f${i}() AS ${body};\n\n`,
    );
    expect(splitDump(dump.join('')).entries).toHaveLength(20_000);
  });
});

describe('identifyEntries', () => {
  const entry = (type: string, name: string, schema?: string): DumpEntry => ({
    ...{ name, type, schema, owner: undefined, settings: [], statements: [], sql: '' },
  });

  test('names kind, schema and object', () => {
    expect(entryId(entry('TABLE', 'orders', 'public'))).toBe('table:public.orders');
    expect(entryId(entry('FK CONSTRAINT', 'orders orders_fk', 'public'))).toBe('fk-constraint:public.orders orders_fk');
    expect(entryId(entry('ACL', 'TABLE orders', 'public'))).toBe('acl:public.TABLE orders');
    expect(entryId(entry('EXTENSION', 'hstore'))).toBe('extension:hstore');
  });

  test('tells entries of one name apart, also from one that has the number in its name', () => {
    const list = ['a', 'a#2', 'a', 'a', 'b'].map((name) => entry('DEFAULT ACL', name));
    expect(identifyEntries(list).map(({ id }) => id)).toEqual([
      'default-acl:a',
      'default-acl:a#2',
      'default-acl:a#3',
      'default-acl:a#4',
      'default-acl:b',
    ]);
  });
});

describe('dropStatement', () => {
  test.each([
    ['SCHEMA', 'CREATE SCHEMA "Odd; one";', 'DROP SCHEMA IF EXISTS "Odd; one" CASCADE;'],
    [
      'EXTENSION',
      'CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA extensions;',
      'DROP EXTENSION IF EXISTS "uuid-ossp" CASCADE;',
    ],
    ['PUBLICATION', `CREATE PUBLICATION p WITH (publish = 'insert');`, 'DROP PUBLICATION IF EXISTS p;'],
    [
      'SUBSCRIPTION',
      `CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false);`,
      'ALTER SUBSCRIPTION s DISABLE; ALTER SUBSCRIPTION s SET (slot_name = NONE); DROP SUBSCRIPTION s;',
    ],
    [
      'EVENT TRIGGER',
      'CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();',
      'DROP EVENT TRIGGER IF EXISTS e;',
    ],
    ['FOREIGN DATA WRAPPER', 'CREATE FOREIGN DATA WRAPPER w;', 'DROP FOREIGN DATA WRAPPER IF EXISTS w CASCADE;'],
    ['SERVER', 'CREATE SERVER s FOREIGN DATA WRAPPER w;', 'DROP SERVER IF EXISTS s CASCADE;'],
    [
      'USER MAPPING',
      `CREATE USER MAPPING FOR "a b" SERVER s OPTIONS (x 'y');`,
      'DROP USER MAPPING IF EXISTS FOR "a b" SERVER s;',
    ],
    [
      'CAST',
      'CREATE CAST (public.a AS character varying) WITHOUT FUNCTION;',
      'DROP CAST IF EXISTS (public.a AS character varying) CASCADE;',
    ],
    [
      'TRANSFORM',
      'CREATE TRANSFORM FOR public.a LANGUAGE "my l" (FROM SQL WITH FUNCTION f(internal));',
      'DROP TRANSFORM IF EXISTS FOR public.a LANGUAGE "my l" CASCADE;',
    ],
    ['PROCEDURAL LANGUAGE', 'CREATE OR REPLACE PROCEDURAL LANGUAGE l;', 'DROP LANGUAGE IF EXISTS l CASCADE;'],
    ['ACCESS METHOD', 'CREATE ACCESS METHOD a TYPE TABLE HANDLER h;', 'DROP ACCESS METHOD IF EXISTS a CASCADE;'],
    [
      'INDEX',
      'CREATE UNIQUE INDEX "i "" x" ON ONLY "S.s"."t" USING btree (a);',
      'DROP INDEX IF EXISTS "S.s"."i "" x";',
    ],
    [
      'CONSTRAINT',
      'ALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (a);',
      'ALTER TABLE IF EXISTS public.t DROP CONSTRAINT IF EXISTS t_pkey;',
    ],
    [
      'CHECK CONSTRAINT',
      'ALTER DOMAIN public.d\n    ADD CONSTRAINT c CHECK (true) NOT VALID;',
      'ALTER DOMAIN public.d DROP CONSTRAINT IF EXISTS c;',
    ],
    [
      'TRIGGER',
      'CREATE CONSTRAINT TRIGGER "ON" AFTER UPDATE OF a, "ON" ON public.t FOR EACH ROW;',
      'DROP TRIGGER IF EXISTS "ON" ON public.t;',
    ],
    ['RULE', 'CREATE RULE r AS\n    ON INSERT TO public.t DO NOTHING;', 'DROP RULE IF EXISTS r ON public.t;'],
    ['POLICY', 'CREATE POLICY "p q" ON public.t USING (true);', 'DROP POLICY IF EXISTS "p q" ON public.t;'],
    [
      'ROW SECURITY',
      'ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;',
      'ALTER TABLE public.t DISABLE ROW LEVEL SECURITY;',
    ],
    ['STATISTICS', 'CREATE STATISTICS public.s ON a, b FROM public.t;', 'DROP STATISTICS IF EXISTS public.s;'],
  ])('%s', (type, statement, drop) => {
    expect(dropStatement({ type, statements: [statement, 'ALTER something ELSE;'] })).toBe(drop);
  });

  test.each([
    ['INDEX ATTACH', 'ALTER INDEX public.a ATTACH PARTITION public.b;'],
    ['RULE', 'CREATE OR REPLACE VIEW public.v AS SELECT 1;'],
    ['TRIGGER', 'ALTER TABLE public.part DISABLE TRIGGER t;'],
    ['COMMENT', `COMMENT ON EXTENSION x IS 'y';`],
    ['TABLE', 'CREATE TABLE public.t ();'],
  ])('there is none for %s %s', (type, statement) => {
    expect(dropStatement({ type, statements: [statement] })).toBeUndefined();
  });
});

test('a setting that the target does not know is left out, and nothing else', () => {
  expect(adaptForTarget('SET transaction_timeout = 0;', 160_014)).toBeUndefined();
  expect(adaptForTarget('SET transaction_timeout = 0;', 170_000)).toBe('SET transaction_timeout = 0;');
  expect(adaptForTarget('SET lock_timeout = 0;', 140_000)).toBe('SET lock_timeout = 0;');
});
