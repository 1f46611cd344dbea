import { expect, test } from 'vitest';
import { connect } from '../../../core/postgres/session.ts';
import { openSession } from '../inventory/sessions.ts';
import { createDatabase, useServer } from '../../support/servers.ts';

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
