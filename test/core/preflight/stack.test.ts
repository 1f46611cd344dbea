import { expect, test } from 'vitest';
import type { EngineConfig, Profile } from '../../../core/config.ts';
import { allChecks } from '../../../core/preflight/checks.ts';
import { stackProjectCheck, userIdsCheck } from '../../../core/preflight/stack.ts';
import { describeCensus, stackUsersCheck } from '../../../core/preflight/stack-users.ts';
import { stackAuthForTest, stackProjectSql, stackUserIdColumns } from '../../support/stack-project.ts';
import { createDatabase, type TestDatabase, useServer } from '../../support/servers.ts';
import { collect, configFor, verdictOf } from './ends.ts';
import { redVerdict } from './words.ts';

const source = useServer();
const target = useServer();

async function project(sql = ''): Promise<{
  readonly from: TestDatabase;
  config(profile?: Partial<Profile>, stack?: EngineConfig['stack']): EngineConfig;
}> {
  const from = await createDatabase(source());
  await from.execute(`${stackProjectSql(20)}; ${sql}`);
  const to = await createDatabase(target());
  return {
    from,
    config: (profile = {}, stack) => {
      const made = configFor({
        sourceUrl: from.url,
        targetUrl: to.url,
        options: { auth: 'stack', schemas: ['public', 'storage'] },
      });
      return {
        ...made,
        profile: { ...made.profile, userIdColumns: stackUserIdColumns, ...profile },
        ...(stack ? { stack } : {}),
      };
    },
  };
}

test('a project that is whole passes, and without --auth stack nobody asks', async () => {
  const stack = await stackAuthForTest();
  const { config } = await project();
  expect(await verdictOf(userIdsCheck, config())).toMatchObject({
    verdict: 'pass',
    detail: expect.stringMatching(/^\d+ columns looked at/),
  });
  expect(await verdictOf(stackProjectCheck, config({}, stack.settings))).toMatchObject({ verdict: 'pass' });
  const { auth: _, ...plain } = config().options;
  const { report } = await collect({ config: { ...config(), options: plain } }, [userIdsCheck, stackProjectCheck]);
  expect(report.checks.map(({ id }) => id)).not.toContain('user-ids');
  expect(allChecks).toContain(userIdsCheck);
});

test('an id without a user is red with table, column and count; by choice they become NULL', async () => {
  const { config } = await project(`
    INSERT INTO public.notes (editor) SELECT gen_random_uuid() FROM generate_series(1, 3);
    INSERT INTO public.notes (author) VALUES ('FFFFFFFF-ffff-4fff-bfff-ffffffffffff'), ('not an id');
    CREATE TABLE public.wishes (owner uuid NOT NULL);
    INSERT INTO public.wishes VALUES (gen_random_uuid());
    UPDATE auth.users SET deleted_at = now() WHERE id = (SELECT user_id FROM public.orders WHERE total = 1)`);
  const userIdColumns = [...stackUserIdColumns, 'public.wishes.owner'];
  const red = await redVerdict(userIdsCheck, config({ userIdColumns }), 'ids that no user has');
  expect(red).toMatchObject({ verdict: 'fail', severity: 'blocker', fix: expect.stringContaining('unmappedUserIds') });
  expect(red.detail).toContain('3 rows of public.notes.editor');
  // The rows of a deleted user keep their account.
  expect(red.detail).not.toContain('public.orders');
  expect(red.detail).toMatch(/of public\.notes\.author/);
  const emptied = await verdictOf(userIdsCheck, config({ userIdColumns, unmappedUserIds: 'null' }));
  // What may not be NULL stays a blocker, whatever the profile says.
  expect(emptied.verdict).toBe('fail');
  expect(emptied.detail).toMatch(
    /Ids without a user: 1 row of public\.wishes\.owner.*Set to NULL, as the profile says: .*public\.notes/,
  );
});

test('a column that does not exist or holds no ids, and a table that is partitioned by users, are named', async () => {
  const { config } = await project(`
    CREATE TABLE public.feed (owner uuid REFERENCES auth.users, n int) PARTITION BY HASH (owner);
    CREATE TABLE public.feed_0 PARTITION OF public.feed FOR VALUES WITH (MODULUS 1, REMAINDER 0)`);
  const partitioned = await redVerdict(userIdsCheck, config(), 'a table that is partitioned by users');
  expect(partitioned.detail).toContain('public.feed is partitioned by');
  for (const [name, reason] of [
    ['public.notes.nobody', 'no such column'],
    ['public.orders.total', 'type numeric'],
  ] as const) {
    const verdict = await verdictOf(userIdsCheck, config({ userIdColumns: [name] }));
    expect(verdict).toMatchObject({ verdict: 'skip', detail: expect.stringContaining(reason) });
  }
});

test('a wrong key, no key, a taken e-mail and users of an earlier run are found before the run', async () => {
  const stack = await stackAuthForTest();
  const { config, from } = await project();
  const wrong = { ...stack.settings, secretServerKey: 'ssk_wrong' };
  const refused = await redVerdict(stackProjectCheck, config({}, wrong), 'a wrong key');
  expect(refused).toMatchObject({ verdict: 'fail', detail: expect.stringContaining('refuses the key') });
  expect(JSON.stringify(refused)).not.toContain('ssk_wrong');
  expect(await redVerdict(stackProjectCheck, config(), 'no key')).toMatchObject({
    verdict: 'fail',
    fix: expect.stringContaining('CUTOVER_STACK_SECRET_SERVER_KEY'),
  });
  const [user] = await from.query<{ id: string; email: string }>(
    'SELECT id, email FROM auth.users WHERE email IS NOT NULL LIMIT 1',
  );
  await stack.addUser({ primary_email: user?.email.toUpperCase(), server_metadata: {} });
  expect(await redVerdict(stackProjectCheck, config({}, stack.settings), 'an e-mail that is taken')).toMatchObject({
    verdict: 'fail',
    detail: expect.stringContaining(user?.email ?? '?'),
  });
  await stack.addUser({ server_metadata: { supabaseUserId: user?.id, cutoverRunId: 'other' } });
  expect(await redVerdict(stackProjectCheck, config({}, stack.settings), 'users of an earlier run')).toMatchObject({
    verdict: 'fail',
    detail: expect.stringContaining('An earlier run'),
  });
});

test('a project that takes no passwords is found before the run, if anybody has one that goes along', async () => {
  const stack = await stackAuthForTest({ methods: ['otp'] });
  const { config, from } = await project();
  const red = await redVerdict(stackProjectCheck, config({}, stack.settings), 'passwords that are switched off');
  expect(red).toMatchObject({
    verdict: 'fail',
    detail:
      'The project has signing in by password switched off, and would refuse 6 users who have one that can go along.',
  });
  await from.execute("UPDATE auth.users SET encrypted_password = '$2a$17$' || repeat('x', 53)");
  expect(await verdictOf(stackProjectCheck, config({}, stack.settings))).toMatchObject({ verdict: 'pass' });
  stack.fault = (_, path) => (path.endsWith('/projects/current') ? { type: 'error', status: 404 } : undefined);
  expect(await verdictOf(stackProjectCheck, config({}, stack.settings))).toMatchObject({
    verdict: 'pass',
    detail: expect.stringContaining('Whether it takes passwords it does not say.'),
  });
});

test("Stack Auth's limits are told in this project's own numbers, with the hour of the last reset mail", async () => {
  const { config, from } = await project();
  const window = { windowStart: '2026-11-28T02:00:00.000Z', windowMinutes: 120 };
  const red = await redVerdict(stackUsersCheck, config(window), 'users who need a new password or have no way in');
  expect(red).toMatchObject({ severity: 'warning', verdict: 'fail' });
  expect(red.detail).toContain('20 users to create, 4 at a time.');
  expect(red.detail).toContain('2 argon2, 2 encrypted by Supabase Auth, 2 fbscrypt');
  expect(red.fix).toContain('the last mail goes out at 2026-11-28 04:01 UTC');

  await from.execute(
    `UPDATE auth.users SET email = 'ARGON2-3@shop.example' WHERE id = (SELECT id FROM auth.users WHERE email LIKE 'google%' LIMIT 1)`,
  );
  const twice = await redVerdict(stackUsersCheck, config(), 'an e-mail of two users');
  expect(twice).toMatchObject({ severity: 'blocker', detail: expect.stringContaining('argon2-3@shop.example occurs') });

  await from.execute("UPDATE auth.users SET deleted_at = now() WHERE coalesce(email, '') NOT LIKE 'google%'");
  const providers = await redVerdict(stackUsersCheck, config(), 'accounts at providers');
  expect(providers).toMatchObject({ severity: 'info', fix: 'Enable in the Stack Auth project: google.' });
  await from.execute('DELETE FROM auth.identities');
  await from.execute("UPDATE auth.users SET encrypted_password = '$2a$10$' || repeat('x', 53)");
  expect(await verdictOf(stackUsersCheck, config())).toMatchObject({
    verdict: 'pass',
    detail: '20 users to create, 4 at a time.',
  });
});

test('10,000 reset mails take 50 hours', () => {
  const none = { lockedOut: new Map(), providers: new Map(), twice: new Set<string>() };
  const census = {
    users: 12_000,
    resets: new Map([
      ['argon2', 4_000],
      ['none', 6_000],
    ] as const),
    ...none,
  };
  expect(describeCensus(census, {}).detail).toBe(
    '12,000 users to create, 4 at a time. 10,000 of them need a new password: Stack Auth refuses 4,000 hashes (4,000 argon2); at about 200 reset mails an hour that takes 50 h.',
  );
});
