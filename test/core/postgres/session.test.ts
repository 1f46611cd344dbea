import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../../core/postgres/session.ts';
import { openSession } from '../inventory/sessions.ts';
import { createDatabase, query, useServer } from '../../support/servers.ts';

const server = useServer();

test('a statement whose socket breaks is a lost connection, in whatever words the system tells it', async () => {
  const database = await createDatabase(server());
  const session = await connect({ end: 'target', url: database.url, purpose: 'test' });
  const answer = session.execute('SELECT pg_catalog.pg_sleep(60)');
  session.socket.destroy(Object.assign(new Error('read EHOSTUNREACH'), { code: 'EHOSTUNREACH' }));
  await expect(answer).rejects.toMatchObject({ code: 'connection.lost', transient: true });
  // Nobody knows whether it was carried out: a second try of its own would be another one.
  await expect(session.execute('SELECT 1')).rejects.toMatchObject({ code: 'connection.lost' });
});

test('what a target confirms is on its disk, whatever its database prefers; a stricter choice stays', async () => {
  const database = await createDatabase(server());
  const setting = async () => await (await openSession('target', database.url)).query('SHOW synchronous_commit');
  await database.execute(`ALTER DATABASE ${database.name} SET synchronous_commit = off`);
  expect(await setting()).toEqual([{ synchronous_commit: 'on' }]);
  await database.execute(`ALTER DATABASE ${database.name} SET synchronous_commit = remote_apply`);
  expect(await setting()).toEqual([{ synchronous_commit: 'remote_apply' }]);
});

test('a transaction that is open is rolled back; where none is, the server is not asked', async () => {
  const database = await createDatabase(server());
  const session = await connect({ end: 'target', url: database.url, purpose: 'test' });
  onTestFinished(() => session.close());
  const last = 'SELECT query FROM pg_catalog.pg_stat_activity WHERE pid = $1';
  const lastQuery = async () => (await query(database.url, last, [session.backendPid]))[0];

  await session.execute('CREATE TABLE public.t ()');
  await session.rollBack();
  expect(await lastQuery()).toEqual({ query: 'CREATE TABLE public.t ()' });

  await session.execute('BEGIN');
  await session.execute('DROP TABLE public.t');
  await session.rollBack();
  expect(await lastQuery()).toEqual({ query: 'ROLLBACK' });

  // What is still under way decides, and a transaction that has failed is one too.
  const dropped = session.execute('BEGIN; DROP TABLE public.t; SELECT 1/0');
  const rolledBack = session.rollBack();
  await expect(dropped).rejects.toMatchObject({ message: expect.stringContaining('division by zero') });
  await rolledBack;
  expect(await session.query("SELECT pg_catalog.to_regclass('public.t')::text AS t")).toEqual([{ t: 'public.t' }]);
});
