import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createEngine } from '../../../core/engine.ts';
import { dumpText, eventsOf, testMigration } from '../../support/migration.ts';
import { createDatabase, type TestDatabase, useServer } from '../../support/servers.ts';
import { cronDouble, vaultDouble, webhooksDouble } from '../../support/supabase-extensions.ts';

const older = useServer({ major: 15 });
const newer = useServer();

const project = `
  CREATE TABLE orders (id integer PRIMARY KEY); INSERT INTO orders VALUES (1), (2);
  CREATE TABLE notes (id integer PRIMARY KEY);
  CREATE PUBLICATION supabase_realtime FOR TABLE orders;
  ${vaultDouble} ${cronDouble} ${webhooksDouble}
  CREATE TRIGGER tell AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION supabase_functions.http_request();
  SELECT vault.create_secret('first of all secrets', 'stripe', 'payments');
  SELECT vault.create_secret('second of all secrets', 'mail');
  SELECT vault.create_secret('third of all secrets');
  SELECT cron.schedule('nightly', '0 3 * * *', 'SELECT net.http_post(''Bearer hidden token'')');
  SELECT cron.schedule('hourly', '0 * * * *', 'VACUUM');
  SELECT cron.schedule('* * * * *', 'SELECT 1');`;
const onlyPublic = { schemas: ['public'] };
const secretsSql = 'SELECT name, description, decrypted_secret AS secret FROM vault.decrypted_secrets ORDER BY 3';
const jobsSql = 'SELECT jobname, schedule, command, active FROM cron.job ORDER BY jobid';

async function withServices(database: TestDatabase): Promise<void> {
  await database.execute(`${vaultDouble} ${cronDouble}
    CREATE TABLE own (id integer); CREATE PUBLICATION supabase_realtime FOR TABLE own;
    SELECT vault.create_secret('the target''s own', 'mail'); SELECT cron.schedule('hourly', '30 * * * *', 'ANALYZE');`);
}

test('secrets and jobs are made anew where the target has Vault and pg_cron, jobs paused, what is there stays; a rollback removes exactly these', async () => {
  const from = await createDatabase(older());
  await from.execute(project);
  const to = await createDatabase(newer());
  await withServices(to);
  const before = { dump: await dumpText(to.url), secrets: await to.query(secretsSql), jobs: await to.query(jobsSql) };
  const migration = await testMigration(from.url, to.url, onlyPublic);
  // Its trigger's function is in a schema that does not move.
  await from.execute('ALTER TABLE orders DISABLE TRIGGER tell; DROP TRIGGER tell ON orders');
  const end = await migration.run();
  expect(eventsOf(migration.events, 'step.failed')).toEqual([]);
  expect(end.outcome, end.verdict).toBe('verified');
  expect(await to.query(secretsSql)).toEqual([
    { name: 'stripe', description: 'payments', secret: 'first of all secrets' },
    { name: 'mail', description: '', secret: "the target's own" },
    { name: null, description: '', secret: 'third of all secrets' },
  ]);
  expect(await to.query(jobsSql)).toEqual([
    { jobname: 'hourly', schedule: '30 * * * *', command: 'ANALYZE', active: true },
    {
      jobname: 'nightly',
      schedule: '0 3 * * *',
      command: "SELECT net.http_post('Bearer hidden token')",
      active: false,
    },
    { jobname: null, schedule: '* * * * *', command: 'SELECT 1', active: false },
  ]);
  const [found] = eventsOf(migration.events, 'by-hand.found');
  expect(found?.items.map(({ subject, count, names }) => [subject, count, names])).toEqual(
    expect.arrayContaining([
      ['Vault secrets', 1, ['mail']],
      ['pg_cron jobs', 1, ['hourly']],
      ['pg_cron jobs that were carried paused', 2, ['nightly', '3']],
    ]),
  );
  const kept = JSON.stringify([migration.events, await to.query('SELECT * FROM cutover.run, cutover.step')]);
  expect(kept).not.toMatch(/of all secrets|hidden token/);

  await to.execute("SELECT vault.create_secret('made after the run', 'younger')");
  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  await to.execute("DELETE FROM vault.secrets WHERE name = 'younger'");
  expect(await to.query(secretsSql)).toEqual(before.secrets);
  expect(await to.query(jobsSql)).toEqual(before.jobs);
  expect(await dumpText(to.url)).toBe(before.dump);
});

test('a secret that the target refuses is in no error and no event', async () => {
  const from = await createDatabase(older());
  await from.execute(`${vaultDouble} SELECT vault.create_secret('not to be seen', 'one')`);
  const to = await createDatabase(newer());
  await to.execute(`${vaultDouble} ALTER TABLE vault.secrets ADD CHECK (secret = '')`);
  const migration = await testMigration(from.url, to.url, onlyPublic);
  expect(await migration.run()).toMatchObject({ outcome: 'failed', verdict: expect.stringContaining('secret one') });
  const kept = JSON.stringify([migration.events, await to.query('SELECT * FROM cutover.run, cutover.step')]);
  const encoded = Buffer.from('not to be seen').toString('base64');
  expect(kept).not.toMatch(new RegExp(`not to be seen|${encoded}`));
});

test('what no copy does is in the report with its number and what to do, and what no SQL can see is named once', async () => {
  const from = await createDatabase(older());
  await from.execute(`${project}
    CREATE SCHEMA auth; CREATE TABLE auth.users (id uuid PRIMARY KEY);
    CREATE TABLE auth.identities (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), provider text);
    INSERT INTO auth.identities (provider) VALUES ('email'), ('google'), ('google');
    CREATE SCHEMA storage; CREATE TABLE storage.objects (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), bucket_id text, name text);
    INSERT INTO storage.objects (bucket_id, name) SELECT 'b', 'f' || g FROM generate_series(10, 40) g;
    CREATE ROLE shop_login LOGIN PASSWORD 'hush'; GRANT SELECT ON orders TO shop_login;
    CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w;
    CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (password 'hush');`);
  const to = await createDatabase(newer());
  const { config } = await testMigration(from.url, to.url);
  const engine = createEngine(config);
  const result = await engine.run({ go: true });
  await engine.close();
  expect(result.outcome, result.verdict).toBe('verified');
  const folder = join(config.stateDir, 'runs', result.runId ?? '');
  const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as { todo: string[] };
  const line = (start: string): unknown => expect.stringContaining(start);
  expect(report.todo).toEqual(
    expect.arrayContaining([
      line('3 × Vault secrets (mail, stripe, '),
      line('3 × pg_cron jobs (nightly, hourly, 3): Install pg_cron'),
      line('1 × database webhooks (tell on public.orders): '),
      line('1 × OAuth providers in use (google): '),
      line('31 × storage files (b/f10, '),
      line('1 × foreign servers (far): '),
      line('1 × user mappings (postgres on server far): '),
      line('1 × roles that log in (shop_login): They are made NOLOGIN'),
      line('1 × tables in the publication supabase_realtime (public.orders): '),
      line('Look at Edge Functions: '),
      line('Look at SMTP settings: '),
    ]),
  );
  const kept = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')));
  expect(kept.join('\n')).not.toMatch(/hush|of all secrets|hidden token/);
  await from.execute('DROP OWNED BY shop_login; DROP ROLE shop_login');
});
