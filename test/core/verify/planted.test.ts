import { beforeAll, expect, test } from 'vitest';
import { createSample, sampleOwner, sampleSuperuser } from '../../../core/demo/sample.ts';
import { eventsOf, type TestMigration, testMigration } from '../../support/migration.ts';
import { createDatabase, type TestDatabase, useServer, withClient } from '../../support/servers.ts';

/** `npm run test:verify` plants into 5 million rows, and moves everything 20 times. */
const full = process.env['CUTOVER_VERIFY'] === 'all';
const rows = full ? 5_000_000 : 20_000;
const cleanRuns = full ? 20 : 1;

const source = useServer({ superuser: sampleSuperuser });
const target = useServer();

const entriesSql = `
  CREATE TABLE public.accounts (id int PRIMARY KEY, label text NOT NULL DEFAULT 'new');
  CREATE TABLE public.entries (
    id bigint PRIMARY KEY, account int NOT NULL CONSTRAINT entries_account_fkey REFERENCES public.accounts,
    amount numeric(12, 2) NOT NULL, note text, at timestamptz NOT NULL);
  CREATE TABLE public.visits (at timestamptz, path text);
  CREATE SEQUENCE public.tickets;
  INSERT INTO public.accounts SELECT i, 'account ' || i FROM generate_series(1, 1000) i;
  INSERT INTO public.entries SELECT i, i % 1000 + 1, i * 0.25, 'note ' || md5(i::text) || md5((-i)::text),
    timestamptz '2026-01-01' + i * interval '1 s' FROM generate_series(1, ${rows}) i;
  INSERT INTO public.visits SELECT timestamptz '2026-01-01' + i % 50 * interval '1 day', '/' || i % 10
    FROM generate_series(1, 1000) i;
  SELECT setval('public.tickets', 4711);
  CREATE INDEX entries_at ON public.entries (at);
  CREATE INDEX entries_account ON public.entries (account);
  CREATE FUNCTION public.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
  CREATE TRIGGER stamp BEFORE UPDATE ON public.accounts FOR EACH ROW EXECUTE FUNCTION public.stamp();
  ALTER TABLE public.accounts ENABLE ROW LEVEL SECURITY;
  CREATE POLICY everybody ON public.accounts USING (true);
  GRANT SELECT ON public.visits TO authenticated;
  ANALYZE;`;

let sourceUrl: string;
let moved: TestDatabase;

beforeAll(async () => {
  await createSample(source(), { scale: 0.02 });
  sourceUrl = source().url(sampleOwner);
  await withClient(sourceUrl, async (client) => void (await client.query(entriesSql)));
}, 600_000);

/** Found and named: `kind name: verdict` of everything that is not alike. */
async function differences(migration: TestMigration): Promise<{ outcome: string; verdict: string; named: string[] }> {
  migration.events.length = 0;
  const { outcome, verdict } = await migration.verify();
  const items = eventsOf(migration.events, 'verify.item').filter(
    ({ verdict: of, name }) => ['missing', 'differs', 'extra'].includes(of) && !name.startsWith('all '),
  );
  const tables = eventsOf(migration.events, 'verify.table').filter(({ verdict: of }) => of === 'differ');
  return {
    outcome,
    verdict,
    named: [
      ...tables.map(({ table, reason }) => `table ${table}: ${reason}`),
      ...items.map(({ kind, name, verdict: of, detail }) => `${kind} ${name}: ${of}: ${detail}`),
    ],
  };
}

const middle = rows / 2;
const replica = (sql: string): string => `SET session_replication_role = replica; ${sql}`;

/** What is planted, how it is taken back, and how it is named. */
const planted: readonly (readonly [name: string, plant: string, undo: string, ...named: RegExp[]])[] = [
  [
    'one byte in one row',
    `UPDATE public.entries SET note = overlay(note PLACING '~' FROM 9) WHERE id = ${middle}`,
    `UPDATE public.entries SET note = 'note ' || md5(id::text) || md5((-id)::text) WHERE id = ${middle}`,
    new RegExp(
      `^table public.entries: as many rows on both ends, but other contents: 1 with other values; first id = ${middle}$`,
    ),
    new RegExp(`^row public.entries: id = ${middle}: differs: other values in note$`),
  ],
  [
    'a missing row',
    'CREATE TABLE public_kept AS SELECT * FROM public.entries WHERE id = 77; DELETE FROM public.entries WHERE id = 77',
    'INSERT INTO public.entries SELECT * FROM public_kept; DROP TABLE public_kept',
    /^table public.entries: the target lacks 1 row: 1 missing; first id = 77$/,
    /^row public.entries: id = 77: missing: on the source, not on the target$/,
  ],
  [
    'an extra row',
    'INSERT INTO public.entries SELECT -1, account, amount, note, at FROM public.entries WHERE id = 1',
    'DELETE FROM public.entries WHERE id = -1',
    /^table public.entries: the target has 1 row more: 1 beyond the source; first id = -1$/,
    /^row public.entries: id = -1: extra: on the target, not on the source$/,
  ],
  [
    'a doubled row',
    'INSERT INTO public.visits SELECT * FROM public.visits LIMIT 1',
    'DELETE FROM public.visits WHERE ctid = (SELECT max(ctid) FROM public.visits)',
    /^table public.visits: the target has 1 row more: 1 not as often; first row hash -?\d+$/,
    /^row public.visits: row hash -?\d+: differs: 20× on the source, 21× on the target$/,
  ],
  [
    'a changed sequence',
    "SELECT setval('public.tickets', 4710)",
    "SELECT setval('public.tickets', 4711)",
    /^sequence-value public.tickets: differs: source: last value 4711 \| target: last value 4710$/,
  ],
  [
    'a dropped index',
    'DROP INDEX public.entries_at',
    'CREATE INDEX entries_at ON public.entries (at)',
    /^index public.entries_at: missing:/,
  ],
  [
    'an index that is not valid',
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'public.entries_account'::regclass",
    "UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'public.entries_account'::regclass",
    /^index public.entries_account: differs: .*target: not valid:/,
  ],
  [
    'a disabled trigger',
    'ALTER TABLE public.accounts DISABLE TRIGGER stamp',
    'ALTER TABLE public.accounts ENABLE TRIGGER stamp',
    /^trigger stamp on public.accounts: differs:/,
  ],
  [
    'a lost policy',
    'DROP POLICY everybody ON public.accounts',
    'CREATE POLICY everybody ON public.accounts USING (true)',
    /^policy everybody on public.accounts: missing:/,
  ],
  [
    'a changed default',
    "ALTER TABLE public.accounts ALTER label SET DEFAULT 'NEW'",
    "ALTER TABLE public.accounts ALTER label SET DEFAULT 'new'",
    /^column public.accounts.label: differs:/,
  ],
  [
    'a revoked grant',
    'REVOKE SELECT ON public.visits FROM authenticated',
    'GRANT SELECT ON public.visits TO authenticated',
    /^grants table public.visits: differs: the target lacks .*authenticated=SELECT/,
  ],
  [
    'a hash with another case',
    "CREATE TABLE public_kept AS SELECT id, encrypted_password FROM auth.users WHERE encrypted_password ~ '[a-z]{3}$' LIMIT 1; UPDATE auth.users u SET encrypted_password = left(u.encrypted_password, 7) || upper(substr(u.encrypted_password, 8)) FROM public_kept k WHERE k.id = u.id",
    'UPDATE auth.users u SET encrypted_password = k.encrypted_password FROM public_kept k WHERE k.id = u.id; DROP TABLE public_kept',
    /^table auth.users: /,
    /^row auth.users: id = [0-9a-f-]{36}: differs: other values in encrypted_password$/,
    /^auth password hashes: differs: users whose id or hash is not the source's: id = [0-9a-f-]{36} \(differs\)$/,
  ],
  [
    'an orphan',
    replica('DELETE FROM public.accounts WHERE id = 7'),
    replica("INSERT INTO public.accounts VALUES (7, 'account 7')"),
    /^table public.accounts: the target lacks 1 row: 1 missing; first id = 7$/,
    /^row public.accounts: id = 7: missing/,
    new RegExp(
      `^foreign-key entries_account_fkey on public.entries: differs: ${rows / 1000} rows of public.entries \\(account\\) without a partner in public.accounts; 0 on the source$`,
    ),
  ],
];

test(`${cleanRuns} clean runs, the first with ${rows} rows in one table, verify without a false alarm`, async () => {
  for (let run = 0; run < cleanRuns; run += 1) {
    const database = await createDatabase(target());
    // The first one has all rows, and stays for what is planted.
    const excludeTables = full && run > 0 ? ['public.entries'] : [];
    const migration = await testMigration(sourceUrl, database.url, { jobs: 4 - (run % 4), excludeTables });
    const end = await migration.run();
    expect(end).toMatchObject({ outcome: 'verified' });
    expect(await differences(migration)).toMatchObject({ outcome: 'verified', named: [] });
    if (run === 0) moved = database;
    else await migration.rollback(database.name);
  }
}, 3_600_000);

// In a schema that is not compared.
const kept = (sql: string): string => sql.replaceAll('public_kept', 'cutover.kept_by_the_test');

test.runIf(full)(
  'every kind of difference that is planted after a run is found and named, and nothing else is',
  async () => {
    const migration = await testMigration(sourceUrl, moved.url);
    for (const [name, plant, undo, ...named] of planted) {
      await moved.execute(kept(plant));
      const found = await differences(migration);
      expect(found.outcome, name).toBe('failed');
      expect(found.named, name).toEqual(named.map((each) => expect.stringMatching(each)));
      await moved.execute(kept(undo));
    }
    expect(await differences(migration)).toMatchObject({ outcome: 'verified', named: [] });
  },
  3_600_000,
);

test('differences of every kind that are there at the same time are all found and named, and nothing else is', async () => {
  const migration = await testMigration(sourceUrl, moved.url);
  // Each by itself keeps to a table of its own.
  for (const [, plant] of planted) await moved.execute(kept(plant).replaceAll('kept_by_the_test', keptTable(plant)));
  const found = await differences(migration);
  expect(found.outcome).toBe('failed');
  const items = planted
    .flatMap(([, , , ...named]) => named)
    .filter(({ source: pattern }) => !pattern.startsWith('^table'));
  const unnamed = items.filter((pattern) => !found.named.some((line) => pattern.test(line)));
  const unplanted = found.named.filter(
    (line) => !line.startsWith('table ') && !items.some((pattern) => pattern.test(line)),
  );
  expect({ unnamed, unplanted }).toEqual({ unnamed: [], unplanted: [] });
  for (const [, plant, undo] of planted.toReversed()) {
    await moved.execute(kept(undo).replaceAll('kept_by_the_test', keptTable(plant)));
  }
  expect(await differences(migration)).toMatchObject({ outcome: 'verified', named: [] });
}, 3_600_000);

function keptTable(plant: string): string {
  return `kept_${planted.findIndex(([, sql]) => sql === plant)}`;
}
