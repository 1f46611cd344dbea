import { expect, test } from 'vitest';
import { eventsOf, testMigration } from '../support/migration.ts';
import { createDatabase, useServer } from '../support/servers.ts';
import { expectSame, readSent } from '../support/fidelity/carry.ts';

const settings = { allow_in_place_tablespaces: 'on' };
const source = useServer({ settings });
const target = useServer({ settings });

/** A table in a tablespace that the target does not have, what hangs on it, and what has nothing to do with it. */
const schema = `
  CREATE TABLE a (id integer PRIMARY KEY, v text DEFAULT 'x');
  CREATE TABLE far (id integer PRIMARY KEY, v serial, a integer REFERENCES a) TABLESPACE fast;
  CREATE TABLE z (id serial PRIMARY KEY, a integer REFERENCES a, v text);
  CREATE VIEW of_far AS SELECT id FROM far;
  CREATE MATERIALIZED VIEW summary AS SELECT count(*) AS n FROM z;
  CREATE MATERIALIZED VIEW with_far AS SELECT count(*) AS n FROM z, far;
  CREATE INDEX z_v ON z (v);
  CREATE INDEX z_far ON z (v) TABLESPACE fast;
  CREATE INDEX far_v ON far (v);
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.v := 'touched'; RETURN NEW; END $$;
  INSERT INTO a VALUES (1); INSERT INTO far VALUES (1, 1, 1); INSERT INTO z (a, v) VALUES (1, 'as it was');
  CREATE TRIGGER z_touch BEFORE INSERT ON z FOR EACH ROW EXECUTE FUNCTION touch();
  CREATE TRIGGER far_touch BEFORE INSERT ON far FOR EACH ROW EXECUTE FUNCTION touch();
  REFRESH MATERIALIZED VIEW summary; REFRESH MATERIALIZED VIEW with_far;
`;

const objects = `
  SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
  UNION ALL SELECT t.tgname FROM pg_trigger t WHERE NOT t.tgisinternal ORDER BY 1`;

test('with keepGoing all else is made and filled, each failure is named, and a resume makes good what was lacking', async () => {
  const from = await createDatabase(source());
  await from.execute("CREATE TABLESPACE fast LOCATION ''");
  await from.execute(schema);
  const to = await createDatabase(target());
  const migration = await testMigration(from.url, to.url, { keepGoing: true });
  const end = await migration.run();
  expect(end.outcome).toBe('failed');
  for (const name of [
    'table public.far',
    'view public.of_far',
    'materialized view public.with_far',
    'index public.z_far',
  ]) {
    expect(end.verdict).toContain(`${name}: target: `);
  }
  expect(end.verdict).toContain('Tablespace "fast" does not exist');
  const named = eventsOf(migration.events, 'step.failed').map(({ id }) => id);
  expect(named).not.toContain('copy:public.far');
  expect((await to.query<{ name: string }>(objects)).map((row) => row.name)).toEqual(
    ['a', 'a_pkey', 'far_v_seq', 'summary', 'z', 'z_id_seq', 'z_pkey', 'z_touch', 'z_v'].toSorted(),
  );
  expect(await to.query('SELECT * FROM z')).toEqual([{ id: 1, a: 1, v: 'as it was' }]);
  expect(await to.query('SELECT n::integer FROM summary')).toEqual([{ n: 1 }]);
  expect(eventsOf(migration.events, 'verify.item')).toContainEqual(
    expect.objectContaining({ kind: 'table', name: 'public.far', verdict: 'missing' }),
  );

  await to.execute("CREATE TABLESPACE fast LOCATION ''");
  expect(await migration.resume()).toMatchObject({ outcome: 'verified' });
  await expectSame(await readSent(from), to, target());
});

test('without it the first failure stops what stands behind it', async () => {
  const from = await createDatabase(source());
  await from.execute("CREATE TABLESPACE slow LOCATION ''");
  await from.execute('CREATE TABLE b (id integer) TABLESPACE slow; CREATE VIEW v AS SELECT 1 AS a');
  const to = await createDatabase(target());
  const end = await (await testMigration(from.url, to.url)).run();
  expect(end).toMatchObject({ outcome: 'failed', error: { code: 'schema.object-failed' } });
  expect(await to.query(objects)).toEqual([]);
});

test('rows that cannot be copied are never passed by: what would fire for them or refuse them is not made', async () => {
  const from = await createDatabase(source());
  await from.execute(`
    CREATE FUNCTION only_here() RETURNS boolean LANGUAGE sql STABLE AS
      $$ SELECT current_setting('fidelity.refuse', true) IS DISTINCT FROM 'yes' $$;
    CREATE TABLE t (id integer, CONSTRAINT only_here CHECK (public.only_here()));
    INSERT INTO t VALUES (1);
    CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
    CREATE TRIGGER swallow BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION nothing();`);
  const to = await createDatabase(target());
  await to.execute(`ALTER DATABASE ${to.name} SET fidelity.refuse = 'yes'`);
  const migration = await testMigration(from.url, to.url, { keepGoing: true });
  expect(await migration.run()).toMatchObject({ outcome: 'failed', verdict: expect.stringContaining('copy public.t') });
  expect((await to.query<{ name: string }>(objects)).map((row) => row.name)).toEqual(['t']);
  await to.execute(`ALTER DATABASE ${to.name} RESET fidelity.refuse`);
  expect(await migration.resume()).toMatchObject({ outcome: 'verified' });
  await expectSame(await readSent(from), to, target());
});
