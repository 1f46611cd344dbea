import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { insertRowsSql, readRowTables } from '../../../core/backup/columns.ts';
import { readRows } from '../../../core/backup/rows-file.ts';
import { backupTables } from '../../../core/backup/tables.ts';
import { quoteQualified } from '../../../core/postgres/identifiers.ts';
import { connect } from '../../../core/postgres/session.ts';
import { readContents } from '../../support/fidelity/contents.ts';
import { roles } from '../../support/fidelity/fixture.ts';
import { types } from '../../support/fidelity/types.ts';
import { createDatabase, majors, useServer } from '../../support/servers.ts';

const newest = majors.at(-1) ?? 17;
const server = useServer({ major: newest });

const tablesSql = `
  SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname IN ('types', 'more') ORDER BY 1, 2`;

/** What to_jsonb alone would lose: a cast to JSON of one's own, documents in arrays and domains, two kinds of NULL. */
const more = `
  CREATE SCHEMA more;
  CREATE EXTENSION hstore SCHEMA more;
  CREATE EXTENSION citext SCHEMA more;
  CREATE DOMAIN more.document AS json CHECK (json_typeof(VALUE) = 'object');
  CREATE DOMAIN more.settings AS jsonb NOT NULL;
  CREATE DOMAIN more.reals AS float8[];
  CREATE TABLE more.t (r integer, e text, j jsonb, p text, h more.hstore, c more.citext, d more.document,
    s more.settings, rs more.reals, js json[], jbs jsonb[], twice integer GENERATED ALWAYS AS (r * 2) STORED);
  INSERT INTO more.t VALUES
    (1, '', 'null', 'p', 'a=>1, b=>NULL, "c d"=>"{}"', 'MiXed', '{"b": 1,  "a": 1, "a": 2}', 'null', '{-0,NaN}',
     ARRAY['null', NULL, '{"a":  1}']::json[], ARRAY['null', NULL, '1.0']::jsonb[]),
    (2, NULL, NULL, NULL, NULL, NULL, NULL, '{}', NULL, NULL, NULL);`;

test('every built-in type, arrays, domains, composites and types of extensions come back bit for bit', async () => {
  const database = await createDatabase(server());
  await database.execute(`${roles}\n${types(newest)}\n${more}`);
  const session = await connect({ end: 'target', url: database.url, purpose: 'test backup' });
  const parent = mkdtempSync(join(tmpdir(), 'cutover-backup-'));
  onTestFinished(async () => {
    await session.close();
    rmSync(parent, { recursive: true, force: true });
  });
  const before = await readContents(database.url);
  const folder = join(parent, 'backup');
  const { files } = await backupTables(session, await database.query(tablesSql), folder, { toolVersion: '1' });
  const tables = await readRowTables(session, files);
  for (const [index, { schema, name, file, columns, rows, bytes, sha256 }] of files.entries()) {
    const table = tables[index];
    if (table === undefined) throw new Error(name);
    await session.execute(`TRUNCATE ${quoteQualified(schema, name)}`);
    const seen = { sha256: '', bytes: 0, rows: 0 };
    for await (const batch of readRows(join(folder, file), { bytes: 1000, rows: 3 }, seen)) {
      await session.query(insertRowsSql(table, columns), [`[${batch.join(',')}]`]);
    }
    expect(seen).toEqual({ sha256, bytes, rows });
  }
  expect(files.length).toBeGreaterThan(70);
  expect(await readContents(database.url)).toEqual(before);
});
