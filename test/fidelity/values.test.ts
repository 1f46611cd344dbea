import { describe, expect, test } from 'vitest';
import { expectCarried, readSent } from '../support/fidelity/carry.ts';
import { builtInTypes, withoutInput } from '../support/fidelity/types.ts';
import { createDatabase, majors, query, useServer } from '../support/servers.ts';

/** Megabytes of one value; the whole size takes minutes and gigabytes, and is for `npm run test:fidelity`. */
const megabytes = process.env['CUTOVER_FIDELITY'] === 'all' ? 200 : 8;

const server = useServer({ major: 18 });

test(`values of ${megabytes} MB arrive`, async () => {
  const source = await createDatabase(server());
  await source.execute(`
    CREATE TABLE large (id integer PRIMARY KEY, t text, b bytea);
    ALTER TABLE large ALTER t SET STORAGE EXTERNAL, ALTER b SET STORAGE EXTERNAL;
    INSERT INTO large SELECT 1, repeat('ä\\"', ${megabytes} * 262144), NULL;
    INSERT INTO large SELECT 2, NULL, decode(repeat('00ff5c2e', ${megabytes} * 262144), 'hex');
    CREATE TABLE as_text (id integer, words text[], x xml);
    INSERT INTO as_text SELECT 1, ARRAY[repeat('"\\', ${megabytes} * 131072), NULL], NULL;`);
  const end = await expectCarried(await readSent(source), await createDatabase(server()), server());
  expect(end.outcome).toBe('verified');
}, 600_000);

describe.each(majors)('PostgreSQL %i', (major) => {
  const each = useServer({ major });

  test('has no built-in type whose values the fixture does not know', async () => {
    const rows = await query<{ name: string }>(
      each().url(),
      `SELECT format_type(oid, NULL) AS type, typname AS name FROM pg_type
       WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r', 'm') AND typcategory <> 'A'`,
    );
    const known = new Set([
      ...Object.keys(builtInTypes(major)).map((name) => name.replaceAll('"', '')),
      ...withoutInput,
    ]);
    expect(rows.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
  });
});
