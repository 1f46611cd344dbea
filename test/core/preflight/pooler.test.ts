import { once } from 'node:events';
import { connect as connectSocket, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { sourcePoolerCheck, targetPoolerCheck } from '../../../core/preflight/pooler.ts';
import { readOnlyCheck } from '../../../core/preflight/read-only.ts';
import { snapshotCheck } from '../../../core/preflight/snapshot.ts';
import { timeoutsCheck } from '../../../core/preflight/timeouts.ts';
import { useServer } from '../../support/servers.ts';
import { configFor, configOf, createEnds, createRole, verdictOf } from './ends.ts';
import { redVerdict } from './words.ts';
import { startTransactionPooler } from './transaction-pooler.ts';

const first = useServer();
const second = useServer();

async function pooledUrl(url: string, options: { reset?: boolean; inTurn?: boolean } = {}): Promise<string> {
  const pooled = new URL(url);
  pooled.port = String((await startTransactionPooler(url, options)).port);
  return pooled.href;
}

test.for([
  { check: sourcePoolerCheck, inTurn: false, evidence: 'Two connections were given the same backend' },
  { check: targetPoolerCheck, inTurn: false, evidence: 'Two connections were given the same backend' },
  { check: sourcePoolerCheck, inTurn: true, evidence: 'One connection moved from backend' },
] as const)(
  '$check.id: a pooler in transaction mode is found out on any port, backends in turn: $inTurn',
  async ({ check, inTurn, evidence }) => {
    const ends = await createEnds(first(), second());
    const config = configFor({
      sourceUrl: await pooledUrl(ends.source.url, { inTurn }),
      targetUrl: await pooledUrl(ends.target.url, { inTurn }),
    });
    const cause = inTurn ? 'a pooler in transaction mode, backends in turn' : 'a pooler in transaction mode';
    expect(await redVerdict(check, config, cause)).toMatchObject({
      severity: 'blocker',
      verdict: 'fail',
      detail: expect.stringContaining(evidence),
      fix: expect.stringContaining('session pooler'),
    });
  },
);

test('settings that a pooler forgets show in the read-only proof', async () => {
  const ends = await createEnds(first(), second());
  const config = configFor({
    sourceUrl: await pooledUrl(ends.source.url, { reset: true }),
    targetUrl: ends.target.url,
  });
  expect(await redVerdict(readOnlyCheck, config, 'a pooler that forgets settings')).toMatchObject({
    severity: 'blocker',
    verdict: 'fail',
    detail: 'transaction_read_only is off, and a CREATE TABLE was accepted, and rolled back.',
  });
  expect(await ends.source.query("SELECT to_regclass('public.cutover_read_only_proof') AS left_behind")).toEqual([
    { left_behind: null },
  ]);
});

test("a role's own timeouts are named when they are lifted, and red where they come back", async () => {
  const ends = await createEnds(first(), second());
  const role = await createRole(first(), ends.source);
  await ends.source.execute(`ALTER ROLE ${role.name} SET statement_timeout = '2min'`);
  const direct = configFor({ sourceUrl: role.url, targetUrl: ends.target.url });
  expect(await verdictOf(timeoutsCheck, direct)).toMatchObject({
    severity: 'info',
    verdict: 'pass',
    detail: expect.stringContaining('statement_timeout = 120000 ms on the source'),
  });
  const pooled = configFor({ sourceUrl: await pooledUrl(role.url, { reset: true }), targetUrl: ends.target.url });
  expect(await redVerdict(timeoutsCheck, pooled, 'a pooler that forgets settings')).toMatchObject({
    verdict: 'fail',
    detail: 'Still on in sessions of cutover: statement_timeout = 120000 ms on the source.',
  });
});

test('a snapshot that a second session cannot import is red', async () => {
  const ends = await createEnds(first(), second());
  const role = await createRole(first(), ends.source);
  await ends.target.execute(`CREATE ROLE ${role.name} LOGIN PASSWORD '${first().password}'`);
  await ends.target.execute(`CREATE DATABASE ${ends.source.name}`);
  const ports = [first().port, second().port];
  const sourceUrl = new URL(role.url);
  sourceUrl.port = String(await startBalancer(ports));
  // Asking for TLS first would take a connection of its own.
  sourceUrl.searchParams.set('sslmode', 'disable');
  expect(
    await redVerdict(
      snapshotCheck,
      configFor({ sourceUrl: sourceUrl.href, targetUrl: ends.target.url }),
      'a load balancer before two servers',
      [[/snapshot "[^"]+"/g, 'snapshot "00000003-0000001B-1"']],
    ),
  ).toMatchObject({
    severity: 'blocker',
    verdict: 'fail',
    detail: expect.stringContaining('could not be exported and imported'),
    fix: expect.stringContaining('both sessions to the same server'),
  });
});

test('port 6543 is refused without a proof', async () => {
  const ends = await createEnds(first(), second());
  const config = configOf(ends);
  const session = { address: { port: 6543 } };
  const verdict = await sourcePoolerCheck.run({
    config,
    runId: '0a1b2c3d',
    signal: new AbortController().signal,
    emit: () => undefined,
    remainingMs: () => 1000,
    session: () => Promise.resolve(session as never),
    inventory: () => Promise.reject(new Error('not needed')),
    carried: () => Promise.reject(new Error('not needed')),
    folder: () => Promise.reject(new Error('not needed')),
  });
  expect(verdict).toMatchObject({ verdict: 'fail', detail: expect.stringContaining('6543') });
});

/** Hands connections to the servers in turn, as a load balancer before a primary and its copies does. */
async function startBalancer(ports: readonly number[]): Promise<number> {
  let connections = 0;
  const server = createServer((client) => {
    const upstream = connectSocket(ports[connections % ports.length] ?? 0, '127.0.0.1');
    connections += 1;
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
