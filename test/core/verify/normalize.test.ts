import { expect, test } from 'vitest';
import { normalizeDefinition, normalizeWithoutQualifiers } from '../../../core/verify/normalize.ts';
import { createDatabase, useServer } from '../../support/servers.ts';

const server = useServer({ major: 15 });

test('what the server prints is equal to what it prints after its own text was parsed again', async () => {
  const database = await createDatabase(server());
  await database.execute(`CREATE TYPE mood AS ENUM ('a', 'b');
    CREATE TABLE t (v varchar(5), c char(2), n int, b bigint, m mood, x text)`);
  const checks = [
    `v IN ('a', 'b')`,
    `v NOT IN ('it''s', ',', ')', ']')`,
    `lower(v) IN ('a') OR v = ANY (ARRAY['p', 'q'])`,
    `v = ANY (ARRAY[CASE WHEN v IN ('a', 'b') THEN 'c'::varchar END, 'd'::varchar])`,
    `c IN ('a', 'b') AND n IN (1, 2) AND b IN (1, 2)`,
    `v = ANY ((ARRAY[v, x::varchar, substr(x, 1, 2)::varchar])::text[])`,
    `(ARRAY[1, 2])::numeric(10,2)[] @> ARRAY[n::numeric(10,2)] AND (ARRAY[ARRAY[1, 2], ARRAY[3, 4]])::bigint[] <> '{}'`,
    `(ARRAY[n])::bigint[] = (ARRAY[b, n])::bigint[] AND (ARRAY[(ARRAY[n])::bigint[]])::numeric[] IS NOT NULL`,
    `m IN ('a', 'b') AND v::text || 'ARRAY[' <> '(ARRAY[1])::text[]'`,
  ];
  for (const [index, check] of checks.entries()) {
    await database.execute(`ALTER TABLE t ADD CONSTRAINT first_${index} CHECK (${check})`);
    const read = async (name: string) => {
      const [row] = await database.query<{ definition: string }>(
        'SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = $1',
        [name],
      );
      return row?.definition ?? '';
    };
    const first = await read(`first_${index}`);
    await database.execute(`ALTER TABLE t ADD CONSTRAINT second_${index} ${first}`);
    const second = await read(`second_${index}`);
    expect(normalizeDefinition(second), check).toBe(normalizeDefinition(first));
  }
});

test('only the array cast is rewritten: other values, types and order of words still differ', () => {
  const base = "CHECK (v = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))";
  expect(normalizeDefinition(base)).toBe(
    normalizeDefinition("CHECK (v = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))"),
  );
  for (const other of [
    base.replace("'a'", "'A'"),
    base.replace('text[]', 'name[]'),
    base.replace('v =', 'w ='),
    "CHECK (v = ANY ((ARRAY['b'::character varying, 'a'::character varying])::text[]))",
  ]) {
    expect(normalizeDefinition(other)).not.toBe(normalizeDefinition(base));
  }
});

test('white space counts within strings and function bodies, and nowhere else', () => {
  expect(normalizeDefinition('SELECT  a\n FROM t')).toBe(normalizeDefinition('SELECT a FROM t'));
  expect(normalizeDefinition("'a  b'")).not.toBe(normalizeDefinition("'a b'"));
  const body = (text: string) => `CREATE FUNCTION f() AS $function$${text}$function$`;
  expect(normalizeDefinition(body('x  y'))).not.toBe(normalizeDefinition(body('x y')));
  expect(normalizeDefinition(body("it's (ARRAY[1])::text[]"))).toContain("$function$it's (ARRAY[1])::text[]$function$");
});

test('between majors the qualifiers of columns fall away, and the schemas of tables and functions stay', () => {
  const schemas = new Set(['app', 'Odd.Schema']);
  const loose = (text: string) => normalizeWithoutQualifiers(text, schemas);
  expect(loose('SELECT u.id, u."Odd" FROM app.users u WHERE app.f(u.id)')).toBe(
    loose('SELECT id, "Odd" FROM app.users u WHERE app.f(id)'),
  );
  expect(loose('SELECT id FROM app.users')).not.toBe(loose('SELECT id FROM "Odd.Schema".users'));
  expect(loose('SELECT 1.5, e.x')).not.toBe(loose('SELECT 2.5, e.x'));
});
