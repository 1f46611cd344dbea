import { expect, test } from 'vitest';
import { eventsOf, testMigration } from '../../support/migration.ts';
import { createDatabase, useServer } from '../../support/servers.ts';

const source = useServer();
const target = useServer();

const states = 'SELECT evtname AS name, evtenabled AS enabled FROM pg_event_trigger ORDER BY 1';
const before = [
  { name: 'audit', enabled: 'A' },
  { name: 'off', enabled: 'D' },
  { name: 'refuse', enabled: 'O' },
];

test("a resume after a run that put the target's event triggers back makes what is left without firing them", async () => {
  const from = await createDatabase(source());
  await from.execute(`
    CREATE FUNCTION only_later(value integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
      BEGIN IF current_setting('test.broken', true) = 'yes' THEN RAISE 'not yet'; END IF; RETURN value; END $$;
    CREATE TABLE a (id integer PRIMARY KEY);
    CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a);
    INSERT INTO a SELECT generate_series(1, 10);
    INSERT INTO b SELECT g, g FROM generate_series(1, 10) g;
    CREATE INDEX late ON b (public.only_later(id));`);
  const to = await createDatabase(target());
  await to.execute(`
    CREATE SCHEMA kept;
    CREATE TABLE kept.log (tag text);
    CREATE FUNCTION kept.log() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO kept.log VALUES (tg_tag); END $$;
    CREATE FUNCTION kept.refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no DDL here'; END $$;
    CREATE EVENT TRIGGER audit ON ddl_command_end EXECUTE FUNCTION kept.log();
    ALTER EVENT TRIGGER audit ENABLE ALWAYS;
    CREATE EVENT TRIGGER off ON ddl_command_start EXECUTE FUNCTION kept.refuse();
    ALTER EVENT TRIGGER off DISABLE;
    CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('CREATE INDEX', 'ALTER TABLE')
      EXECUTE FUNCTION kept.refuse();
    DELETE FROM kept.log;
    ALTER DATABASE ${to.name} SET test.broken = 'yes'`);
  const migration = await testMigration(from.url, to.url, { keepGoing: true });
  expect(await migration.run()).toMatchObject({ outcome: 'failed', verdict: expect.stringContaining('not yet') });
  expect(await to.query(states)).toEqual(before);

  await to.execute(`ALTER DATABASE ${to.name} RESET test.broken`);
  // A table that is copied again loses its foreign key first, which is DDL as well.
  await from.execute('INSERT INTO a VALUES (11)');
  expect(await migration.resume()).toMatchObject({ outcome: 'verified' });
  expect(await to.query(states)).toEqual(before);
  expect(await to.query('SELECT * FROM kept.log')).toEqual([]);
  expect(await to.query('SELECT count(*)::integer AS rows FROM a')).toEqual([{ rows: 11 }]);
  const switched = eventsOf(migration.events, 'step.finished').filter(({ id }) => id.startsWith('event-trigger-on:'));
  expect(switched).toHaveLength(4);

  // The database's settings are part of what it was before the run.
  await to.execute(`ALTER DATABASE ${to.name} SET test.broken = 'yes'`);
  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  expect(await to.query(states)).toEqual(before);
});
