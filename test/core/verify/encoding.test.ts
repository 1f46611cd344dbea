import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { profileSchema, runOptionsSchema } from '../../../core/config.ts';
import { createEngine } from '../../../core/engine.ts';
import { createDatabase, query, useServer } from '../../support/servers.ts';

const server = useServer();

test('letters that are other bytes on a target with UTF8 are the same letters, and a changed one is found', async () => {
  const target = await createDatabase(server());
  const name = `${target.name}_latin`;
  await target.execute(`CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
  const source = server().url(undefined, name);
  await query(
    source,
    `CREATE TABLE people AS SELECT i AS id, 'caf' || chr(233) AS name, chr(252)::varchar(9) AS short, chr(246)::char(5) AS c,
       jsonb_build_object('k', chr(228)) AS doc, ARRAY[chr(233), NULL, ''] AS list, NULL::text AS none, i * 1.50 AS n
     FROM generate_series(1, 50) i`,
  );
  await query(source, 'ALTER TABLE people ADD PRIMARY KEY (id)');
  const stateDir = mkdtempSync(join(tmpdir(), 'cutover-encoding-'));
  onTestFinished(() => rmSync(stateDir, { recursive: true, force: true }));
  const engine = createEngine({
    profile: profileSchema.parse({ name: 'test' }),
    sourceUrl: source,
    targetUrl: target.url,
    options: runOptionsSchema.parse({}),
    stateDir,
    toolVersion: '0.0.0',
  });
  onTestFinished(() => engine.close());
  expect(await engine.run({ go: true })).toMatchObject({ outcome: 'verified' });
  expect(await target.query('SELECT name, short FROM people WHERE id = 7')).toEqual([{ name: 'café', short: 'ü' }]);
  await target.execute("UPDATE people SET name = 'cafè' WHERE id = 7");
  expect((await engine.verify()).verdict).toContain('differ: public.people (1 row named)');
});
