import { expect, test } from 'vitest';
import { eventsOf, testMigration } from '../support/migration.ts';
import { createDatabase, majors, query, useServer } from '../support/servers.ts';
import { readContents } from '../support/fidelity/contents.ts';
import { roles } from '../support/fidelity/fixture.ts';

const source = useServer({ major: majors[0] ?? 15 });
const target = useServer({ major: 18 });

/** Small, empty, exactly as long as what is read at once, sparse, and several megabytes that repeat nowhere. */
const largeObjects = `
  SELECT lo_from_bytea(50000, '\\x00ff5c');
  SELECT lo_create(50001);
  SELECT lo_from_bytea(50002, decode(repeat('ab', 16384), 'hex'));
  SELECT lo_from_bytea(50003, decode(repeat('cd', 16385), 'hex'));
  SELECT lo_create(50004); SELECT lo_put(50004, 3000000, '\\x01');
  SELECT lo_from_bytea(50005, string_agg(sha256(n::text::bytea), '' ORDER BY n)) FROM generate_series(1, 100000) n;
  SELECT lo_from_bytea(50006, string_agg('\\x00'::bytea, '')) FROM generate_series(1, 16384 + 1048576) n;
  SELECT lo_from_bytea((60000 + n)::oid, ('object ' || n)::bytea) FROM generate_series(1, 700) n;
  SELECT lo_create(4294967295);
  ALTER LARGE OBJECT 50000 OWNER TO fidelity_owner;
  GRANT SELECT ON LARGE OBJECT 50000 TO fidelity_reader WITH GRANT OPTION;
  SET SESSION AUTHORIZATION fidelity_reader; GRANT SELECT ON LARGE OBJECT 50000 TO PUBLIC; RESET SESSION AUTHORIZATION;
  GRANT SELECT, UPDATE ON LARGE OBJECT 50001 TO PUBLIC;
  REVOKE ALL ON LARGE OBJECT 50002 FROM CURRENT_USER;
  COMMENT ON LARGE OBJECT 50003 IS 'it''s a comment';
  CREATE TABLE papers (id integer PRIMARY KEY, body oid);
  INSERT INTO papers VALUES (1, 50005), (2, 4294967295);
`;

test('large objects arrive with contents, owners, grants and comments, and a rollback takes away no others', async () => {
  const from = await createDatabase(source());
  await from.execute(roles + largeObjects);
  const to = await createDatabase(target());
  await to.execute("SELECT lo_from_bytea(70000, 'of the target itself')");
  const before = (await readContents(to.url)).largeObjects;
  const migration = await testMigration(from.url, to.url);
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  const arrived = (await readContents(to.url)).largeObjects;
  expect(arrived.filter((facts) => !facts.startsWith('70000 '))).toEqual((await readContents(from.url)).largeObjects);
  expect(arrived).toHaveLength(709);
  expect(itemsOf(migration)).toEqual([
    ['all large objects', 'match', '708 compared, all equal'],
    ['on the target alone', 'note', "1 that the source has not: the target's own, or written there since"],
  ]);
  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  expect((await readContents(to.url)).largeObjects).toEqual(before);
}, 120_000);

test('a large object that is not as on the source fails the verification, by number', async () => {
  const from = await createDatabase(source());
  await from.execute("SELECT lo_from_bytea(50000 + n, 'contents') FROM generate_series(1, 4) n");
  const to = await createDatabase(target());
  const migration = await testMigration(from.url, to.url);
  const tampered: Promise<void>[] = [];
  migration.onEvent = (event) => {
    if (event.type !== 'step.finished' || event.id !== 'large-objects:50001') return;
    migration.control.pause();
    tampered.push(
      to
        .execute(`SELECT lo_put(50001, 0, 'C'), lo_put(50002, 8, 'more'), lo_unlink(50003);
                  COMMENT ON LARGE OBJECT 50004 IS 'new'`)
        .then(() => migration.control.proceed()),
    );
  };
  const end = await migration.run();
  await Promise.all(tampered);
  expect(end.outcome).toBe('verification-failed');
  expect(itemsOf(migration)).toEqual([
    ['all large objects', 'differs', '4 compared, 4 different'],
    ['50003', 'missing', 'on the source, not on the target'],
    ['50001', 'differs', 'as many bytes, but other contents'],
    ['50002', 'differs', 'source: 8 bytes | target: 12 bytes'],
    ['50004', 'differs', 'comment: source: null | target: new'],
  ]);
});

test('large objects that change between a stop and a resume are copied again, others are not', async () => {
  const from = await createDatabase(source());
  await from.execute(`SELECT lo_from_bytea((50000 + n)::oid, 'contents') FROM generate_series(1, 600) n;
                      CREATE TABLE kept AS SELECT 1 AS a`);
  const to = await createDatabase(target());
  const migration = await testMigration(from.url, to.url, { jobs: 1 });
  migration.onEvent = (event) => {
    if (event.type === 'step.finished' && event.id === 'barrier:data') void migration.control.stop();
    if (event.type === 'step.started' && event.kind === 'verify') void migration.control.stop();
  };
  expect(await migration.run()).toMatchObject({ outcome: 'paused' });
  migration.onEvent = () => undefined;
  await from.execute("SELECT lo_put(50003, 0, 'CHANGED'), lo_unlink(50004)");
  await published(from.url);
  expect(await migration.resume()).toMatchObject({ outcome: 'verified' });
  const contents = await readContents(from.url);
  expect((await readContents(to.url)).largeObjects).toEqual(contents.largeObjects);
  expect(contents.largeObjects).toHaveLength(599);
});

test('large objects that a source without any got after the run are named by a verification', async () => {
  const from = await createDatabase(source());
  await from.execute('CREATE TABLE kept AS SELECT 1 AS a');
  const to = await createDatabase(target());
  const migration = await testMigration(from.url, to.url);
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  await from.execute("SELECT lo_from_bytea(50001, 'contents')");
  await to.execute("SELECT lo_from_bytea(60001, 'contents'), lo_from_bytea(60002, 'contents')");
  expect(await migration.verify()).toMatchObject({
    outcome: 'failed',
    verdict: expect.stringContaining('large-object 50001'),
  });
  expect(itemsOf(migration)).toEqual([
    ['all large objects', 'differs', '1 compared, 1 different'],
    ['50001', 'missing', 'on the source, not on the target'],
    ['on the target alone', 'note', "2 that the source has not: the target's own, or written there since"],
  ]);
});

/** Change counters are published some time after the change. */
async function published(url: string): Promise<void> {
  const sql = "SELECT pg_stat_get_tuples_deleted('pg_largeobject_metadata'::regclass) > 0 AS there";
  for (let there = false; !there; ) there = (await query<{ there: boolean }>(url, sql))[0]?.there === true;
}

function itemsOf(migration: Awaited<ReturnType<typeof testMigration>>): string[][] {
  return eventsOf(migration.events, 'verify.item')
    .filter(({ kind }) => kind === 'large-object')
    .map(({ name, verdict, detail }) => [name, verdict, detail]);
}
