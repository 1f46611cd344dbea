import { expect, test } from 'vitest';
import { eventsOf, testMigration, testRunId } from '../../support/migration.ts';
import { createDatabase, useServer } from '../../support/servers.ts';

const source = useServer();
const target = useServer();

/** Above what is read of a schema that is only renamed, in a second. */
const largeTable = `
  CREATE TABLE public.large (id integer PRIMARY KEY, body text);
  ALTER TABLE public.large ALTER body SET STORAGE PLAIN;
  INSERT INTO public.large SELECT n, repeat('x', 7000) FROM generate_series(1, 9000) n;`;

async function moved(targetSql: string) {
  const from = await createDatabase(source());
  await from.execute(
    'CREATE TABLE public.t AS SELECT generate_series(1, 10) AS id; CREATE TYPE public.mood AS ENUM ()',
  );
  const to = await createDatabase(target());
  await to.execute(targetSql);
  const migration = await testMigration(from.url, to.url);
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  const rollback = async () => {
    const end = await migration.rollback(to.name);
    const planned = migration.events.findIndex(({ type }) => type === 'rollback.planned');
    const items = eventsOf(migration.events.slice(planned), 'verify.item');
    return { end, items: items.filter(({ verdict }) => verdict !== 'match') };
  };
  return { to, migration, rollback };
}

const aside = `public_before_${testRunId}`;

test('a rollback compares the target with what was recorded before the run: objects, rows, sequences, files', async () => {
  const { rollback, migration } = await moved(`
    CREATE TABLE public.old (id serial PRIMARY KEY);
    INSERT INTO public.old SELECT nextval('public.old_id_seq') FROM generate_series(1, 5);
    ${largeTable}`);
  const { end } = await rollback();
  expect(end).toMatchObject({
    outcome: 'rolled-back',
    verdict: expect.stringMatching(
      /as it was before the run \(\d+ objects of the target; 1 table set aside, by count and checksum; 1 table set aside, by file and change counters; 1 sequence set aside; /,
    ),
  });
  expect(migration.events.map(({ type }) => type)).toContain('rollback.planned');
});

test('what is not as it was is named, and the outcome is no success', async () => {
  const { to, rollback } = await moved(`
    CREATE TABLE public.old (id serial PRIMARY KEY, body text);
    INSERT INTO public.old (body) VALUES ('a'), ('b');
    CREATE SCHEMA kept;
    CREATE TABLE kept.notes (id integer, body text);
    CREATE VIEW kept.view AS SELECT 1 AS one;
    ${largeTable}`);
  await to.execute(`
    UPDATE ${aside}.old SET body = 'c' WHERE id = 2;
    SELECT nextval('${aside}.old_id_seq');
    DELETE FROM ${aside}.large WHERE id = 77;
    ALTER TABLE kept.notes ADD COLUMN more text;
    DROP VIEW kept.view;
    CREATE SCHEMA theirs;`);
  const { end, items } = await rollback();
  expect(end.outcome).toBe('failed');
  expect(end.verdict).toContain('every step was taken back, but the target is not what it was');
  const found = items.map(({ name, verdict }) => `${name}: ${verdict}`);
  expect(found.filter((line) => !line.startsWith('all '))).toEqual([
    'object view:kept.view: missing',
    'object table:kept.notes: differs',
    'object schema:theirs: note',
    'rows public.old: differs',
    'file public.large: differs',
    'sequence public.old_id_seq: differs',
  ]);
  expect(items.find(({ name }) => name === 'file public.large')?.detail).toContain('1 rows deleted');
  // Nothing is left to be taken back: the ledger has gone all the same.
  expect(await to.query("SELECT to_regclass('cutover.run') AS ledger, to_regclass('public.old')::text AS old")).toEqual(
    [{ ledger: null, old: 'old' }],
  );
});

test('an empty target is recorded without a dump, and found empty again', async () => {
  const { rollback } = await moved('');
  const { end } = await rollback();
  expect(end).toMatchObject({ outcome: 'rolled-back', verdict: expect.stringContaining('as it was before the run') });
});
