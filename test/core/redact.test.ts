import { expect, test } from 'vitest';
import { hasPassword, redactDeep, redactText, redactUrl, withoutPassword, withPassword } from '../../core/redact.ts';

const secret = 'hunter2';

test.each([
  `postgres://shop:${secret}@db.example.org:5432/shop?sslmode=require`,
  `postgresql://shop:${secret}@[::1]:5432/shop`,
  `postgres://shop:${secret}%40x@host/db`,
  `postgres://shop:${secret}@x@host/db`,
  `postgres://shop:${secret}/x@host/db`,
  `postgres://shop:x'${secret}@host/db`,
  `postgres://shop:x@y/${secret}@host/db`,
  `postgres://:${secret}@host/db`,
  `postgres://shop@host/db?password=${secret}&sslmode=require`,
  `postgres:///db?host=/tmp&password=${secret}`,
  `host=h password=${secret} dbname=d`,
])('no password is left in %s, shown or saved', (url) => {
  expect(redactUrl(url)).not.toContain(secret);
  expect(redactText(`could not connect to ${url}`)).not.toContain(secret);
  expect(withoutPassword(url)).not.toContain(secret);
  expect(hasPassword(url)).toBe(true);
  expect(hasPassword(withoutPassword(url))).toBe(false);
});

test.each([
  'postgres://shop@db.example.org:5432/shop?sslmode=require',
  'postgres://db.example.org:5432/shop',
  'postgresql:///shop?host=/var/run/postgresql&user=me',
  'host=db.example.org dbname=shop user=me',
])('%s, without a password, is shown and saved as it is', (url) => {
  expect(redactUrl(url)).toBe(url);
  expect(redactText(url)).toBe(url);
  expect(withoutPassword(url)).toBe(url);
  expect(hasPassword(url)).toBe(false);
});

test("the password of a client's key is no password to log in with, and is taken out all the same", () => {
  const url = `postgres://shop@host/db?sslkey=/k&sslpassword=${secret}`;
  expect(hasPassword(url)).toBe(false);
  expect([redactUrl(url), withoutPassword(url)]).toEqual([
    'postgres://shop@host/db?sslkey=/k&sslpassword=***',
    'postgres://shop@host/db?sslkey=/k',
  ]);
});

test('host, database and parameters stay readable', () => {
  expect(redactUrl(`postgres://shop:${secret}@host:5432/db?sslmode=require`)).toBe(
    'postgres://shop:***@host:5432/db?sslmode=require',
  );
});

test.each([
  [`host=h password=${secret} dbname=d`],
  [`host=h password='${secret}\\' x' dbname=d`],
  [`PGPASSWORD=${secret} psql`],
  [`CUTOVER_SOURCE_SERVICE_KEY=${secret}`],
  [`{"password":"${secret}"}`],
  [`{"serviceKey": "${secret}"}`],
  [`ALTER ROLE shop PASSWORD '${secret}'`],
  [`authorization: Bearer ${secret}`],
  [`apikey sb_secret_${secret}`],
  [`key eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoi${secret}.c2ln${secret}`],
  [`two: postgres://a:${secret}@h/d,postgres://b:${secret}@h/d`],
])('text without its secret: %s', (text) => {
  expect(redactText(text)).not.toContain(secret);
});

test('ordinary words about passwords are left alone', () => {
  const text = 'password authentication failed for user "shop"; SELECT id, token FROM auth.one_time_tokens';
  expect(redactText(text)).toBe(text);
});

test.each([
  ['postgres://shop@host:5432/db', 'p@ss/w:rd', 'postgres://shop:p%40ss%2Fw%3Ard@host:5432/db'],
  ['postgres://shop:old@host/db?sslmode=require', 'new', 'postgres://shop:new@host/db?sslmode=require'],
  ['postgres:///db?host=/tmp', 'x', 'postgres:///db?host=/tmp&password=x'],
  ['host=h dbname=d', "it's", "host=h dbname=d password='it\\'s'"],
])('a password that was asked for is put into %s', (url, password, expected) => {
  expect(withPassword(url, password)).toBe(expected);
});

test('secrets are found however deep they lie, in errors too, and the value itself stays as it was', () => {
  const cause = new Error(`connect postgres://a:${secret}@h/d`);
  const value = {
    config: { password: secret, list: [`password=${secret}`] },
    error: new Error('lost', { cause }),
    rows: 3,
  };
  const clean = redactDeep(value);
  expect(JSON.stringify(clean)).not.toContain(secret);
  expect(clean).toMatchObject({
    rows: 3,
    error: { message: 'lost', cause: { message: 'connect postgres://a:***@h/d' } },
  });
  expect(value.config.password).toBe(secret);
});

test("Stack Auth's secret server key is taken out in every form in which it may be written", () => {
  const key = 'ssk_0123456789abcdef';
  for (const text of [
    `CUTOVER_STACK_SECRET_SERVER_KEY=${key}`,
    `X-Stack-Secret-Server-Key: ${key}`,
    'x-hexclave-secret-server-key: other-form',
    JSON.stringify({ secretServerKey: key }),
    `the key ${key} is not valid`,
  ]) {
    expect(redactText(text), text).not.toMatch(/0123456789abcdef|other-form/);
  }
  expect(redactDeep({ stack: { secretServerKey: 'other-form' } })).toEqual({ stack: { secretServerKey: '***' } });
});
