import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { profileSchema } from '../../core/config.ts';
import { readDotenv, readProfileFile, requireConnections, resolveConnections } from '../../src/connection-settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-settings-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const url = (name: string): string => `postgres://me@${name}/db`;
const profile = profileSchema.parse({ name: 'p', source: url('profile'), target: url('profile2') });

test('flags win over the environment, it over .env, and that over the profile', () => {
  const dotenv = { CUTOVER_SOURCE_URL: url('dotenv') };
  const env = { CUTOVER_SOURCE_URL: url('env') };
  const source = (from: Partial<Parameters<typeof resolveConnections>[0]>): string =>
    resolveConnections({ flags: {}, env: {}, dotenv: {}, ...from } as never, profile).sourceUrl;
  expect(source({ flags: { source: url('flag'), target: undefined }, env, dotenv })).toBe(url('flag'));
  expect(source({ env, dotenv })).toBe(url('env'));
  expect(source({ dotenv })).toBe(url('dotenv'));
  expect(source({})).toBe(url('profile'));
});

test('an empty variable is no setting', () => {
  const env = { CUTOVER_SOURCE_URL: ' ' };
  const flags = { source: undefined, target: undefined };
  expect(resolveConnections({ flags, env, dotenv: {} }, profile).sourceUrl).toBe(url('profile'));
});

test('a Supabase API is known where its address and its key are', () => {
  const flags = { source: undefined, target: undefined };
  const env = { CUTOVER_SOURCE_SERVICE_KEY: 'k', CUTOVER_TARGET_SERVICE_KEY: 'k' };
  const saved = { ...profile, sourceSupabaseUrl: 'https://x.example.org' };
  expect(resolveConnections({ flags, env, dotenv: {} }, saved).supabase).toEqual({
    source: { url: 'https://x.example.org', serviceKey: 'k' },
  });
});

test('PGPASSWORD in .env counts like one in the environment, below a password in the URL', () => {
  const flags = { source: 'postgres://me@h/db', target: 'postgres://me:own@h/db' };
  expect(resolveConnections({ flags, env: {}, dotenv: { PGPASSWORD: 'p' } }, profile)).toMatchObject({
    sourceUrl: 'postgres://me:p@h/db',
    targetUrl: 'postgres://me:own@h/db',
  });
});

test('what is missing is named with its flag and its variable', () => {
  const nothing = { sourceUrl: '', targetUrl: '', supabase: {} };
  expect(() => requireConnections(nothing, ['source', 'target'])).toThrow(
    expect.objectContaining({
      code: 'config.invalid',
      hint: expect.stringMatching(/--source URL or CUTOVER_SOURCE_URL, and --target URL or CUTOVER_TARGET_URL/),
    }),
  );
  expect(() => requireConnections({ ...nothing, targetUrl: url('h') }, ['target'])).not.toThrow();
});

test('what is no connection string is refused without being repeated', () => {
  const settings = { sourceUrl: 'mysql://me:hunter2@h/d', targetUrl: url('h'), supabase: {} };
  expect(() => requireConnections(settings, ['source', 'target'])).toThrow(
    expect.objectContaining({ code: 'config.invalid', message: expect.not.stringContaining('hunter2') }),
  );
});

test('.env is read without touching the environment; none is no error', () => {
  expect(readDotenv(folder)).toEqual({});
  writeFileSync(join(folder, '.env'), 'CUTOVER_TEST_VARIABLE="a b"\n# comment\n');
  expect(readDotenv(folder)).toEqual({ CUTOVER_TEST_VARIABLE: 'a b' });
  expect(process.env['CUTOVER_TEST_VARIABLE']).toBeUndefined();
  rmSync(join(folder, '.env'));
  mkdirSync(join(folder, '.env'));
  expect(() => readDotenv(folder)).toThrow(expect.objectContaining({ code: 'config.invalid' }));
});

test('a profile comes from a JSON file, checked', () => {
  writeFileSync(join(folder, 'p.json'), JSON.stringify({ name: 'shop', environment: 'production', windowMinutes: 90 }));
  expect(readProfileFile('p.json', folder)).toMatchObject({ name: 'shop', environment: 'production', holdHours: 48 });
});

test.each([
  ['{"name": "x", "passwort": "hunter2"}', /passwort/],
  ['{"name": "x", "environment": "prod"}', /environment/],
  ['{"source": "postgres://h"}', /name/],
  ['{"source": "postgres://a:hunter2@h', /not JSON/],
  ['[]', /the file/],
])('the profile file %s is refused, and its contents are not repeated', (text, message) => {
  writeFileSync(join(folder, 'p.json'), text);
  const read = (): unknown => readProfileFile('p.json', folder);
  expect(read).toThrow(expect.objectContaining({ code: 'config.invalid', message: expect.stringMatching(message) }));
  expect(read).not.toThrow(/hunter2/);
});

test('a profile file that is not there is said to be so', () => {
  expect(() => readProfileFile('none.json', folder)).toThrow(/--config none.json: there is no such file/);
});

test('a Stack Auth project is known where its id and its key are; server and headers have defaults', () => {
  const flags = { source: undefined, target: undefined };
  const env = { CUTOVER_STACK_PROJECT_ID: 'p', CUTOVER_STACK_SECRET_SERVER_KEY: 'k' };
  const stack = (more: Record<string, string> = {}) =>
    resolveConnections({ flags, env: { ...env, ...more }, dotenv: {} }, profile).stack;
  expect(stack()).toEqual({
    baseUrl: 'https://api.stack-auth.com',
    projectId: 'p',
    secretServerKey: 'k',
    headerPrefix: 'X-Stack',
  });
  expect(
    stack({ CUTOVER_STACK_BASE_URL: 'https://a.example', CUTOVER_STACK_HEADER_PREFIX: 'X-Hexclave' }),
  ).toMatchObject({
    baseUrl: 'https://a.example',
    headerPrefix: 'X-Hexclave',
  });
  expect(stack({ CUTOVER_STACK_PROJECT_ID: '' })).toBeUndefined();
});
