import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { adaptForTarget, dropStatement, identifyEntries, splitDump } from '../../../core/plan/entries.ts';
import { divideEntries } from '../../../core/plan/sections.ts';
import { dumpSchema } from '../../../core/postgres/dump/dump.ts';
import { createDatabase, majors, query, serverForTest, useServer, withClient } from '../../support/servers.ts';
import { richSchema, richServer } from './rich-schema.ts';
import { dumpBoth, replay, replayEntry, sourceSession } from './support.ts';

const settings = { allow_in_place_tablespaces: 'on' };

/** The major version of the pg_dump on PATH, where there is one. */
async function nativeMajor(): Promise<number | undefined> {
  try {
    const { stdout } = await promisify(execFile)('pg_dump', ['--version']);
    return Number(/ (\d+)/.exec(stdout)?.[1]);
  } catch {
    return undefined;
  }
}
const native = await nativeMajor();

/** Of what all versions of pg_dump write alike. */
const plainSchema = `
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE TABLE a (id serial PRIMARY KEY, b text DEFAULT $$;$$ CHECK (b <> ''), c mood[], d int GENERATED ALWAYS AS (1) STORED);
  CREATE TABLE "B b" (a int REFERENCES a ON DELETE CASCADE, at timestamptz) PARTITION BY RANGE (at);
  CREATE TABLE part PARTITION OF "B b" DEFAULT;
  CREATE VIEW v AS SELECT b FROM a;
  CREATE INDEX i ON a (lower(b)) WHERE id > 5;
  CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
  CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
  ALTER TABLE a ENABLE ROW LEVEL SECURITY;
  CREATE POLICY p ON a USING (b <> ';');
  COMMENT ON TABLE a IS 'a;b';
  GRANT SELECT (b) ON a TO PUBLIC;
  CREATE PUBLICATION pub FOR TABLE a;
`;

describe.each(majors)('PostgreSQL %i', (major) => {
  const server = useServer({ major, settings });
  beforeAll(async () => {
    for (const statement of richServer) await query(server().url(), statement);
  });

  test('a schema that is replayed entry by entry dumps to the same text again', async () => {
    const source = await createDatabase(server());
    const target = await createDatabase(server());
    await source.execute(richSchema(major));
    // What pg_dump takes for granted, whatever the source: a public schema as initdb makes it since 15.
    if (major < 15) await target.execute('REVOKE CREATE ON SCHEMA public FROM PUBLIC');

    const dump = await dumpBoth(source.url);
    await replay(target.url, dump, major * 10_000);

    expect(await dumpBoth(target.url)).toEqual(dump);
    expect(splitDump(dump.pre + dump.post).entries.filter((entry) => entry.name === 'fake')).toEqual([]);
    // Lines of a function's body, which are not psql's.
    expect(dump.pre).toContain('\n\\restrict stays\n\\unrestrict stays too\n\\Restrict this as well\n');
    expect(dump.pre.match(/^\\(?:un)?restrict/gm)).toHaveLength(2);
  });

  test('a whole dump is divided into what pg_dump itself writes as its two sections', async () => {
    const source = await createDatabase(server());
    await source.execute(richSchema(major));
    const session = await sourceSession(source.url);

    const whole = splitDump(await dumpSchema(session, { owners: true })).entries;
    const { preData, postData } = divideEntries(whole);

    const sections = await dumpBoth(source.url);
    expect(preData).toEqual(splitDump(sections.pre).entries);
    expect(postData).toEqual(splitDump(sections.post).entries);
    expect(postData.length).toBeGreaterThan(10);
  });

  if (native !== undefined && native >= major && native <= 18) {
    test('the built-in pg_dump writes the same statements as the native one', async () => {
      const database = await createDatabase(server());
      await database.execute(plainSchema);
      const session = await sourceSession(database.url);
      for (const section of ['pre-data', 'post-data'] as const) {
        // Without owners: ALTER TABLE … OWNER TO serves for every relation in older versions of pg_dump.
        const dump = async (program: 'built-in' | 'native') => {
          const { settings: head, entries } = splitDump(await dumpSchema(session, { section, owners: false, program }));
          return { settings: head.map((each) => adaptForTarget(each, major * 10_000)).filter(Boolean), entries };
        };
        const builtIn = await dump('built-in');
        expect(builtIn.entries.length).toBeGreaterThan(3);
        expect(builtIn).toEqual(await dump('native'));
      }
    });
  }
});

describe('steps back', () => {
  const server = useServer({ settings });
  beforeAll(async () => {
    for (const statement of richServer) await query(server().url(), statement);
  });

  test('what was put on a table is taken off by its drop statement, and put back by the entry', async () => {
    const database = await createDatabase(server());
    await database.execute(richSchema(17));
    const dump = await dumpBoth(database.url);
    const onTables = splitDump(dump.post).entries.filter(
      // An attached index cannot be dropped without its parent's.
      (entry) => entry.schema !== undefined && !entry.name.startsWith('events') && dropStatement(entry) !== undefined,
    );
    const types = new Set(onTables.map((entry) => entry.type));
    expect([...types].sort()).toEqual([
      'CHECK CONSTRAINT',
      'CONSTRAINT',
      'FK CONSTRAINT',
      'INDEX',
      'POLICY',
      'PUBLICATION TABLE',
      'ROW SECURITY',
      'RULE',
      'STATISTICS',
      'TRIGGER',
    ]);
    await withClient(database.url, async (client) => {
      // A view that groups by a primary key depends on it.
      await client.query('DROP VIEW depends_on_key; SET check_function_bodies = off');
      await client.query("SELECT pg_catalog.set_config('search_path', '', false)");
      for (const entry of onTables.toReversed()) await client.query(dropStatement(entry) as string);
    });
    const bare = identifyEntries(splitDump((await dumpBoth(database.url)).post).entries);
    const ids = new Set(bare.map((entry) => entry.id));
    expect(identifyEntries(onTables).filter((entry) => ids.has(entry.id))).toEqual([]);

    await withClient(database.url, async (client) => {
      await client.query("SET check_function_bodies = off; SELECT pg_catalog.set_config('search_path', '', false)");
      for (const entry of onTables) await replayEntry(entry, (sql) => client.query(sql));
    });
    const again = splitDump((await dumpBoth(database.url)).post).entries;
    const view = 'depends_on_key _RETURN';
    expect(again).toEqual(splitDump(dump.post).entries.filter((entry) => entry.name !== view));
  });

  test('what is in no schema is taken back by its drop statement', async () => {
    const database = await createDatabase(server());
    await database.execute(richSchema(17));
    const dump = await dumpBoth(database.url);
    const loose = splitDump(dump.pre + dump.post).entries.filter((entry) => entry.schema === undefined);
    const droppable = loose.filter((entry) => dropStatement(entry) !== undefined);
    const left = new Set(loose.filter((entry) => !droppable.includes(entry)).map((entry) => entry.type));
    expect([...left].sort()).toEqual(['ACL', 'COMMENT', 'DEFAULT ACL']);

    await withClient(database.url, async (client) => {
      for (const entry of droppable.toReversed()) await client.query(dropStatement(entry) as string);
    });
    const bare = await dumpBoth(database.url);
    const types = new Set(droppable.map((entry) => entry.type));
    expect(splitDump(bare.pre + bare.post).entries.filter((entry) => types.has(entry.type))).toEqual([]);
  });
});

describe('another major version', () => {
  const older = useServer({ major: 15 });

  test('names that became reserved words later survive with quoteAll', async () => {
    const newer = await serverForTest({ major: 18 });
    const source = await createDatabase(older());
    const target = await createDatabase(newer);
    await source.execute(`
      CREATE TABLE t (system_user text CHECK (system_user <> 'x'), a int);
      CREATE INDEX i ON t (system_user);
      CREATE VIEW v AS SELECT system_user, a FROM t`);
    await replay(target.url, await dumpBoth(source.url, { quoteAll: true }), 180_000);
    // Taken for the keyword, it would be the name of the login, and the row would pass.
    await expect(target.execute(`INSERT INTO t VALUES ('x')`)).rejects.toThrow('violates check constraint');
  });
});
