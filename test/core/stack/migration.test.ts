import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { finalizeRun } from '../../../core/rollback/finalize.ts';
import { contentsOf } from '../../support/contents.ts';
import { eventsOf, testMigration, testRunId, type TestMigration } from '../../support/migration.ts';
import { createDatabase, type TestDatabase, useServer } from '../../support/servers.ts';
import {
  referencesSql,
  stackAuthForTest,
  stackPassword,
  stackProjectSql,
  stackUserIdColumns,
  userKinds,
} from '../../support/stack-project.ts';

/** `npm run test:stack` asks for 5,000; both are many batches, and more than one page of the service's list. */
const many = Number(process.env['CUTOVER_STACK_USERS'] ?? 2000);

const source = useServer();
const target = useServer();

interface World {
  readonly from: TestDatabase;
  readonly to: TestDatabase;
  readonly stack: Awaited<ReturnType<typeof stackAuthForTest>>;
  readonly migration: TestMigration;
}

async function world(
  users: number,
  choices: { readonly unmappedUserIds?: 'refuse' | 'null'; readonly jobs?: number } = {},
  project: Parameters<typeof stackAuthForTest>[0] = {},
): Promise<World> {
  const from = await createDatabase(source());
  await from.execute(stackProjectSql(users));
  const to = await createDatabase(target());
  const stack = await stackAuthForTest(project);
  const { jobs = 2, ...profile } = choices;
  const migration = await testMigration(from.url, to.url, { auth: 'stack', jobs }, 'rehearsal', {
    stack: stack.settings,
    profile: { userIdColumns: stackUserIdColumns, ...profile },
  });
  return { from, to, stack, migration };
}

/** Each user once on every side, and every reference rewritten to its user's new id. */
async function expectWhole({ from, to, stack }: World): Promise<void> {
  const users = await from.query<{ id: string }>('SELECT id FROM auth.users ORDER BY id');
  const mapping = await to.query<{ old: string; new: string }>(
    'SELECT supabase_user_id AS old, stack_user_id AS new FROM cutover.user_mapping ORDER BY 1',
  );
  expect(mapping.map((row) => row.old)).toEqual(users.map(({ id }) => id));
  const there = stack.users();
  expect(there).toHaveLength(users.length);
  const origins = new Map(
    there.map(({ id, fields }) => [(fields['server_metadata'] as { supabaseUserId: string }).supabaseUserId, id]),
  );
  expect(origins).toEqual(new Map(mapping.map((row) => [row.old, row.new])));
  const before = new Map(mapping.map((row) => [row.new, row.old]));
  const wanted = await from.query<{ row: string; user: string | null }>(referencesSql);
  const found = await to.query<{ row: string; user: string | null }>(referencesSql);
  const key = (rows: readonly { row: string; user: string | null }[], back: (id: string) => string): string[] =>
    rows.map(({ row, user }) => `${row} -> ${user === null ? 'nobody' : back(user)}`).sort();
  expect(key(found, (id) => before.get(id) ?? (/^[0-9a-f]{8}-/.test(id) ? 'unmapped' : id))).toEqual(
    key(wanted, (id) => id),
  );
}

test(`${many} users of every kind, cut off in the middle and resumed: each there once, every reference rewritten, verified`, async () => {
  const all = await world(many);
  const { from, to, stack, migration } = all;
  // Answers that were lost, users that were created unheard of, and a server that asks for patience.
  stack.fault = (method, path, count) => {
    if (method !== 'POST' || path !== '/api/v1/users') return undefined;
    if (count % 701 === 0) return { type: 'cut-after' };
    if (count % 503 === 0) return { type: 'error', status: 503 };
    return count % 307 === 0 ? { type: 'throttle', retryAfterSeconds: 0 } : undefined;
  };
  migration.onEvent = (event) => {
    if (event.type === 'step.finished' && event.id === `users:${many / 250}`) void migration.control.stop();
  };
  expect(await migration.run()).toMatchObject({ outcome: 'paused' });
  const created = stack.users().length;
  expect(created).toBeGreaterThan(many * 0.4);
  expect(created).toBeLessThan(many);
  migration.onEvent = () => undefined;
  expect(await migration.resume()).toMatchObject({ outcome: 'verified' });
  expect(stack.busiest).toBeLessThanOrEqual(4);
  await expectWhole(all);
  const items = eventsOf(migration.events, 'verify.item');
  expect(items.filter(({ kind }) => kind === 'auth')).toMatchObject([
    { name: 'users one to one', verdict: 'match' },
    { name: 'one login', verdict: 'skipped' },
  ]);

  // A password of the source opens the account: what the service holds is what a login is compared with.
  const kinds = new Map(
    userKinds.map((kind) => [
      kind,
      stack.users().filter(({ fields }) => String(fields['primary_email']).startsWith(`${kind}-`)),
    ]),
  );
  for (const kind of ['bcrypt-2a', 'bcrypt-2b', 'bcrypt-2y'] as const) {
    expect(kinds.get(kind)).toHaveLength(many / 10);
    const hashes = kinds.get(kind)?.map(({ passwordHash }) => passwordHash);
    const [login] = await from.query<{ opened: number }>(
      "SELECT count(*)::int AS opened FROM unnest($1::text[]) AS h WHERE crypt($2, overlay(h placing '$2a$' from 1 for 4)) = overlay(h placing '$2a$' from 1 for 4)",
      [hashes?.slice(0, 20), stackPassword],
    );
    expect(login).toEqual({ opened: 20 });
  }
  expect(
    await to.query('SELECT password, count(*)::int AS users FROM cutover.user_mapping GROUP BY 1 ORDER BY 1'),
  ).toEqual([
    { password: 'carried', users: many * 0.3 },
    { password: 'none', users: many * 0.3 },
    { password: 'reset', users: many * 0.4 },
  ]);
  expect(
    await to.query(
      "SELECT notes, count(*)::int AS users FROM cutover.user_mapping WHERE notes <> '{}' GROUP BY 1 ORDER BY 1",
    ),
  ).toEqual([
    { notes: ['anonymous'], users: many / 10 },
    { notes: ['phone-only'], users: many / 10 },
    { notes: ['provider:kakao'], users: many / 10 },
  ]);

  const path = join(migration.config.stateDir, 'runs', testRunId, 'user-mapping.json');
  const file = JSON.parse(await readFile(path, 'utf8')) as {
    generatedAt: string;
    retainUntil: string;
    mappings: object[];
  };
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(file.mappings).toHaveLength(many);
  expect(Object.keys(file.mappings[0] ?? {})).toEqual(['supabaseUserId', 'stackAuthUserId', 'email', 'migratedAt']);
  expect(Date.parse(file.retainUntil) - Date.parse(file.generatedAt)).toBe(90 * 86_400_000);

  const end = await migration.rollback(to.name);
  expect(end).toMatchObject({ outcome: 'rolled-back', verdict: expect.stringContaining(`${many} users deleted`) });
  expect(stack.users()).toEqual([]);
  expect(await to.query("SELECT to_regnamespace('cutover') AS ledger")).toEqual([{ ledger: null }]);
}, 240_000);

test('a run whose ledger never heard of the last users finds them again by their old ids, and a rollback deletes them', async () => {
  const all = await world(30, { jobs: 1 });
  const { stack, migration } = all;
  let posts = 0;
  // From the tenth user on every answer is lost, as when the machine is switched off.
  stack.fault = (method, path) => {
    if (path !== '/api/v1/users') return undefined;
    if (method === 'POST') posts += 1;
    if (posts <= 10) return undefined;
    return method === 'POST' ? { type: 'cut-after' } : { type: 'error', status: 401 };
  };
  expect(await migration.run()).toMatchObject({ outcome: 'failed' });
  const orphans = stack.users().length;
  expect(orphans).toBeGreaterThan(10);
  expect(await all.to.query('SELECT count(*)::int AS known FROM cutover.user_mapping')).toEqual([{ known: 0 }]);
  stack.fault = undefined;
  expect(await migration.resume()).toMatchObject({ outcome: 'verified' });
  await expectWhole(all);
  await migration.rollback(all.to.name);
  expect(stack.users()).toEqual([]);
});

test('an e-mail that another user of the project has stops the run, and names it', async () => {
  const { stack, migration, from } = await world(10);
  const [user] = await from.query<{ email: string }>('SELECT email FROM auth.users WHERE email IS NOT NULL LIMIT 1');
  await stack.addUser({ primary_email: user?.email, primary_email_auth_enabled: true });
  expect(await migration.run()).toMatchObject({
    outcome: 'failed',
    error: { code: 'stack.taken', message: expect.stringContaining(user?.email ?? '?') },
  });
});

test('a project that takes no passwords stops the run, and is said to be what must change', async () => {
  const { stack, migration } = await world(10, {}, { methods: [] });
  expect(await migration.run()).toMatchObject({
    outcome: 'failed',
    error: { code: 'stack.invalid', hint: expect.stringContaining('Enable signing in by password') },
  });
  expect(stack.users().every(({ passwordHash }) => passwordHash === undefined)).toBe(true);
});

test('an id that no user has fails the copy by name; by choice it becomes NULL where the column allows it', async () => {
  const stray = `INSERT INTO public.notes (body, author, editor) VALUES
    ('stray', 'ffffffff-ffff-4fff-bfff-ffffffffffff', 'ffffffff-ffff-4fff-bfff-ffffffffffff')`;
  const refusing = await world(10);
  await refusing.from.execute(stray);
  expect(await refusing.migration.run()).toMatchObject({
    outcome: 'failed',
    error: {
      code: 'copy.unmapped-user',
      message: expect.stringMatching(/public\.notes\.(author|editor) holds ffffffff-/),
    },
  });
  const emptying = await world(10, { unmappedUserIds: 'null' });
  await emptying.from.execute(stray);
  expect(await emptying.migration.run()).toMatchObject({ outcome: 'verified' });
  expect(await emptying.to.query("SELECT author, editor FROM public.notes WHERE body = 'stray'")).toEqual([
    { author: null, editor: null },
  ]);
});

test('a reference that is not the rewritten one is found by the verification', async () => {
  const { migration, to } = await world(10);
  migration.onEvent = (event) => {
    if (event.type === 'step.started' && event.id === 'verify-schema') void migration.control.stop();
  };
  await migration.run();
  await to.execute(`UPDATE public.notes SET editor = (SELECT supabase_user_id FROM cutover.user_mapping LIMIT 1)
    WHERE editor IS NOT NULL`);
  await to.execute("UPDATE cutover.step SET state = 'pending' WHERE kind = 'verify'");
  migration.onEvent = () => undefined;
  const end = await migration.resume();
  expect(end).toMatchObject({ outcome: 'verification-failed' });
  expect(end.verdict).toContain('public.notes');
});

test('finalize keeps the mapping, and who needs a reset, in the run’s folder', async () => {
  const { migration, to, stack } = await world(20);
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  await finalizeRun({
    config: migration.config,
    emit: () => undefined,
    runId: undefined,
    confirm: to.name,
    endHoldEarly: true,
  });
  const folder = join(migration.config.stateDir, 'runs', testRunId);
  const mapping = JSON.parse(await readFile(join(folder, 'user-mapping.json'), 'utf8')) as { mappings: object[] };
  const resets = JSON.parse(await readFile(join(folder, 'user-resets.json'), 'utf8')) as { users: object[] };
  expect(mapping.mappings).toHaveLength(20);
  expect(resets.users).toHaveLength(8);
  expect(stack.users()).toHaveLength(20);
  expect([...(await contentsOf(to.url)).keys()].some((name) => name.startsWith('cutover.'))).toBe(false);
});

/** The project's tables as a target of one's own has them: without Supabase, and not quite the same. */
const ownSql = `
  CREATE TABLE public.profiles (id uuid PRIMARY KEY, name text, plan text NOT NULL DEFAULT 'free');
  CREATE TABLE public.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, total numeric,
    user_id uuid NOT NULL REFERENCES public.profiles, seller text);
  CREATE INDEX ON public.orders (user_id);
  CREATE TABLE public.visits (at timestamptz NOT NULL, visitor uuid);
  CREATE TABLE public.notes (author varchar(60), body text, kind text, editor uuid);`;

test('into a schema of the target with other types and places every reference is rewritten, and a rollback leaves it empty', async () => {
  const from = await createDatabase(source());
  await from.execute(stackProjectSql(60));
  const to = await createDatabase(target());
  await to.execute(ownSql);
  const stack = await stackAuthForTest();
  const migration = await testMigration(from.url, to.url, { auth: 'stack', schema: 'existing' }, 'rehearsal', {
    stack: stack.settings,
    profile: { userIdColumns: stackUserIdColumns },
  });
  const end = await migration.run();
  expect(end.outcome, end.verdict).toBe('verified');
  expect(stack.users()).toHaveLength(60);
  const ids = await to.query<{ old: string; new: string }>(
    'SELECT supabase_user_id AS old, stack_user_id AS new FROM cutover.user_mapping',
  );
  const olds = new Map(ids.map((row) => [row.new, row.old]));
  const references = (more: string) => `
    SELECT 'orders ' || total AS row, user_id::text AS a, seller::text AS b FROM public.orders
    UNION ALL SELECT 'visits ' || to_char(at, 'YYYY-MM-DD'), visitor::text, NULL FROM public.visits
    UNION ALL SELECT 'notes ' || body, lower(author), editor::text FROM public.notes
    UNION ALL SELECT 'profiles ' || name, id::text, NULL FROM public.profiles ${more}`;
  type Reference = { readonly row: string; readonly a: string | null; readonly b: string | null };
  const sorted = (rows: readonly Reference[], back: (id: string | null) => string | null) =>
    rows.map(({ row, a, b }) => `${row} ${back(a)} ${back(b)}`).sort();
  expect(sorted(await to.query<Reference>(references('')), (id) => olds.get(id ?? '') ?? id)).toEqual(
    sorted(await from.query<Reference>(references('')), (id) => id),
  );
  expect(await migration.verify()).toMatchObject({ outcome: 'verified' });
  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  expect(stack.users()).toHaveLength(0);
  expect(await to.query('SELECT (SELECT count(*) FROM public.orders)::int AS orders')).toEqual([{ orders: 0 }]);
});
