import { expect, test } from 'vitest';
import { sourceApiCheck } from '../../../core/preflight/supabase-api.ts';
import type { Check } from '../../../core/preflight/types.ts';
import { keyKind } from '../../../core/supabase/api.ts';
import { refOfApi, refOfDatabase, refOfKey } from '../../../core/supabase/project.ts';
import { jwtKey, startStorageApi } from '../../support/storage-api.ts';
import { configFor } from './ends.ts';

const serviceKey = jwtKey({ role: 'service_role' });

async function startApi(refusedBy: 'gateway' | 'server' = 'server'): Promise<string> {
  return startStorageApi({ serviceKey, refusedBy });
}

async function verdict(check: Check, url: string, key: string, sourceUrl = '') {
  return check.run({
    config: configFor({ sourceUrl, targetUrl: '', supabase: { source: { url, serviceKey: key } } }),
    runId: '0a1b2c3d',
    signal: new AbortController().signal,
    emit: () => undefined,
    remainingMs: () => 20_000,
    session: () => Promise.reject(new Error('not needed')),
    inventory: () => Promise.reject(new Error('not needed')),
    carried: () => Promise.reject(new Error('not needed')),
    folder: () => Promise.reject(new Error('not needed')),
  });
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
    expect(await verdict(sourceApiCheck, 'http://127.0.0.1:1', key)).toMatchObject({
      verdict: 'fail',
      detail: expect.stringContaining('is the anon (publishable) key'),
    });
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
