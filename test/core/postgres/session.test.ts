import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../../core/postgres/session.ts';
import { openSession } from '../inventory/sessions.ts';
import { proxyForTest } from '../../support/proxy.ts';
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

  await session.execute('BEGIN');
  await session.execute('COMMIT');
  await session.rollBack();
  expect(await lastQuery()).toEqual({ query: 'COMMIT' });
});

test('a transaction that has just failed is rolled back, though the server tells its state behind the error', async () => {
  const database = await createDatabase(server());
  await database.execute('CREATE TABLE public.t ()');
  const proxy = await proxyForTest(database.url);
  const session = await connect({ end: 'target', url: proxy.url(database.url), purpose: 'test' });
  onTestFinished(() => session.close());
  const held = proxy.at({ direction: 'toClient', statement: /1\/0/, message: 'ReadyForQuery' }, (link) => {
    link.stall('toClient');
  });

  const dropped = session.execute('BEGIN; DROP TABLE public.t; SELECT 1/0');
  await expect(dropped).rejects.toMatchObject({ message: expect.stringContaining('division by zero') });
  const link = await held;
  const rolledBack = session.rollBack();
  link.flow();
  await rolledBack;
  expect(await session.query("SELECT pg_catalog.to_regclass('public.t')::text AS t")).toEqual([{ t: 'public.t' }]);
});

test('a statement behind an error whose answer never ends is not sent, and ends with the connection', async () => {
  const database = await createDatabase(server());
  const proxy = await proxyForTest(database.url);
  const session = await connect({ end: 'target', url: proxy.url(database.url), purpose: 'test' });
  const held = proxy.at({ direction: 'toClient', statement: /1\/0/, message: 'ReadyForQuery' }, (link) => {
    link.stall('toClient');
  });
  await expect(session.execute('SELECT 1/0')).rejects.toMatchObject({ code: 'step.failed' });
  const link = await held;
  const next = session.execute('CREATE TABLE public.t ()');
  link.cut();
  await expect(next).rejects.toMatchObject({ code: 'connection.lost' });
});
