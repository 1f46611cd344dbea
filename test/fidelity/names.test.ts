import { expect, test } from 'vitest';
import { dumpText, testMigration } from '../support/migration.ts';
import { createDatabase, useServer } from '../support/servers.ts';
import { expectCarried, readSent } from '../support/fidelity/carry.ts';
import { roles } from '../support/fidelity/fixture.ts';
import { longName, longUnicodeName, oddName, tables } from '../support/fidelity/tables.ts';

const server = useServer();

test('schemas with names of every sort are set aside for those of the source, and a rollback brings them back', async () => {
  const source = await createDatabase(server());
  await source.execute(roles + tables(17));
  const target = await createDatabase(server());
  for (const name of [oddName, longName, 'tables']) {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    await target.execute(`CREATE SCHEMA ${quoted}; CREATE TABLE ${quoted}.${quoted} (id integer PRIMARY KEY);
                          INSERT INTO ${quoted}.${quoted} VALUES (1)`);
  }
  const before = await dumpText(target.url);
  expect(await expectCarried(await readSent(source), target, server())).toMatchObject({ outcome: 'verified' });
  const migration = await testMigration(source.url, target.url);
  expect(await migration.rollback(target.name)).toMatchObject({ outcome: 'rolled-back' });
  expect(await dumpText(target.url)).toBe(before);
}, 120_000);

test('names that are one when they are written out are refused before anything is written, with the name', async () => {
  const source = await createDatabase(server());
  const target = await createDatabase(server());
  for (const [kind, sql] of [
    ['tables', 'CREATE TABLE "a.b".c (id integer); CREATE TABLE a."b.c" (id integer)'],
    ['sequences', 'DROP TABLE a."b.c"; CREATE SEQUENCE "a.b".s; CREATE SEQUENCE a."b.s"'],
    [
      'indexes',
      'DROP SEQUENCE a."b.s"; CREATE INDEX i ON "a.b".c (id); CREATE TABLE a.t (id integer); CREATE INDEX "b.i" ON a.t (id)',
    ],
  ] as const) {
    await source.execute(`CREATE SCHEMA IF NOT EXISTS "a.b"; CREATE SCHEMA IF NOT EXISTS a; ${sql}`);
    const migration = await testMigration(source.url, target.url);
    await expect(migration.run()).rejects.toMatchObject({
      code: 'config.invalid',
      message: expect.stringMatching(new RegExp(`^two ${kind} of the source are both called a\\.b\\.[csi] `)),
    });
    expect(await target.query("SELECT 1 FROM pg_namespace WHERE nspname = 'cutover'")).toEqual([]);
  }
});

test('the longest names are as long as the server allows', () => {
  for (const name of [longName, longUnicodeName]) expect(Buffer.byteLength(name)).toBe(63);
});
