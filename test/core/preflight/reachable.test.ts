import { createSocket } from 'node:dgram';
import dns from 'node:dns/promises';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { sentence } from '../../../core/preflight/words.ts';
import { connectionError } from '../../../core/postgres/connection-errors.ts';
import { sourceReachableCheck, targetReachableCheck } from '../../../core/preflight/reachable.ts';
import type { FinishedCheck } from '../../../core/preflight/types.ts';
import { answering, fatal, message, sasl } from '../../support/answering.ts';
import { createAuthority, openssl, selfSigned } from '../../support/certificates.ts';
import { createDatabase, query, useServer, withClient } from '../../support/servers.ts';
import { configFor, createRole, verdictOf } from './ends.ts';
import { expectRed } from './words.ts';

const server = useServer({ settings: { max_connections: '8', superuser_reserved_connections: '4' } });

/** The verdict on a source at `url`, beside a target that answers. */
async function reach(url: string): Promise<FinishedCheck> {
  const verdict = await verdictOf(sourceReachableCheck, configFor({ sourceUrl: url, targetUrl: server().url() }));
  expect(verdict.severity).toBe('blocker');
  return verdict;
}

async function expectTold(url: string, cause: string, also?: Parameters<typeof expectRed>[2]): Promise<void> {
  await expectRed(await reach(url), cause, also);
}

const at = (port: number, rest = ''): string => `postgres://operator:secret@127.0.0.1:${port}/app${rest}`;

describe('the network', () => {
  test('a port where nobody listens', () => expectTold(at(1), 'wrong port, nobody listens'));

  test('a port of a web server, with and without TLS', async () => {
    const port = await answering({ greeting: 'HTTP/1.1 400 Bad Request\r\n\r\n' });
    await expectTold(at(port), 'wrong port, of a web server');
    expect((await reach(at(port, '?sslmode=disable'))).detail).toContain('a web server answers');
  });

  test('a port of something else, and one that says nothing', async () => {
    const port = await answering({ greeting: 'SSH-2.0-OpenSSH_9.9\r\n' });
    expect((await reach(at(port))).detail).toContain('an SSH server answers');
    await expectTold(at(await answering({}), '?connect_timeout=1'), 'takes the connection, does not answer');
  });

  test('a socket folder without a server', () =>
    expectTold('postgres://operator@/app?host=/nowhere/at/all', 'no socket of a server'));

  test('a server that hangs up while the connection is being made', async () => {
    const port = await answering({ startup: (socket) => socket.destroy() });
    await expectTold(at(port), 'cut while it was being made');
  });

  test('a host with IPv6 alone, by its name', async () => {
    await answerDns({ ipv6: true });
    await expectTold(
      'postgres://postgres:x@db.abcdefghijklmnopqrst.supabase.co:5432/postgres',
      'IPv6 only, of Supabase',
    );
  });

  test('a host with IPv6 alone, by its address', () =>
    expectTold('postgres://postgres:x@[2001:db8::1]:5432/postgres?connect_timeout=1', 'IPv6 only, by its address'));

  test('a Supabase project that has no name in the DNS any more: paused', async () => {
    await answerDns({ ipv6: false });
    await expectTold('postgres://postgres:x@db.abcdefghijklmnopqrst.supabase.co:5432/postgres', 'paused project');
  });

  test.for([
    ['ENOTFOUND', 'getaddrinfo ENOTFOUND', 'DNS, no such host', 'there is no host named db.example.org'],
    ['EAI_AGAIN', 'getaddrinfo EAI_AGAIN', 'DNS, no answer', 'the DNS of this machine gives no answer'],
    ['ENETUNREACH', 'connect ENETUNREACH', 'no route', 'db.example.org:5432 cannot be reached from this machine'],
    ['', 'timeout expired', 'a firewall drops the packets', 'db.example.org:5432 does not answer'],
  ] as const)('%s: %s', async ([code, text, cause, words]) => {
    const error = Object.assign(new Error(text), { code });
    const place = { host: 'db.example.org', port: 5432, user: 'operator', database: 'app' };
    const failure = connectionError(error, 'source', place, { connected: false, greeting: undefined });
    expect(failure.message).toContain(words);
    const { id, title, severity } = sourceReachableCheck;
    const told = { detail: sentence(failure.message), fix: failure.hint };
    await expectRed({ id, title, severity, verdict: 'fail', ...told }, cause);
  });
});

describe('user, password and database', () => {
  test('a wrong password', async () => {
    await expectTold(`postgres://postgres:wrong@127.0.0.1:${server().port}/postgres`, 'wrong password');
    const url = `postgres://postgres:wrong@127.0.0.1:${server().port}/postgres`;
    const target = await verdictOf(targetReachableCheck, configFor({ sourceUrl: server().url(), targetUrl: url }));
    await expectRed(target, 'wrong password');
  });

  test('no password where one is asked for', () =>
    expectTold(`postgres://postgres@127.0.0.1:${server().port}/postgres`, 'no password'));

  test('a role that may not log in', async () => {
    const database = await createDatabase(server());
    const role = await createRole(server(), database);
    await database.execute(`ALTER ROLE ${role.name} NOLOGIN`);
    await expectTold(role.url, 'role may not log in');
  });

  test('a database that is not there, is closed, or is not for this role', async () => {
    await expectTold(server().url('postgres', 'no_such_database'), 'no such database');
    const database = await createDatabase(server());
    const role = await createRole(server(), database);
    await database.execute(`REVOKE CONNECT ON DATABASE ${database.name} FROM PUBLIC`);
    await expectTold(role.url, 'no CONNECT on the database');
    await query(server().url(), `ALTER DATABASE ${database.name} ALLOW_CONNECTIONS false`);
    await expectTold(database.url, 'database is closed');
    await query(server().url(), `ALTER DATABASE ${database.name} ALLOW_CONNECTIONS true`);
  });

  test('a login by SASL that cannot be had, and a pooler that refuses it', async () => {
    await expectTold(at(await answering({ startup: sasl('SCRAM-SHA-1') })), 'SASL, unknown mechanism');
    const refuses = await answering({ startup: fatal('08P01', 'SASL authentication failed') });
    await expectTold(at(refuses), 'SASL, refused by a pooler');
    const forged = await answering({ startup: forgedScram });
    expect((await reach(at(forged))).detail).toContain('could not prove that it knows the password');
  });

  test('too many connections: of the role, of the database, of the server', async () => {
    const database = await createDatabase(server());
    const role = await createRole(server(), database, 'CONNECTION LIMIT 0');
    await expectTold(role.url, 'too many connections of the role');
    await database.execute(`ALTER ROLE ${role.name} CONNECTION LIMIT -1`);
    await database.execute(`ALTER DATABASE ${database.name} CONNECTION LIMIT 0`);
    await expectTold(role.url, 'too many connections of the database');
    await query(server().url(), `ALTER DATABASE ${database.name} CONNECTION LIMIT -1`);
    const full = async (left: number): Promise<void> =>
      left === 0
        ? expectTold(role.url, 'too many connections of the server')
        : withClient(database.url, () => full(left - 1));
    await full(4);
  });

  test('a server that is starting up', async () => {
    const port = await answering({ startup: fatal('57P03', 'the database system is starting up') });
    await expectTold(at(port), 'server is starting up');
  });
});

test.for([
  ['XX000', 'Tenant or user not found', 'pooler, project paused or unknown'],
  ['XX000', '(ENOTFOUND) tenant/user postgres.abc not found', 'pooler, project paused or unknown'],
  [
    'XX000',
    '(ENOIDENTIFIER) no tenant identifier provided (external_id or sni_hostname required)',
    'pooler, user without project',
  ],
  [
    'XX000',
    '(EMAXCLIENTSESSION) max clients reached in session mode - max clients are limited to pool_size: 15',
    'pooler is full',
  ],
  ['XX000', '(ECIRCUITBREAKER) too many failed attempts', 'pooler, too many failed logins'],
  ['XX000', '(EADDRNOTALLOWED) address not in tenant allow_list: {10, 0, 0, 1}', 'pooler, address is not let in'],
  [
    'XX000',
    '(EAUTHQUERY) authentication query failed: connection to database not available',
    'pooler without its database',
  ],
] as const)('the pooler of Supabase says %s %s', async ([state, text, cause]) => {
  await expectTold(at(await answering({ startup: fatal(state, text) })), cause);
});

describe.runIf(openssl)('TLS', () => {
  const secure = useServer({ settings: { ssl: 'off' } });

  beforeAll(async () => {
    const hba = [
      'hostnossl all tls_only all reject',
      'hostssl all with_certificate all scram-sha-256 clientcert=verify-ca',
      'host all kept_out all reject',
      'host all all all scram-sha-256',
    ];
    await write(join(secure().folder, 'data', 'pg_hba.conf'), hba.join('\n'));
    await query(secure().url(), 'SELECT pg_reload_conf()');
  });

  async function write(file: string, text: string): Promise<void> {
    // By the server itself, so that the file belongs to its account.
    const lines = `SELECT pg_catalog.regexp_split_to_table($$${text.trim()}$$, E'\\n')`;
    await query(secure().url(), `COPY (${lines}) TO PROGRAM 'umask 077; cat > ${file}'`);
  }

  test('a server without TLS, where it is asked for', () =>
    expectTold(`${secure().url()}?sslmode=require`, 'TLS is not offered'));

  test('a certificate that nobody vouches for', async () => {
    const port = await answering({ tls: await selfSigned() });
    const { file } = await createAuthority();
    await expectTold(at(port, `?sslmode=verify-full&sslrootcert=${file}`), 'TLS, self-signed certificate');
  });

  test('a certificate of another authority, for another name, or out of date', async () => {
    const [ours, other] = [await createAuthority(), await createAuthority()];
    const full = `?sslmode=verify-full&sslrootcert=${ours.file}`;
    const foreign = await answering({ tls: await other.sign({ name: 'IP:127.0.0.1' }) });
    await expectTold(at(foreign, full), 'TLS, another authority');
    const named = await answering({ tls: await ours.sign({ name: 'DNS:db.example.org' }) });
    await expectTold(at(named, full), 'TLS, another name');
    const late = await answering({ tls: await ours.sign({ name: 'IP:127.0.0.1', expired: true }) });
    await expectTold(at(late, full), 'TLS, expired certificate');
  });

  test('versions of TLS that have nothing in common', async () => {
    const tls = { ...(await selfSigned()), maxVersion: 'TLSv1.1' } as const;
    await expectTold(at(await answering({ tls }), '?sslmode=require'), 'TLS, no version in common');
  });

  test('a file that is no certificate, and one that is not there', async () => {
    const { keyFile } = await selfSigned();
    const port = await answering({ tls: await selfSigned() });
    await expectTold(at(port, `?sslmode=require&sslcert=${keyFile}&sslkey=${keyFile}`), 'TLS, a file cannot be used');
    expect((await reach(at(port, '?sslmode=verify-full&sslrootcert=/no/such/file.pem'))).detail).toContain(
      'does not exist',
    );
  });

  test('a server that takes this user with TLS only, with a certificate only, or not at all', async () => {
    const authority = await createAuthority();
    const own = await authority.sign({ name: 'IP:127.0.0.1' });
    const files = { ssl_ca_file: authority.pem, ssl_cert_file: own.cert, ssl_key_file: own.key };
    for (const [setting, pem] of Object.entries(files)) {
      const file = join(secure().folder, `${setting}.pem`);
      await write(file, pem);
      await query(secure().url(), `ALTER SYSTEM SET ${setting} = '${file}'`);
    }
    await query(secure().url(), 'ALTER SYSTEM SET ssl = on');
    for (const role of ['tls_only', 'with_certificate', 'kept_out']) {
      await query(secure().url(), `CREATE ROLE ${role} LOGIN PASSWORD '${secure().password}'`);
    }
    await secure().restart();
    await expectTold(`${secure().url('tls_only')}?sslmode=disable`, 'TLS only');
    await expectTold(`${secure().url('with_certificate')}?sslmode=require`, 'TLS, certificate of the client');
    await expectTold(secure().url('kept_out'), 'pg_hba.conf does not let in');
    expect(await reach(`${secure().url('tls_only')}?sslmode=verify-full&sslrootcert=${authority.file}`)).toMatchObject({
      verdict: 'pass',
      detail: expect.stringContaining('with TLS'),
    });
  });
});

/** SCRAM to its end, with a signature that was made without the password. [RFC 5802] */
function forgedScram(socket: Socket): void {
  const part = (kind: number, text: string): Buffer => {
    const head = Buffer.alloc(4);
    head.writeInt32BE(kind);
    return message('R', Buffer.concat([head, Buffer.from(text)]));
  };
  socket.once('data', (bytes) => {
    const nonce = /r=([^,\0]+)/.exec(bytes.toString('latin1'))?.[1] ?? '';
    socket.once('data', () => socket.write(part(12, `v=${Buffer.alloc(32).toString('base64')}`)));
    socket.write(part(11, `r=${nonce}ours,s=${Buffer.from('salt').toString('base64')},i=4096`));
  });
  sasl('SCRAM-SHA-256')(socket);
}

/** A name server that knows every name, with an IPv6 address or with none; for the test that is running. */
async function answerDns({ ipv6 }: { readonly ipv6: boolean }): Promise<void> {
  const socket = createSocket('udp4');
  const before = dns.getServers();
  socket.on('message', (question, from) => {
    // Up to the end of the one question: its name, type and class.
    const end = question.indexOf(0, 12) + 5;
    const answer = Buffer.from(question.subarray(0, end));
    const found = ipv6 && answer.readUInt16BE(end - 4) === 28;
    answer.writeUInt16BE(0x8180, 2);
    answer.writeUInt16BE(found ? 1 : 0, 6);
    answer.fill(0, 8, 12);
    const record = Buffer.from('c00c001c00010000003c001020010db8000000000000000000000001', 'hex');
    socket.send(found ? Buffer.concat([answer, record]) : answer, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  dns.setServers([`127.0.0.1:${socket.address().port}`]);
  onTestFinished(() => {
    dns.setServers(before);
    socket.close();
  });
}
