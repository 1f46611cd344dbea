import { expect, test } from 'vitest';
import { proveDifferent, readIdentity, sameDatabase, type ServerIdentity } from '../../../core/inventory/identity.ts';
import { createDatabase, useServer } from '../../support/servers.ts';
import { openSession } from './sessions.ts';

const server = useServer();
const another = useServer({ major: 15 });

async function prove(source: string, target: string) {
  return proveDifferent(await openSession('source', source), await openSession('target', target));
}

test('one database is recognised over TCP and a socket, by roles without rights, and no lock stays behind', async () => {
  const database = await createDatabase(server());
  await database.execute(`CREATE ROLE plain LOGIN PASSWORD '${server().password}';
    REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC`);
  const proof = await prove(
    server().socketUrl(server().superuser, database.name),
    server().url('plain', database.name),
  );
  expect(proof).toMatchObject({ verdict: 'same', detail: expect.stringContaining('lock taken on the target is seen') });
  expect(proof.target.systemIdentifier).toBeUndefined();
  expect(proof.source.systemIdentifier).toMatch(/^\d+$/);
  expect(await database.query("SELECT FROM pg_locks WHERE locktype = 'advisory'")).toEqual([]);
});

test('two databases of one server are different, and so are two servers', async () => {
  const [one, two] = [await createDatabase(server()), await createDatabase(server())];
  expect((await prove(one.url, two.url)).verdict).toBe('different');
  const far = await createDatabase(another());
  expect((await prove(one.url, far.url)).verdict).toBe('different');
});

test('the identity names database and server', async () => {
  const database = await createDatabase(server());
  const identity = await readIdentity(await openSession('source', database.url));
  const [row] = await database.query<{ oid: number; id: string }>(
    `SELECT d.oid, (SELECT system_identifier::text FROM pg_control_system()) AS id
     FROM pg_database d WHERE datname = current_database()`,
  );
  expect(identity).toMatchObject({
    databaseName: database.name,
    databaseOid: row?.oid,
    systemIdentifier: row?.id,
    serverAddress: '127.0.0.1',
    serverPort: server().port,
    inRecovery: false,
  });
  expect(JSON.parse(JSON.stringify(identity))).toEqual(identity);
});

const known: ServerIdentity = {
  systemIdentifier: '1',
  databaseOid: 5,
  databaseName: 'd',
  postmasterStart: '100.5',
  serverAddress: undefined,
  serverPort: undefined,
  inRecovery: false,
  dataChecksums: false,
};

test.each<[string, Partial<ServerIdentity>, Partial<ServerIdentity>, string]>([
  ['a server and itself', {}, {}, 'same'],
  [
    'a server and itself, identifiers unreadable',
    { systemIdentifier: undefined },
    { systemIdentifier: undefined },
    'same',
  ],
  ['a standby and its primary', { inRecovery: true, postmasterStart: '7' }, {}, 'same'],
  [
    'a standby and another database of its primary',
    { inRecovery: true, postmasterStart: '7' },
    { databaseOid: 6 },
    'different',
  ],
  ['a promoted copy and its original', { postmasterStart: '7' }, {}, 'different'],
  ['strangers', { systemIdentifier: '2', postmasterStart: '7', inRecovery: true }, {}, 'different'],
  ['a standby of who knows', { systemIdentifier: undefined, inRecovery: true, postmasterStart: '7' }, {}, 'unknown'],
  ['two primaries, identifiers unreadable', { systemIdentifier: undefined, postmasterStart: '7' }, {}, 'different'],
])('%s', (_, a, b, expected) => {
  expect(sameDatabase({ ...known, ...a }, { ...known, ...b })).toBe(expected);
  expect(sameDatabase({ ...known, ...b }, { ...known, ...a })).toBe(expected);
});
