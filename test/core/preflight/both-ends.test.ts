import { expect, test } from 'vitest';
import { profileSchema } from '../../../core/config.ts';
import { clockCheck } from '../../../core/preflight/clock.ts';
import { leftoverRunCheck } from '../../../core/preflight/leftover-run.ts';
import { linkCheck } from '../../../core/preflight/link.ts';
import { adviseSettings, loadSettingsCheck } from '../../../core/preflight/load-settings.ts';
import { requiredTablesCheck } from '../../../core/preflight/required-tables.ts';
import { compareColumns, tableDifferencesCheck } from '../../../core/preflight/table-differences.ts';
import { targetWal, targetWalCheck } from '../../../core/preflight/target-wal.ts';
import { timeZoneCheck } from '../../../core/preflight/time-zone.ts';
import { describeMissing, missingParts, requiredTables } from '../../../core/required-tables.ts';
import { proxyForTest } from '../../support/proxy.ts';
import { query, serverForTest, useServer, withClient } from '../../support/servers.ts';
import { configFor, configOf, createEnds, verdictOf } from './ends.ts';
import { expectRed } from './words.ts';

const source = useServer({ major: 17 });
const target = useServer({
  major: 17,
  settings: { max_wal_size: '32MB', checkpoint_timeout: '30s', autovacuum: 'on', autovacuum_naptime: '1s' },
});

test('a slow link is measured, and held against the window', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(
    'CREATE TABLE events AS SELECT i, repeat(md5(i::text), 8) AS filler FROM generate_series(1, 12000) i',
  );
  expect(await verdictOf(linkCheck, configOf(ends))).toMatchObject({ verdict: 'pass' });
  const proxy = await proxyForTest(ends.source.url, { bytesPerSecond: 1_000_000, latencyMs: 35 });
  const config = configFor({ sourceUrl: proxy.url(ends.source.url), targetUrl: ends.target.url });
  const red = await verdictOf(linkCheck, { ...config, profile: { ...config.profile, windowMinutes: 0.05 } });
  expect(red).toMatchObject({ severity: 'warning', verdict: 'fail' });
  expect(red.detail).toMatch(
    // No more than the proxy lets through; a busy machine takes less.
    /^Source \d{2,3}\.\d ms, [1-9]\d\d kB\/s; target .* on the wire alone, and the window is 3 s\./,
  );
  expect(red.fix).toContain('next to the source');
  await expectRed(red, 'a slow link, and a window', [
    [/^.*Source [\d.]+ ms, \d+ kB/gm, 'Source 72.1 ms, 940 kB'],
    [/target [\d.]+ ms, [\d.]+ [kMG]B/g, 'target 0.3 ms, 210 MB'],
    [/\. [\d.]+ MB of rows take \d+ s/g, '. 3.8 MB of rows take 4 s'],
  ]);
});

test('settings that slow a load come with the command that mends each, its gain, and the way back', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(`
    CREATE TABLE big (filler text);
    INSERT INTO big SELECT repeat(md5(i::text), 30) FROM generate_series(1, 90000) i`);
  const red = await verdictOf(loadSettingsCheck, configOf(ends));
  expect(red).toMatchObject({ severity: 'warning', verdict: 'fail' });
  expect(red.fix).toContain("ALTER SYSTEM SET max_wal_size = '1GB';");
  expect(red.fix).toContain('ALTER SYSTEM RESET max_wal_size;');
  await expectRed(red, 'settings of a small server', [[/^For [\d.]+ MB/gm, 'For 89 MB']]);
  // The commands are those of a server: what they leave is green.
  const commands = red.fix.split('Gain:')[0]?.match(/ALTER SYSTEM SET [^;]+;/g) ?? [];
  for (const command of commands) await query(target().url(), command);
  await query(target().url(), 'SELECT pg_reload_conf()');
  await expect.poll(async () => (await verdictOf(loadSettingsCheck, configOf(ends))).verdict).toBe('pass');
});

test('what a setting costs follows from the size of the load', () => {
  const stock = {
    maxWalBytes: 1024 ** 3,
    completionTarget: 0.9,
    checkpointSeconds: 300,
    autovacuum: true,
    naptimeSeconds: 60,
    indexWorkers: 2,
  };
  const names = (bytes: number, change: Partial<typeof stock> = {}): string[] =>
    adviseSettings({ ...stock, ...change }, bytes).map(({ name }) => name);
  expect(names(0.5 * 1024 ** 3)).toEqual([]);
  expect(names(20 * 1024 ** 3)).toEqual(['max_wal_size', 'checkpoint_timeout', 'autovacuum_naptime']);
  expect(names(20 * 1024 ** 3, { maxWalBytes: 64 * 1024 ** 3, checkpointSeconds: 3600, autovacuum: false })).toEqual(
    [],
  );
  expect(names(2 * 1024 ** 3, { indexWorkers: 0, maxWalBytes: 16 * 1024 ** 3, naptimeSeconds: 3600 })).toEqual([
    'max_parallel_maintenance_workers',
  ]);
  expect(adviseSettings(stock, 20 * 1024 ** 3)[0]).toMatchObject({
    cost: 'max_wal_size is 1.0 GB: the load forces about 38 checkpoints',
    value: "'32GB'",
  });
  // More WAL than that is asked of nobody's disk.
  expect(adviseSettings(stock, 1024 ** 4)[0]?.value).toBe("'32GB'");
});

test('an archive that fails, a slot without a consumer and a standby that follows are told, with the WAL that they get', async () => {
  const broken = await serverForTest({
    settings: { archive_mode: 'on', archive_command: "'false'", max_slot_wal_keep_size: '1GB' },
  });
  const ends = await createEnds(source(), broken);
  await query(broken.url(), "SELECT pg_create_physical_replication_slot('forgotten', true)");
  await query(broken.url(), 'SELECT pg_switch_wal()');
  const archiver = 'SELECT failed_count > 0 AS failed FROM pg_stat_archiver';
  await expect.poll(() => query(broken.url(), archiver), { timeout: 20_000 }).toEqual([{ failed: true }]);
  const red = await verdictOf(targetWalCheck, configOf(ends));
  expect(red).toMatchObject({ severity: 'warning', verdict: 'fail' });
  expect(red.detail).toMatch(/archiving fails \(\d+ times?\)/);
  expect(red.detail).toContain('1 slot without a consumer keeps it (forgotten), up to 1GB');
  await expectRed(red, 'an archive that fails, and a slot without a consumer', [
    [/fails \(\d+ times?\)/g, 'fails (3 times)'],
  ]);
  expect(await verdictOf(targetWalCheck, configOf(await createEnds(source(), target())))).toMatchObject({
    verdict: 'pass',
    detail: 'wal_level is logical; the load writes about 0 bytes of WAL, which nobody follows.',
  });
});

test('whoever receives WAL of the target will lag', async () => {
  const ends = await createEnds(source(), target());
  // A replication connection that streams is a standby to the server.
  await withClient(`${target().url()}?replication=true&application_name=standby_1`, async (client) => {
    client.query('START_REPLICATION 0/1000000').catch(() => undefined);
    const seen = "SELECT count(*)::int AS count FROM pg_stat_replication WHERE application_name = 'standby_1'";
    await expect.poll(() => query(target().url(), seen)).toEqual([{ count: 1 }]);
    const red = await verdictOf(targetWal(0), configOf(ends));
    expect(red.detail).toContain('1 standby follows (standby_1), which will lag');
    await expectRed(red, 'a standby follows');
  });
});

test('time zones that differ are a warning, with the columns that they reach; two names of one zone are none', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute('CREATE TABLE bills (due date, made timestamp DEFAULT now(), paid timestamptz)');
  await ends.target.execute(`ALTER DATABASE ${ends.target.name} SET timezone TO 'Etc/UTC'`);
  expect(await verdictOf(timeZoneCheck, configOf(ends))).toMatchObject({
    verdict: 'pass',
    detail: 'New sessions begin with UTC and Etc/UTC, which are alike.',
  });
  await ends.target.execute(`ALTER DATABASE ${ends.target.name} SET timezone TO 'Europe/Berlin'`);
  const red = await verdictOf(timeZoneCheck, configOf(ends));
  expect(red).toMatchObject({ severity: 'warning' });
  expect(red.detail).toContain('2 columns without a time zone: public.bills.due, public.bills.made');
  await expectRed(red, 'another time zone');
});

test('a clock that is wrong is told by how much, on which end', async () => {
  const ends = await createEnds(source(), target());
  expect(await verdictOf(clockCheck, configOf(ends))).toMatchObject({ verdict: 'pass' });
  await ends.target.execute(`
    SET allow_system_table_mods = on;
    ALTER FUNCTION pg_catalog.clock_timestamp() RENAME TO real_clock;
    CREATE FUNCTION pg_catalog.clock_timestamp() RETURNS timestamptz LANGUAGE sql
      AS $$ SELECT pg_catalog.real_clock() - interval '2 hours' $$`);
  const red = await verdictOf(clockCheck, configOf(ends));
  expect(red).toMatchObject({ severity: 'warning' });
  expect(red.detail).toMatch(/^The target's clock is 2\.0 h behind the source's \(to within 0\.\d+ s\)\./);
  await expectRed(red, 'a clock that is two hours late', [
    [/within 0\.\d+ s/g, 'within 0.004 s'],
    [/The source is [\d.]+ s (?:ahead of|behind)/g, 'The source is 0.0 s ahead of'],
  ]);
});

test('required tables and columns that are not there, or whose rows stay behind, stop a run', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute('CREATE TABLE users (id int, email text); CREATE TABLE logs (id int)');
  const config = configOf(ends, { excludeTables: ['public.logs'] });
  const requiring = (named: unknown) => ({
    ...config,
    profile: profileSchema.parse({ name: 'test', requiredTables: named }),
  });
  expect(await verdictOf(requiredTablesCheck, config)).toMatchObject({
    verdict: 'pass',
    detail: 'The profile names none.',
  });
  expect(
    await verdictOf(requiredTablesCheck, requiring(['public.users', { table: 'public.users', columns: ['email'] }])),
  ).toMatchObject({ verdict: 'pass' });
  const red = await verdictOf(
    requiredTablesCheck,
    requiring(['public.orders', { table: 'public.users', columns: ['id', 'role', 'locale'] }, 'public.logs']),
  );
  expect(red).toMatchObject({ severity: 'blocker' });
  expect(red.detail).toBe(
    'Of 3 required tables, the source, as it is moved, has no public.orders, public.users (role, locale); rows stay behind of public.logs (left out by --exclude-table).',
  );
  await expectRed(red, 'a table, two columns and rows are missing');
  expect(() => requiring(['orders'])).toThrow(/schema\.table/);
});

test('required tables are compared with any side that has tables and columns', () => {
  const required = requiredTables({ requiredTables: ['a.b', { table: 'a.c', columns: ['x', 'y'] }] });
  const side = [{ key: 'a.c', columns: [{ name: 'x' }] }];
  expect(missingParts(required, side).map(describeMissing)).toEqual(['a.b', 'a.c (y)']);
  expect(missingParts(required, [...side, { key: 'a.b', columns: [] }])).toEqual([{ table: 'a.c', columns: ['y'] }]);
});

test('tables that the target has already are compared by their columns, and their rows counted', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute('CREATE TABLE users (id int, email text); CREATE TABLE same (id int)');
  await ends.target.execute('CREATE TABLE users (id bigint, name text); CREATE TABLE same (id int)');
  const red = await verdictOf(tableDifferencesCheck, configOf(ends));
  expect(red).toMatchObject({ severity: 'info' });
  expect(red.detail).toContain(
    '1 table differs: public.users: id is bigint instead of integer, email is not there, name is there alone.',
  );
  await expectRed(red, 'a table with other columns', [[/about [\d,]+ rows?/g, 'about 1,200 rows']]);
  expect(compareColumns({ columns: [] }, { columns: [] })).toEqual([]);
});

test('a cutover that is at work on the target at this moment is found by its lock', async () => {
  const ends = await createEnds(source(), target());
  await withClient(ends.target.url, async (client) => {
    await client.query(`SELECT pg_advisory_lock(('x' || encode('cutover', 'hex'))::bit(56)::bigint)`);
    const red = await verdictOf(leftoverRunCheck, configOf(ends));
    expect(red).toMatchObject({ severity: 'blocker' });
    expect(red.detail).toMatch(/^Another cutover is at work on the target \(process \d+ from 127\.0\.0\.1, since /);
    await expectRed(red, 'another cutover is at work', [[/since [\d-]+T[\d:]+Z/g, 'since 2026-11-20T02:00Z']]);
  });
});
