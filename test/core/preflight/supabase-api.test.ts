import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { sourceApiCheck } from '../../../core/preflight/supabase-api.ts';
import type { Check } from '../../../core/preflight/types.ts';
import { keyKind } from '../../../core/supabase/api.ts';
import { configFor } from './ends.ts';

const serviceKey = jwt({ role: 'service_role' });

function jwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256' })}.${part(claims)}.signature`;
}

/** A Storage API that knows one key. */
async function startApi(): Promise<string> {
  const server = createServer((request, response) => {
    const known = request.headers.authorization === `Bearer ${serviceKey}`;
    response.setHeader('content-type', 'application/json');
    if (!known) {
      response.statusCode = 400;
      return response.end(
        JSON.stringify({ statusCode: '403', error: 'Unauthorized', message: 'signature verification failed' }),
      );
    }
    response.end(
      JSON.stringify(
        request.url === '/storage/v1/bucket'
          ? [
              { id: 'a', name: 'a' },
              { id: 'b', name: 'b' },
            ]
          : {},
      ),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

async function verdict(check: Check, url: string, key: string) {
  return check.run({
    config: configFor({ sourceUrl: '', targetUrl: '', supabase: { source: { url, serviceKey: key } } }),
    runId: '0a1b2c3d',
    signal: new AbortController().signal,
    emit: () => undefined,
    remainingMs: () => 20_000,
    session: () => Promise.reject(new Error('not needed')),
    inventory: () => Promise.reject(new Error('not needed')),
    carried: () => Promise.reject(new Error('not needed')),
  });
}

test('the service key lists the buckets', async () => {
  expect(await verdict(sourceApiCheck, await startApi(), serviceKey)).toMatchObject({
    verdict: 'pass',
    detail: expect.stringContaining('lists 2 buckets for the service key'),
  });
});

test("another project's key is refused, and is not repeated", async () => {
  const wrong = jwt({ role: 'service_role', ref: 'elsewhere' });
  const red = await verdict(sourceApiCheck, await startApi(), wrong);
  expect(red).toMatchObject({
    verdict: 'fail',
    detail: expect.stringContaining('refuses the key: signature verification failed (HTTP 400)'),
    fix: expect.stringContaining('service_role (secret) key of this very project'),
  });
  expect(JSON.stringify(red)).not.toContain(wrong);
});

test.for([jwt({ role: 'anon' }), 'sb_publishable_abc'])(
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
  expect(keyKind(jwt({ role: 'authenticated' }))).toBe('unknown');
  expect(keyKind('a.b.c')).toBe('unknown');
  expect(keyKind('')).toBe('unknown');
});
