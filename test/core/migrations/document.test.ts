import { beforeAll, expect, test } from 'vitest';
import { readDocument } from '../../../core/migrations/document.ts';
import { loadParser, type Parser } from '../../../core/migrations/parse.ts';

let parse: Parser;
beforeAll(async () => {
  parse = await loadParser();
});

test('statements come with their text, their line and their place, past letters of several bytes', () => {
  const text = "-- hä\nselect 'ä';\n\n/* ö; */ create table t (a int) ; -- end\n";
  const { statements = [] } = parse(text);
  expect(statements.map(({ text: own, line, kind }) => [own, line, kind])).toEqual([
    ["select 'ä'", 2, 'SelectStmt'],
    ['create table t (a int)', 4, 'CreateStmt'],
  ]);
  expect(statements.map(({ start, text: own }) => text.slice(start, start + own.length))).toEqual(
    statements.map(({ text: own }) => own),
  );
  expect(parse('-- nothing\n')).toEqual({ statements: [] });
  expect(parse('')).toEqual({ statements: [] });
});

test('what is no SQL is told with its line', () => {
  expect(parse("select 'ää';\n\nselec 2;").complaint).toEqual({ message: 'syntax error at or near "selec"', line: 3 });
  expect(parse('\\set x 1\nselect 1;').complaint?.message).toContain("psql's own commands");
  expect(parse('copy t from stdin;\n1\t2\n\\.\n').complaint?.message).toContain('COPY');
  expect(parse('\\restrict abc\nselect 1;\n\\unrestrict abc\n').statements).toHaveLength(1);
});

const whole = `-- Description: adds a status to orders
-- Created: 2026-11-21T14:03:22Z
-- Tables: public.orders, "Shop"."Order Items", items
-- Risk: medium
-- Backup: none, the column is new
-- Idempotent: no, it counts up
-- BREAKING: clients must send a status
-- cutover:allow several-changes the index belongs to the column

-- @preconditions
select true;

-- @change
alter table public.orders add column status text;
select '
-- @verification
';

-- @verification
select true; select true, 'x';
`;

test('a header and its sections are read, and a mark within a string is none', () => {
  const document = readDocument(whole, parse);
  expect(document.header).toEqual({
    description: 'adds a status to orders',
    created: '2026-11-21T14:03:22Z',
    tables: [
      { schema: 'public', name: 'orders' },
      { schema: 'Shop', name: 'Order Items' },
      { schema: 'public', name: 'items' },
    ],
    risk: 'medium',
    withoutBackup: 'the column is new',
    onceOnly: 'it counts up',
    breaking: ['clients must send a status'],
    allowed: new Map([['several-changes', 'the index belongs to the column']]),
    complaints: [],
  });
  const counts = [document.preconditions, document.change, document.verification].map(({ length }) => length);
  expect(counts).toEqual([1, 2, 2]);
});

test('a plain file of Supabase is one change, and says nothing about itself', () => {
  const document = readDocument('create table a (id int);\n-- Risk: not in the header\n', parse);
  expect(document.change).toHaveLength(1);
  expect(document.header).toMatchObject({ risk: undefined, tables: undefined, breaking: [], complaints: [] });
});

test('what is wrong in a header is told', () => {
  const text = '-- Tables: a b, c\n-- Risk: huge\n-- Backup: none\n-- cutover:allow destructive\nselect 1;';
  expect(readDocument(text, parse).header.complaints).toEqual([
    "Risk is low, medium or high, not 'huge'",
    'cutover:allow destructive needs a reason',
    "Tables is a list such as public.orders, public.items, or none; 'a b' is no table",
    'Backup: needs a reason behind its no',
  ]);
});
