import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readInventory } from '../../core/inventory/inventory.ts';
import { setAsideExtensionRows } from '../../core/plan/extension-rows.ts';
import { connect } from '../../core/postgres/session.ts';
import { contentsOf } from '../support/contents.ts';
import { dumpText, testMigration, testRunId } from '../support/migration.ts';
import { createDatabase, type EmbeddedServer, startServer } from '../support/servers.ts';

/** An extension with tables that hold the user's rows beside its own: some by a condition, some as a whole. */
const script = `
  CREATE TABLE settings (name text PRIMARY KEY, value text, builtin boolean NOT NULL DEFAULT false);
  INSERT INTO settings VALUES ('version', '1.0', true), ('mode', 'plain', true);
  SELECT pg_catalog.pg_extension_config_dump('settings', 'WHERE NOT builtin');
  CREATE SEQUENCE numbers;
  SELECT pg_catalog.pg_extension_config_dump('numbers', '');
  CREATE TABLE jobs (id integer PRIMARY KEY DEFAULT nextval('numbers'), command text);
  INSERT INTO jobs (command) VALUES ('what every installation has');
  SELECT pg_catalog.pg_extension_config_dump('jobs', '');
  CREATE TABLE internal (v text);
  INSERT INTO internal VALUES ('the extension''s own');
`;

let folder: string;
let server: EmbeddedServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cutover-extension-'));
  await mkdir(join(folder, 'extension'));
  const files = {
    'fidelity.control': "default_version = '1.0'\nrelocatable = true\n",
    'fidelity--1.0.sql': script,
  };
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder, 'extension', name), text, { mode: 0o644 });
  for (const path of [folder, join(folder, 'extension')]) await chmod(path, 0o755);
  // Only 18 and later look for extensions elsewhere than in their own installation.
  server = await startServer({ major: 18, settings: { extension_control_path: `${folder}:$system` } });
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

test("the user's rows in an extension's tables are carried, its own rows are left as the target's version made them", async () => {
  const source = await createDatabase(server);
  await source.execute(`
    CREATE SCHEMA ext; CREATE EXTENSION fidelity SCHEMA ext;
    INSERT INTO ext.settings VALUES ('mine', 'a', false), ('mine too', NULL, false);
    UPDATE ext.settings SET value = 'changed' WHERE name = 'mode';
    DELETE FROM ext.jobs; INSERT INTO ext.jobs (command) VALUES ('mine'), ('mine as well');
    INSERT INTO ext.internal VALUES ('not to be carried');
    CREATE TABLE uses (job integer REFERENCES ext.jobs); INSERT INTO uses VALUES (2);`);
  const target = await createDatabase(server);
  const end = await (await testMigration(source.url, target.url)).run();
  expect(end.outcome).toBe('verified');
  expect(await target.query('SELECT name, value FROM ext.settings ORDER BY name')).toEqual([
    { name: 'mine', value: 'a' },
    { name: 'mine too', value: null },
    { name: 'mode', value: 'plain' },
    { name: 'version', value: '1.0' },
  ]);
  expect(await target.query('SELECT id, command FROM ext.jobs ORDER BY id')).toEqual([
    { id: 2, command: 'mine' },
    { id: 3, command: 'mine as well' },
  ]);
  expect(await target.query('SELECT v FROM ext.internal')).toEqual([{ v: "the extension's own" }]);
  expect(await target.query("SELECT nextval('ext.numbers')::integer AS next")).toEqual([{ next: 4 }]);
});

test.each(['ext', 'elsewhere'])(
  "a rollback brings back the rows that the target had in an extension's tables in schema %s, and nothing else",
  async (schema) => {
    const source = await createDatabase(server);
    await source.execute(`
      CREATE SCHEMA ext; CREATE EXTENSION fidelity SCHEMA ext;
      INSERT INTO ext.settings VALUES ('mine', 'of the source', false);
      INSERT INTO ext.jobs (command) VALUES ('of the source');`);
    const target = await createDatabase(server);
    await target.execute(`
      CREATE SCHEMA ${schema}; CREATE EXTENSION fidelity SCHEMA ${schema};
      INSERT INTO ${schema}.settings VALUES ('mine', 'of the target', false), ('also mine', NULL, false);
      UPDATE ${schema}.settings SET value = 'changed' WHERE name = 'mode';
      INSERT INTO ${schema}.jobs SELECT 10, 'of the target';
      SELECT setval('${schema}.numbers', 40);
      CREATE TABLE public.uses (job integer REFERENCES ${schema}.jobs ON DELETE CASCADE); INSERT INTO public.uses VALUES (10);`);
    const look = async () => ({
      schema: await dumpText(target.url),
      rows: await contentsOf(target.url, [schema, 'public']),
      numbers: await target.query(`SELECT last_value, is_called FROM ${schema}.numbers`),
    });
    const before = await look();
    const migration = await testMigration(source.url, target.url);
    expect((await migration.run()).outcome).toBe('verified');
    expect(await target.query('SELECT command FROM ext.jobs ORDER BY id')).toMatchObject([
      {},
      { command: 'of the source' },
    ]);
    expect((await migration.rollback(target.name)).outcome).toBe('rolled-back');
    expect(await look()).toEqual(before);
  },
);

test('rows that a foreign key leads to from elsewhere are not deleted by a role that cannot keep it from cascading', async () => {
  const target = await createDatabase(server);
  await target.execute(`
    CREATE SCHEMA ext; CREATE EXTENSION fidelity SCHEMA ext;
    CREATE TABLE uses (job integer REFERENCES ext.jobs ON DELETE CASCADE); INSERT INTO uses VALUES (1);`);
  const session = await connect({ end: 'target', url: target.url, purpose: 'test' });
  try {
    const own = await readInventory(session);
    const input = { runId: testRunId, source: own, target: own, tables: own.tables, replica: false };
    const [step] = setAsideExtensionRows(input);
    const statements = step?.action.type === 'sql' ? step.action.statements : [];
    await expect(session.execute(statements.join(';\n'))).rejects.toThrow(
      /uses_job_fkey of public\.uses refers to rows/,
    );
  } finally {
    await session.close();
  }
  expect(await target.query('SELECT job FROM uses')).toEqual([{ job: 1 }]);
});
