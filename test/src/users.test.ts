import { expect, test } from 'vitest';
import { sendResets } from '../../core/users.ts';
import { csvField } from '../../src/commands/users.ts';
import { type TestMigration, testMigration } from '../support/migration.ts';
import { runMain } from '../support/run-main.ts';
import { stackAuthForTest, stackProjectSql, stackUserIdColumns } from '../support/stack-project.ts';
import { createDatabase, type TestDatabase, useServer } from '../support/servers.ts';

const source = useServer();
const target = useServer();

interface World {
  readonly to: TestDatabase;
  readonly migration: TestMigration;
  readonly stack: Awaited<ReturnType<typeof stackAuthForTest>>;
  /** Runs `cutover users …` on the two databases. */
  users(line: string, more?: readonly string[]): ReturnType<typeof runMain>;
}

async function world(): Promise<World> {
  const from = await createDatabase(source());
  await from.execute(stackProjectSql(20));
  const to = await createDatabase(target());
  const stack = await stackAuthForTest();
  const profile = { userIdColumns: stackUserIdColumns, windowStart: '2026-12-01T02:00:00Z' };
  const migration = await testMigration(
    from.url,
    to.url,
    { auth: 'stack', schemas: ['public', 'storage'] },
    'rehearsal',
    { stack: stack.settings, profile },
  );
  const env = {
    CUTOVER_SOURCE_URL: from.url,
    CUTOVER_TARGET_URL: to.url,
    CUTOVER_STACK_BASE_URL: stack.settings.baseUrl,
    CUTOVER_STACK_PROJECT_ID: stack.settings.projectId,
    CUTOVER_STACK_SECRET_SERVER_KEY: stack.settings.secretServerKey,
  };
  const files = { 'profile.json': JSON.stringify({ name: 'shop', ...profile }) };
  return {
    to,
    migration,
    stack,
    users: (line, more = []) =>
      runMain(['users', ...line.split(' '), '--config', 'profile.json', ...more], { env, files }),
  };
}

const lines = (text: string): string[] => text.trimEnd().split(/\r?\n/);

test('list says of every user before the run what becomes of it, and notices tell each of them of the window', async () => {
  const { users } = await world();
  const list = await users('list --format csv');
  expect(list).toMatchObject({ code: 0, stderr: '' });
  expect(lines(list.stdout)[0]).toBe('supabaseUserId,email,hash,providers,password,notes');
  expect(lines(list.stdout)).toHaveLength(21);
  expect(list.stdout).toMatch(/,fbscrypt-4@shop\.example,fbscrypt,,reset,/);
  expect(list.stdout).toMatch(/,bcrypt-2a-10@shop\.example,bcrypt,,carried,/);
  const notices = lines((await users('notices --json')).stdout).map(
    (line) => JSON.parse(line) as Record<string, string>,
  );
  expect(notices).toHaveLength(16);
  expect(notices.every(({ type, notice }) => type === 'users.notices' && notice === 'before')).toBe(true);
  expect(notices[0]?.['text']).toContain('on 2026-12-01, 02:00 UTC');
  expect(notices[0]?.['text']).toContain(`Hello ${notices[0]?.['name']},`);
  expect(await users('mapping')).toMatchObject({ code: 1, stderr: expect.stringContaining('no run with users') });
});

test('mapping, resets and the notice after the run come from the ledger', async () => {
  const { users, migration, stack } = await world();
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  const mapping = lines((await users('mapping --format json')).stdout).map(
    (line) => JSON.parse(line) as Record<string, string>,
  );
  expect(new Set(mapping.map(({ stackAuthUserId }) => stackAuthUserId))).toEqual(
    new Set(stack.users().map(({ id }) => id)),
  );
  const resets = lines((await users('resets')).stdout);
  expect(resets[0]).toMatch(/^stackAuthUserId +email +name +sentAt$/);
  expect(resets).toHaveLength(1 + 8);
  const notices = (await users('notices --format csv')).stdout;
  expect(notices.match(/^reset,/gm)).toHaveLength(8);
});

test('reset mails are sent only with their number, and each once: a stop between two of them costs none and repeats none', async () => {
  const { users, migration, stack } = await world();
  await migration.run();
  const callback = ['--callback-url', 'https://shop.example/reset'];
  const asked = await users('send-resets', callback);
  expect(asked).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/8 reset mails, at 200 an hour: .*--confirm 8/s),
  });
  expect(await users('send-resets --confirm 5', callback)).toMatchObject({ code: 2 });
  expect(stack.resetMails).toEqual([]);

  const stop = new AbortController();
  const sent = await sendResets({
    config: migration.config,
    signal: stop.signal,
    confirm: 8,
    callbackUrl: 'https://shop.example/reset',
    perHour: 1_000_000,
    sent: (mails) => {
      if (mails === 3) stop.abort();
    },
  });
  expect(sent).toEqual({ mails: 3, of: 8 });
  const rest = await users('send-resets --confirm 5 --per-hour 1000000', callback);
  expect(rest).toMatchObject({ code: 0, stdout: '5 reset mails were sent\n' });
  expect(stack.resetMails).toHaveLength(8);
  expect(new Set(stack.resetMails).size).toBe(8);
  expect(await users('send-resets', callback)).toMatchObject({ code: 0, stdout: 'no reset mail is left to be sent\n' });
});

test('a field of CSV is quoted where it must be, and a name is no formula', () => {
  expect(csvField('plain')).toBe('plain');
  expect(csvField('a "b", c')).toBe('"a ""b"", c"');
  expect(csvField('=HYPERLINK("x")')).toBe('"\'=HYPERLINK(""x"")"');
});
