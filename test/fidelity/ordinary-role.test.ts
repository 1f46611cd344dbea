import { expect, test } from 'vitest';
import { constraints } from '../support/fidelity/constraints.ts';
import { readContents } from '../support/fidelity/contents.ts';
import { roles } from '../support/fidelity/fixture.ts';
import { testMigration } from '../support/migration.ts';
import { createDatabase, query, useServer } from '../support/servers.ts';

const source = useServer({ major: 16 });
const target = useServer({ major: 17 });

test('a role without superuser carries rows, keys, large objects and tables under forced row security', async () => {
  const from = await createDatabase(source());
  await from.execute(`${roles} ${constraints(16)}
    CREATE TABLE keys.forced (id integer, v text); INSERT INTO keys.forced VALUES (1, 'a'), (2, 'b');
    ALTER TABLE keys.forced ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY one ON keys.forced TO fidelity_reader USING (id = 1);
    SELECT lo_from_bytea(50000, 'large'), lo_from_bytea(50001, repeat('x', 100000)::bytea);
    ALTER LARGE OBJECT 50000 OWNER TO fidelity_owner;
    GRANT SELECT ON LARGE OBJECT 50000 TO fidelity_reader;`);
  const to = await createDatabase(target());
  await query(target().url(), `CREATE ROLE mover LOGIN CREATEROLE BYPASSRLS PASSWORD '${target().password}'`);
  await query(target().url(), `ALTER DATABASE ${to.name} OWNER TO mover`);
  const migration = await testMigration(from.url, target().url('mover', to.name));
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  const [sent, arrived] = [await readContents(from.url), await readContents(to.url)];
  expect(arrived.tables).toEqual(sent.tables);
  expect(arrived.largeObjects.map((facts) => facts.split(' ').slice(0, 2))).toEqual([
    ['50000', 'mover'],
    ['50001', 'mover'],
  ]);
  expect(arrived.largeObjects[0]).toContain('fidelity_reader=SELECTfalse');
  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  expect(await readContents(to.url)).toEqual({ tables: {}, sequences: {}, largeObjects: [] });
}, 60_000);
