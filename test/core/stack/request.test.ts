import { expect, test } from 'vitest';
import { passwordFate, passwordFormat, userRequest } from '../../../core/supabase/stack/request.ts';
import type { SourceUser } from '../../../core/supabase/stack/source-users.ts';
import { noticeText } from '../../../core/supabase/stack/notices.ts';

const run = { runId: '0badcafe', now: new Date('2026-11-20T00:00:00Z') };
const hash = `$2a$10$${'x'.repeat(53)}`;
const user = (changes: Partial<SourceUser> = {}): SourceUser => ({
  id: '6f9619ff-8b86-d011-b42d-00c04fc964ff',
  email: 'ada@shop.example',
  emailConfirmed: true,
  phone: undefined,
  passwordHash: hash,
  userMetadata: { full_name: ' Ada ', avatar_url: 'https://shop.example/a.webp' },
  appMetadata: { role: 'admin' },
  createdAt: '2025-01-01T00:00:00Z',
  bannedUntil: undefined,
  anonymous: false,
  sso: false,
  deletedAt: undefined,
  identities: [],
  factors: 0,
  totpSecret: undefined,
  ...changes,
});
const bodyOf = (changes: Partial<SourceUser> = {}) => userRequest(user(changes), run).body;

test.each([
  [hash, 'bcrypt'],
  [hash.replace('$2a', '$2b'), 'bcrypt'],
  [hash.replace('$2a', '$2y'), 'bcrypt'],
  [hash.replace('$10$', '$16$'), 'bcrypt'],
  [hash.replace('$10$', '$17$'), 'bcrypt-costly'],
  [hash.replace('$2a', '$2x'), 'unknown'],
  [hash.slice(1), 'unknown'],
  [`${hash}x`, 'unknown'],
  ['$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA', 'argon2'],
  ['$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=c2U=$c2FsdA==$aGFzaA==', 'fbscrypt'],
  ['{"key_id":"k"}', 'encrypted'],
  ['', 'none'],
  [undefined, 'none'],
] as const)('a hash such as %s is %s', (value, format) => {
  expect(passwordFormat(value)).toBe(format);
  expect('password_hash' in bodyOf({ passwordHash: value })).toBe(format === 'bcrypt');
});

test('e-mail, name, picture and metadata go where they belong, and the old id to server_metadata', () => {
  expect(bodyOf()).toEqual({
    primary_email: 'ada@shop.example',
    primary_email_verified: true,
    primary_email_auth_enabled: true,
    password_hash: hash,
    display_name: 'Ada',
    profile_image_url: 'https://shop.example/a.webp',
    client_metadata: user().userMetadata,
    client_read_only_metadata: { role: 'admin' },
    server_metadata: {
      supabaseUserId: user().id,
      cutoverRunId: '0badcafe',
      supabaseCreatedAt: '2025-01-01T00:00:00Z',
    },
  });
  expect(bodyOf({ userMetadata: { avatar_url: 'javascript:alert(1)', name: 7 } })).not.toHaveProperty(
    'profile_image_url',
  );
});

test('who was locked out stays locked out; a ban that is over is none', () => {
  const google = [{ provider: 'google', accountId: '1', email: undefined }];
  const banned = userRequest(user({ bannedUntil: '2030-01-01T00:00:00Z', identities: google }), run);
  expect(banned.notes).toEqual(['banned']);
  expect(banned.body).toMatchObject({ primary_email_auth_enabled: false });
  expect(banned.body).not.toHaveProperty('password_hash');
  expect(banned.body).not.toHaveProperty('oauth_providers');
  expect(userRequest(user({ bannedUntil: '2020-01-01T00:00:00Z' }), run).notes).toEqual([]);
});

test('who was deleted is an account that nobody can use, with nothing about the person: rows still refer to it', () => {
  const deletedAt = '2026-01-01T00:00:00Z';
  expect(userRequest(user({ deletedAt, phone: '49151', factors: 1 }), run)).toMatchObject({
    notes: ['deleted'],
    email: undefined,
    body: {
      primary_email: null,
      primary_email_verified: false,
      primary_email_auth_enabled: false,
      server_metadata: { supabaseUserId: user().id, cutoverRunId: '0badcafe', supabaseDeletedAt: deletedAt },
    },
  });
  expect(JSON.stringify(bodyOf({ deletedAt, phone: '49151' }))).not.toMatch(/shop\.example|Ada|49151|admin/);
});

test('accounts elsewhere go by the names that Stack Auth has for them; e-mail, phone and SSO are none', () => {
  const identities = ['email', 'phone', 'sso:1', 'google', 'azure'].map((provider) => ({
    provider,
    accountId: `at ${provider}`,
    email: 'ada@shop.example',
  }));
  expect(bodyOf({ identities }).oauth_providers).toEqual([
    { id: 'google', account_id: 'at google', email: 'ada@shop.example' },
    { id: 'microsoft', account_id: 'at azure', email: 'ada@shop.example' },
  ]);
});

test('anonymous users, users with a phone alone and those of SSO are named, and cannot be mailed', () => {
  const anonymous = userRequest(user({ anonymous: true, email: undefined, passwordHash: undefined }), run);
  expect(anonymous).toMatchObject({
    notes: ['anonymous'],
    mailable: false,
    body: { is_anonymous: true, primary_email: null },
  });
  const phone = userRequest(user({ email: undefined, phone: '49151', emailConfirmed: false }), run);
  expect(phone).toMatchObject({ notes: ['phone-only'], body: { server_metadata: { supabasePhone: '49151' } } });
  expect(phone.body).not.toHaveProperty('password_hash');
  // Accounts of SSO may share an e-mail, which Stack Auth allows for none that signs in by it.
  expect(userRequest(user({ sso: true }), run)).toMatchObject({
    notes: ['sso'],
    body: { primary_email_auth_enabled: false },
  });
});

test('a second factor of an app goes along in base64; any other is named', () => {
  // "Hello!" and 0xDEADBEEF: the example of the base32 draft of the key URI format.
  expect(userRequest(user({ factors: 1, totpSecret: 'JBSWY3DPEHPK3PXP' }), run)).toMatchObject({
    notes: [],
    body: { totp_secret_base64: Buffer.from('48656c6c6f21deadbeef', 'hex').toString('base64') },
  });
  expect(userRequest(user({ factors: 1 }), run).notes).toEqual(['mfa']);
  expect(userRequest(user({ factors: 1, totpSecret: '{"encrypted": true}' }), run).notes).toEqual(['mfa']);
});

test('who had a password that cannot go along needs a new one; who signs in elsewhere does not', () => {
  const argon = userRequest(user({ passwordHash: '$argon2id$x' }), run);
  const none = userRequest(user({ passwordHash: undefined }), run);
  expect(passwordFate(argon, 1, false)).toBe('reset');
  expect(passwordFate(none, 1, false)).toBe('none');
  expect(passwordFate(none, 0, false)).toBe('reset');
  expect(passwordFate(userRequest(user(), run), 0, true)).toBe('carried');
});

test('a notice fills in what it names, and what a name looks like is no placeholder', () => {
  const ada = { name: '{email}', email: 'ada@shop.example' };
  const profile = { notices: { before: '{name} {email} {date} {other}' }, windowStart: '2026-12-01T03:00:00+01:00' };
  expect(noticeText('before', ada, profile)).toBe('{email} ada@shop.example 2026-12-01, 02:00 UTC {other}');
  expect(() => noticeText('before', ada, {})).toThrow(expect.objectContaining({ code: 'config.invalid' }));
  expect(noticeText('reset', { ...ada, name: undefined }, {})).toContain('Hello ada@shop.example,');
});
