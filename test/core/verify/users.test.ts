import { createServer } from 'node:http';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { type EngineConfig, profileSchema, runOptionsSchema } from '../../../core/config.ts';
import { createSample, sampleOwner, sampleSuperuser } from '../../../core/demo/sample.ts';
import { sampleLogin } from '../../../core/demo/sample/auth-rows.ts';
import { createStackClient } from '../../../core/supabase/stack/client.ts';
import { proveLogin, proveStackLogin } from '../../../core/verify/login.ts';
import { compareUsers } from '../../../core/verify/users.ts';
import { query, useServer } from '../../support/servers.ts';
import { stackAuthForTest } from '../../support/stack-project.ts';
import { openSession, openSnapshot } from '../inventory/sessions.ts';

const server = useServer({ superuser: sampleSuperuser });
let databases = 0;

beforeAll(async () => {
  await createSample(server(), { scale: 0.02 });
  await query(server().url(), 'CREATE DATABASE sample_of_users TEMPLATE postgres');
});

/** A copy of the sample as the target, with changes. */
async function ends(changes = '') {
  databases += 1;
  const name = `users_${databases}`;
  await query(server().url(), `CREATE DATABASE ${name} TEMPLATE sample_of_users`);
  if (changes !== '') await query(server().url(undefined, name), changes);
  const source = await openSnapshot(server().url(sampleOwner));
  return { source, target: await openSession('target', server().url(sampleOwner, name)) };
}

function config(changes: Partial<EngineConfig>): EngineConfig {
  return {
    profile: profileSchema.parse({ name: 'test' }),
    sourceUrl: '',
    targetUrl: '',
    options: runOptionsSchema.parse({}),
    stateDir: '',
    toolVersion: '',
    ...changes,
  };
}

test('equal users are told by provider and format, a lost provider and a changed hash by name', async () => {
  const same = await ends();
  const equal = await compareUsers(same.source, same.target);
  expect(equal.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['users by provider and password', 'match'],
    ['identities by provider', 'match'],
    ['password hashes', 'match'],
  ]);
  expect(equal[0]?.detail).toMatch(/\d+ email with bcrypt, .*\d+ google with no password/);
  const changed = await ends(`
    UPDATE auth.users SET raw_app_meta_data = '{"provider": "github"}' WHERE email = '${sampleLogin.email}';
    DELETE FROM auth.identities WHERE provider = 'google';
    UPDATE auth.users SET encrypted_password = upper(encrypted_password) WHERE email = '${sampleLogin.email}'`);
  const [{ id } = { id: '' }] = await changed.target.query<{ id: string }>(
    'SELECT id::text FROM auth.users WHERE email = $1',
    [sampleLogin.email],
  );
  const found = await compareUsers(changed.source, changed.target);
  expect(found.map(({ verdict }) => verdict)).toEqual(['differs', 'differs', 'differs']);
  expect(found[0]?.detail).toContain('github with another format: 0 on the source, 1 on the target');
  expect(found[1]?.detail).toMatch(/^google: \d+ on the source, 0 on the target$/);
  expect(found[2]?.detail).toBe(`users whose id or hash is not the source's: id = ${id} (differs)`);
});

test('a login is proved by the hash on the target, and a damaged hash, a wrong account and none are told apart', async () => {
  const { target } = await ends();
  const verdict = async (login?: EngineConfig['login']) =>
    (await proveLogin(target, config(login ? { login } : {}))).verdict;
  expect(await verdict(sampleLogin)).toBe('match');
  expect(await verdict({ ...sampleLogin, password: 'another' })).toBe('differs');
  expect(await verdict({ ...sampleLogin, email: 'nobody@larkspur.example' })).toBe('differs');
  expect(await verdict()).toBe('skipped');
  const damaged = await ends('UPDATE auth.users SET encrypted_password = upper(encrypted_password)');
  expect((await proveLogin(damaged.target, config({ login: sampleLogin }))).verdict).toBe('differs');
});

test('where the Auth of the target answers, the account logs in there, and out again; no message has the password', async () => {
  const asked: string[] = [];
  const bodies: string[] = [];
  let status = 200;
  const auth = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      const isLogin = request.url === '/auth/v1/token?grant_type=password';
      bodies.push(body);
      response.writeHead(isLogin ? status : 204).end(isLogin ? '{"access_token": "of-the-user"}' : undefined);
    });
  });
  await new Promise<void>((resolve) => auth.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => auth.close(() => resolve())));
  const address = auth.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  const { target } = await ends();
  const settings = config({ login: sampleLogin, supabase: { target: { url, serviceKey: 'service' } } });
  expect((await proveLogin(target, settings)).verdict).toBe('match');
  expect(asked).toEqual([
    'POST /auth/v1/token?grant_type=password Bearer service',
    'POST /auth/v1/logout?scope=local Bearer of-the-user',
  ]);
  expect(JSON.parse(bodies[0] ?? '')).toEqual(sampleLogin);
  status = 400;
  const refused = await proveLogin(target, settings);
  expect(refused).toMatchObject({ verdict: 'differs', detail: expect.stringContaining('HTTP 400') });
  expect(JSON.stringify(refused)).not.toContain(sampleLogin.password);
  // A gateway without Auth behind it: the hash decides.
  status = 404;
  expect(await proveLogin(target, settings)).toMatchObject({
    verdict: 'match',
    detail: expect.stringContaining('hash'),
  });
});

test('with users in Stack Auth the account signs in there', async () => {
  const stack = await stackAuthForTest();
  const hash = `$2a$10$${'x'.repeat(53)}`;
  await stack.addUser({ primary_email: sampleLogin.email, primary_email_auth_enabled: true, password_hash: hash });
  stack.passwords.set(hash, sampleLogin.password);
  const client = createStackClient(stack.settings);
  const verdict = async (login?: EngineConfig['login']) =>
    (await proveStackLogin(client, config(login ? { login } : {}), new AbortController().signal)).verdict;
  expect(await verdict(sampleLogin)).toBe('match');
  expect(await verdict({ ...sampleLogin, password: 'another' })).toBe('differs');
  expect(await verdict()).toBe('skipped');
});
