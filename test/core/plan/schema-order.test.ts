import { expect, test } from 'vitest';
import type { Column, Inventory, Table } from '../../../core/inventory/types.ts';
import { identifyEntries, splitDump } from '../../../core/plan/entries.ts';
import { entryStep } from '../../../core/plan/schema-steps.ts';
import { orderPreData } from '../../../core/plan/schema-order.ts';

const builtIn = 23;
const projectType = 20_000;

function table(name: string, more: Partial<Table> & { readonly typeOid?: number } = {}): Table {
  const { typeOid = builtIn, ...rest } = more;
  const column = { name: 'id', typeOid } as Column;
  return {
    schema: 'public',
    name,
    key: `public.${name}`,
    kind: 'table',
    columns: [column],
    inherits: [],
    ...rest,
  } as Table;
}

function entry(type: string, name: string, sql: string): string {
  return `--\n-- Name: ${name}; Type: ${type}; Schema: public; Owner: postgres\n--\n\n${sql}\n\n`;
}

/** Step id -> what it needs, for a dump of these entries. */
function needsOf(dump: string, source: Partial<Inventory>): Record<string, readonly string[]> {
  const entries = identifyEntries(splitDump(dump).entries);
  const steps = entries.map((each) => entryStep(each, 'schema', 'schema'));
  const inventory = { tables: [], sequences: [], ...source } as unknown as Inventory;
  return Object.fromEntries(orderPreData(steps, entries, inventory, 'first').map(({ id, needs }) => [id, needs]));
}

test('tables of built-in types wait for nothing but what came before all of them, and the rest waits for each', () => {
  const dump = [
    entry('TYPE', 'mood', "CREATE TYPE public.mood AS ENUM ('fine');"),
    entry('TABLE', 'a', 'CREATE TABLE public.a (\n    id integer\n);'),
    entry('TABLE', 'b', 'CREATE TABLE public.b (\n    id integer DEFAULT 1\n);'),
    entry('COMMENT', 'COLUMN a.id', "COMMENT ON COLUMN public.a.id IS 'x';"),
    entry('VIEW', 'v', 'CREATE VIEW public.v AS\n SELECT 1;'),
  ].join('');
  expect(needsOf(dump, { tables: [table('a'), table('b')] })).toEqual({
    'type:public.mood': ['first'],
    'table:public.a': ['type:public.mood'],
    'table:public.b': ['type:public.mood'],
    'comment:public.COLUMN a.id': ['table:public.a'],
    'view:public.v': ['comment:public.COLUMN a.id', 'table:public.b'],
  });
});

test('a table that needs something of the project keeps its place: a type, a parent, a function', () => {
  const dump = [
    entry('TABLE', 'plain', 'CREATE TABLE public.plain (\n    id integer\n);'),
    entry('TABLE', 'typed', 'CREATE TABLE public.typed (\n    id public.mood\n);'),
    entry('TABLE', 'child', 'CREATE TABLE public.child (\n)\nINHERITS (public.plain);'),
    entry('TABLE', 'calling', 'CREATE TABLE public.calling (\n    id integer DEFAULT public.next()\n);'),
    entry('TABLE', 'last', 'CREATE TABLE public.last (\n    id integer DEFAULT pg_catalog.length(now())\n);'),
  ].join('');
  const tables = [
    table('plain'),
    table('typed', { typeOid: projectType }),
    table('child', { inherits: ['public.plain'] }),
    table('calling'),
    table('last'),
  ];
  expect(needsOf(dump, { tables })).toEqual({
    'table:public.plain': ['first'],
    'table:public.typed': ['table:public.plain'],
    'table:public.child': ['table:public.typed'],
    'table:public.calling': ['table:public.child'],
    'table:public.last': ['table:public.calling'],
    'barrier:schema': ['table:public.last'],
  });
});

test.each([
  ["id integer DEFAULT nextval('public.counter'::regclass)", 'a sequence in a string'],
  ['id integer CHECK ((id OPERATOR(public.@@@) 1))', 'an operator'],
  ["id text DEFAULT ('fine'::public.mood)::text", 'a cast to a type'],
  ['id text COLLATE public."de"', 'a collation'],
  ['id integer DEFAULT "Odd ""one"""."Next"()', 'a quoted function'],
])('%s makes a table wait: it names %2$s', (column) => {
  const dump = [
    entry('TABLE', 'before', 'CREATE TABLE public.before (\n    id integer\n);'),
    entry('TABLE', 't', `CREATE TABLE public.t (\n    ${column}\n);\n\nALTER TABLE public.t OWNER TO postgres;`),
  ].join('');
  expect(needsOf(dump, { tables: [table('before'), table('t')] })['table:public.t']).toEqual(['table:public.before']);
});

test('text that only looks like a name of the project keeps no table waiting', () => {
  const column = "id numeric DEFAULT 1.5, note text DEFAULT 'public.f(x)', at date DEFAULT pg_catalog.now()";
  const dump = [
    entry('TABLE', 'before', 'CREATE TABLE public.before (\n    id integer\n);'),
    entry(
      'TABLE',
      'odd name',
      `CREATE TABLE public."odd name" (\n    ${column}\n);\n\nALTER TABLE public."odd name" OWNER TO postgres;`,
    ),
  ].join('');
  expect(needsOf(dump, { tables: [table('before'), table('odd name')] })['table:public.odd name']).toEqual(['first']);
});

test('a sequence, its table and the default that joins them follow one another, whatever stands between', () => {
  const dump = [
    entry('TABLE', 'orders', 'CREATE TABLE public.orders (\n    id integer NOT NULL\n);'),
    entry('TABLE', 'other', 'CREATE TABLE public.other (\n    id integer\n);'),
    entry('SEQUENCE', 'orders_id_seq', 'CREATE SEQUENCE public.orders_id_seq\n    AS integer;'),
    entry('SEQUENCE OWNED BY', 'orders_id_seq', 'ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;'),
    entry(
      'DEFAULT',
      'orders id',
      "ALTER TABLE ONLY public.orders ALTER COLUMN id SET DEFAULT nextval('public.orders_id_seq'::regclass);",
    ),
  ].join('');
  const sequence = {
    schema: 'public',
    name: 'orders_id_seq',
    key: 'public.orders_id_seq',
    ownedBy: { table: 'public.orders', column: 'id' },
  };
  expect(needsOf(dump, { tables: [table('orders'), table('other')], sequences: [sequence] })).toEqual({
    'table:public.orders': ['first'],
    'table:public.other': ['first'],
    'sequence:public.orders_id_seq': ['table:public.orders'],
    'sequence-owned-by:public.orders_id_seq': ['sequence:public.orders_id_seq'],
    'default:public.orders id': ['sequence-owned-by:public.orders_id_seq'],
    'barrier:schema': ['default:public.orders id', 'table:public.other'],
  });
});
