import { expect, test } from 'vitest';
import { isOlder, serviceVersionsCheck } from '../../../core/preflight/service-versions.ts';
import { sourceApiCheck, targetApiCheck } from '../../../core/preflight/supabase-api.ts';
import type { Check, FinishedCheck } from '../../../core/preflight/types.ts';
import { keyKind } from '../../../core/supabase/api.ts';
import { refOfApi, refOfDatabase, refOfKey } from '../../../core/supabase/project.ts';
import { jwtKey, startStorageApi } from '../../support/storage-api.ts';
import { useServer } from '../../support/servers.ts';
import { configFor, verdictOf } from './ends.ts';
import { expectRed, redVerdict } from './words.ts';

const server = useServer();

const serviceKey = jwtKey({ role: 'service_role' });

async function startApi(refusedBy: 'gateway' | 'server' = 'server'): Promise<string> {
  return startStorageApi({ serviceKey, refusedBy });
}

async function verdict(check: Check, url: string, key: string, sourceUrl = ''): Promise<FinishedCheck> {
  const access = { url, serviceKey: key };
  const { id, title, severity } = check;
  const found = await check.run({
    config: configFor({ sourceUrl, targetUrl: '', supabase: { source: access, target: access } }),
    runId: '0a1b2c3d',
    signal: new AbortController().signal,
    emit: () => undefined,
    remainingMs: () => 20_000,
    session: () => Promise.reject(new Error('not needed')),
    inventory: () => Promise.reject(new Error('not needed')),
    carried: () => Promise.reject(new Error('not needed')),
    folder: () => Promise.reject(new Error('not needed')),
  });
  return { id, title, severity, ...found };
}

test('the service key lists the buckets', async () => {
  expect(await verdict(sourceApiCheck, await startApi(), serviceKey)).toMatchObject({
    verdict: 'pass',
    detail: expect.stringContaining('lists 2 buckets for the service key'),
  });
});

test("another project's key is refused, and is not repeated", async () => {
  const wrong = jwtKey({ role: 'service_role', ref: 'elsewhere' });
  const red = await verdict(sourceApiCheck, await startApi(), wrong);
  expect(red).toMatchObject({
    verdict: 'fail',
    detail: expect.stringContaining('refuses the key: signature verification failed (HTTP 400)'),
    fix: expect.stringContaining('service_role (secret) key of this very project'),
  });
  expect(JSON.stringify(red)).not.toContain(wrong);
  await expectRed(red, 'a key that the API refuses');
  await expectRed(await verdict(targetApiCheck, await startApi(), wrong), 'a key that the API refuses');
});

test('a project that is paused is said to be paused', async () => {
  const url = await startStorageApi({ serviceKey, refusedBy: 'server', status: 540 });
  const red = await verdict(sourceApiCheck, url, serviceKey);
  expect(red.detail).toContain('is paused (HTTP 540)');
  await expectRed(red, 'a paused project');
});

test('services of the target that are older than those of the source are named with both versions', async () => {
  const older = { auth: 'v2.151.0', storage: '1.11.13' };
  const [from, to] = [
    await startStorageApi({ serviceKey, refusedBy: 'server', versions: { auth: 'v2.158.1', storage: '1.11.13' } }),
    await startStorageApi({ serviceKey, refusedBy: 'server', versions: older }),
  ];
  const database = server().url();
  const config = (source: string, target: string) =>
    configFor({
      sourceUrl: database,
      targetUrl: database,
      supabase: { source: { url: source, serviceKey }, target: { url: target, serviceKey } },
    });
  const red = await redVerdict(serviceVersionsCheck, config(from, to), 'an older Auth');
  expect(red.detail).toContain("Auth 2.158.1 and 2.151.0, Storage 1.11.13 and 1.11.13. The target's Auth is older");
  expect(await verdictOf(serviceVersionsCheck, config(to, from))).toMatchObject({ verdict: 'pass' });
  expect(await verdictOf(serviceVersionsCheck, config(from, await startApi()))).toMatchObject({ verdict: 'skip' });
  expect([isOlder('2.9.0', '2.10.0'), isOlder('2.10.0', '2.9.0'), isOlder('1.0.0', '1.0.0')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a wrong key that the hosted gateway refuses with 401 is named as one', async () => {
  expect(await verdict(sourceApiCheck, await startApi('gateway'), 'sb_secret_wrong')).toMatchObject({
    verdict: 'fail',
    detail: expect.stringContaining('refuses the key: Invalid API key (HTTP 401)'),
    fix: expect.stringContaining('service_role (secret) key of this very project'),
  });
});

const [ours, theirs] = ['abcdefghijklmnopqrst', 'tsrqponmlkjihgfedcba'];

test('a key of another project is seen by its claim before it is sent', async () => {
  const key = jwtKey({ role: 'service_role', ref: theirs });
  const red = await verdict(sourceApiCheck, `https://${ours}.supabase.co`, key);
  expect(red).toMatchObject({
    verdict: 'fail',
    detail: `The key is of another project: it was made for ${theirs}, and the URL is of ${ours}.`,
    fix: expect.stringContaining(ours),
  });
  await expectRed(red, 'a key of another project');
  expect(JSON.stringify(red)).not.toContain(key);
});

test.for([
  `postgres://postgres:x@db.${theirs}.supabase.co:5432/postgres`,
  `postgres://postgres.${theirs}:x@aws-0-eu-central-1.pooler.supabase.com:5432/postgres`,
])('an API of another project than the database is named with both: %s', async (sourceUrl) => {
  const key = jwtKey({ role: 'service_role', ref: ours });
  expect(await verdict(sourceApiCheck, `https://${ours}.supabase.co`, key, sourceUrl)).toMatchObject({
    verdict: 'fail',
    detail: `URL and key are of the project ${ours}, and the database is of ${theirs}.`,
  });
});

test('a project is told by its hosts and claims alone, and nothing is guessed from others', () => {
  expect(refOfApi(`https://${ours}.supabase.co/`)).toBe(ours);
  expect(['https://api.example.com', 'http://127.0.0.1:1', 'no url', ''].map(refOfApi)).toEqual(
    Array(4).fill(undefined),
  );
  expect(refOfKey('sb_secret_abc')).toBeUndefined();
  expect(refOfDatabase('postgres://postgres.abc:x@db.example.com/postgres')).toBeUndefined();
  expect(refOfDatabase('')).toBeUndefined();
});

test.for([jwtKey({ role: 'anon' }), 'sb_publishable_abc'])(
  'an anon key in place of the service key is seen before it is sent',
  async (key) => {
    const red = await verdict(sourceApiCheck, 'http://127.0.0.1:1', key);
    expect(red.detail).toContain('is the anon (publishable) key');
    await expectRed(red, 'the anon key');
  },
);

test('a host where nothing answers is named', async () => {
  expect(await verdict(sourceApiCheck, 'http://127.0.0.1:1', 'sb_secret_abc')).toMatchObject({
    verdict: 'fail',
    detail: expect.stringMatching(/127\.0\.0\.1:1 cannot be used: .+/),
    fix: expect.stringContaining('not paused'),
  });
});

test('the kinds of keys are told apart', () => {
  expect(keyKind(serviceKey)).toBe('service');
  expect(keyKind('sb_secret_abc')).toBe('service');
  expect(keyKind(jwtKey({ role: 'authenticated' }))).toBe('unknown');
  expect(keyKind('a.b.c')).toBe('unknown');
  expect(keyKind('')).toBe('unknown');
});
