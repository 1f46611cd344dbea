import { describe, expect, test } from 'vitest';
import { splitDump } from '../../../core/plan/entries.ts';
import { dumpSchema } from '../../../core/postgres/dump/dump.ts';
import { createDatabase, query, useServer, withClient } from '../../support/servers.ts';
import { rejection, sourceSession } from './support.ts';

const preData = { section: 'pre-data', owners: true } as const;

describe('what a dump is asked for', () => {
  const server = useServer();

  test('schemas that were not chosen stay out, whatever their names; what is in no schema comes along', async () => {
    const database = await createDatabase(server());
    await database.execute(`
      CREATE SCHEMA app; CREATE TABLE app.kept ();
      CREATE SCHEMA "App"; CREATE TABLE "App".left_out ();
      CREATE SCHEMA "a.*"; CREATE TABLE "a.*".left_out ();
      CREATE SCHEMA "say ""x"" $1?"; CREATE TABLE "say ""x"" $1?".left_out ();
      CREATE SCHEMA "größe"; CREATE TABLE "größe".left_out ();
      CREATE TABLE public.also_kept (); CREATE SCHEMA app_before_1; CREATE TABLE app_before_1.left_out ();
      CREATE EXTENSION hstore SCHEMA "App"; CREATE PUBLICATION all_of_it FOR ALL TABLES;`);
    const session = await sourceSession(database.url);
    const tables = (sql: string) =>
      splitDump(sql)
        .entries.filter((entry) => entry.type === 'TABLE')
        .map((entry) => entry.name);

    const chosen = await dumpSchema(session, { ...preData, schemas: ['app', 'public'] });
    expect(tables(chosen)).toEqual(['kept', 'also_kept']);
    expect(chosen).toContain('CREATE EXTENSION IF NOT EXISTS hstore');

    const excluded = await dumpSchema(session, { ...preData, excludeSchemas: ['a.*', 'App', 'say "x" $1?', 'größe'] });
    expect(tables(excluded).sort()).toEqual(['also_kept', 'kept', 'left_out']);
    expect(excluded).toContain('CREATE TABLE app_before_1.left_out');

    const post = await dumpSchema(session, { section: 'post-data', owners: true, schemas: ['app'] });
    expect(post).toContain('CREATE PUBLICATION all_of_it');
  });

  test('without owners no object is given to anybody', async () => {
    const database = await createDatabase(server());
    await database.execute('CREATE TABLE t ()');
    const session = await sourceSession(database.url);
    const dump = await dumpSchema(session, { section: 'pre-data', owners: false });
    expect(dump).not.toContain('OWNER TO');
    expect(splitDump(dump).entries).toMatchObject([{ name: 't', owner: undefined }]);
  });

  test('a dump on an exported snapshot sees what the exporter sees', async () => {
    const database = await createDatabase(server());
    await database.execute('CREATE TABLE before_it ()');
    await withClient(database.url, async (exporter) => {
      await exporter.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const { rows } = await exporter.query<{ id: string }>('SELECT pg_catalog.pg_export_snapshot() AS id');
      await database.execute('CREATE TABLE after_it ()');
      const session = await sourceSession(database.url);
      const dump = await dumpSchema(session, { ...preData, snapshot: rows[0]?.id ?? '' });
      expect(splitDump(dump).entries.map((entry) => entry.name)).toEqual(['before_it']);
    });
    const session = await sourceSession(database.url);
    const error = await rejection(dumpSchema(session, { ...preData, snapshot: '00000003-0000001B-1' }));
    expect(error).toMatchObject({ code: 'source.snapshot-lost' });
  });

  test('no transaction, lock or prepared statement is left behind, and the session still answers', async () => {
    const database = await createDatabase(server());
    await database.execute('CREATE TABLE t (id int PRIMARY KEY)');
    const session = await sourceSession(database.url);
    await dumpSchema(session, preData);
    await dumpSchema(session, { section: 'post-data', owners: true });
    expect(await session.query('SELECT count(*) AS prepared FROM pg_catalog.pg_prepared_statements')).toEqual([
      { prepared: '0' },
    ]);
    const [left] = await query<{ state: string; locks: string }>(
      database.url,
      `SELECT state, (SELECT count(*) FROM pg_catalog.pg_locks l WHERE l.pid = a.pid) AS locks
       FROM pg_catalog.pg_stat_activity a WHERE pid = $1`,
      [session.backendPid],
    );
    expect(left).toEqual({ state: 'idle', locks: '0' });
  });

  test('hundreds of tables, with requests and answers of many packets, come out whole', async () => {
    const database = await createDatabase(server());
    await database.execute(`
      DO $$ BEGIN
        FOR i IN 1..400 LOOP
          EXECUTE pg_catalog.format('CREATE TABLE a_table_with_a_rather_long_name_%s (a int, b text DEFAULT %L)', i, pg_catalog.repeat('x;', 2000));
        END LOOP;
      END $$`);
    const session = await sourceSession(database.url);
    const dump = await dumpSchema(session, preData);
    expect(new Set(splitDump(dump).entries.map((entry) => entry.sql)).size).toBe(400);
    expect(dump.endsWith('-- PostgreSQL database dump complete\n--\n\n')).toBe(true);
  });
});
