import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { buildProgram, eventsOf, linesOf, privateFolder, runProgram, startProgram } from '../support/program.ts';
import { createDatabase, useServer } from '../support/servers.ts';

// Whole processes and servers: a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000 });
beforeAll(buildProgram, 180_000);

const source = useServer();
const target = useServer();

/** An empty database on each of two servers. */
async function twoDatabases() {
  return await Promise.all([createDatabase(source()), createDatabase(target())]);
}

const shop = `
  CREATE TABLE public.customers (id bigint PRIMARY KEY, name text NOT NULL);
  CREATE TABLE public.orders (id bigint PRIMARY KEY, customer bigint NOT NULL REFERENCES public.customers, total numeric);
  INSERT INTO public.customers SELECT n, 'c' || n FROM generate_series(1, 100) n;
  INSERT INTO public.orders SELECT n, 1 + n % 100, n / 7.0 FROM generate_series(1, 1000) n;`;

test('run, runs, verify, rollback and finalize work from flags and environment, with the exit codes of the contract', async () => {
  const folder = privateFolder();
  const [from, to] = await twoDatabases();
  await from.query(shop);
  await to.query('CREATE TABLE public.precious (id int); INSERT INTO public.precious VALUES (1)');
  const cutover = (...args: string[]) =>
    runProgram(folder, [...args, '--source', from.url], { CUTOVER_TARGET_URL: to.url });

  const plan = await cutover('plan', '--json');
  expect(plan.code).toBe(0);
  const steps = linesOf(plan.stdout)
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'plan.step');
  expect(steps.map(({ label }) => label)).toContain('copy public.orders');
  expect(await to.query('SELECT id FROM public.precious')).toHaveLength(1);

  expect(await cutover('run')).toMatchObject({ code: 2, stdout: '' });
  const run = await cutover('run', '--go', '--json');
  const events = eventsOf(run.stdout);
  expect([run.code, run.stderr]).toEqual([0, '']);
  const finished = events.at(-1);
  if (finished?.type !== 'run.finished') throw new TypeError('the last line is not run.finished');
  expect(finished.outcome).toBe('verified');
  expect(await to.query('SELECT count(*)::int AS n FROM public.orders')).toEqual([{ n: 1000 }]);
  expect(readFileSync(finished.reportPath, 'utf8')).toContain('public.orders');
  const kept = readFileSync(join(finished.reportPath, '../events.ndjson'), 'utf8');
  expect(linesOf(kept).at(-1)).toBe(linesOf(run.stdout).at(-1));

  const runs = await cutover('runs', '--json');
  expect(linesOf(runs.stdout).map((line) => JSON.parse(line))).toMatchObject([
    { type: 'run.listed', runId: finished.runId, state: 'held' },
  ]);
  expect((await cutover('verify')).code).toBe(0);

  await to.query('UPDATE public.orders SET total = 0 WHERE id = 7');
  const differing = await cutover('verify', finished.runId, '--json');
  expect(differing.code).toBe(4);
  const found = eventsOf(differing.stdout).filter(
    (event) => event.type === 'verify.table' && event.verdict === 'differ',
  );
  expect(found).toMatchObject([{ table: 'public.orders' }]);

  const wrong = await cutover('rollback', '--confirm', 'not-the-name');
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain(to.name);
  const shown = await cutover('rollback');
  expect(shown).toMatchObject({ code: 2, stderr: expect.stringContaining(`--confirm ${to.name}`) });
  expect(shown.stdout).toMatch(/goes: schema public: 2 tables[^]*rows of 1 table: 0 inserted, 1 updated, 0 deleted/);
  expect(shown.stdout).toMatch(/comes back: schema public, now public_before_[0-9a-f]{8}: 1 table/);
  expect(await to.query('SELECT count(*)::int AS n FROM public.orders')).toEqual([{ n: 1000 }]);
  const back = await cutover('rollback', '--confirm', to.name, '--json');
  expect(back.code).toBe(5);
  expect(eventsOf(back.stdout)[0]).toMatchObject({ type: 'rollback.planned', database: to.name });
  expect(eventsOf(back.stdout).at(-1)).toMatchObject({
    type: 'run.finished',
    outcome: 'rolled-back',
    verdict: expect.stringContaining('1 table set aside, by count and checksum'),
  });
  expect(await to.query('SELECT id FROM public.precious')).toHaveLength(1);

  expect((await cutover('run', '--go')).code).toBe(0);
  const held = await cutover('finalize', '--confirm', to.name);
  expect(held).toMatchObject({ code: 2, stderr: expect.stringMatching(/held until .* UTC, 4[78] h/) });
  expect((await cutover('finalize', '--confirm', to.name, '--end-hold-early')).code).toBe(0);
  expect((await cutover('rollback', '--confirm', to.name)).code).not.toBe(5);
});

test('a reader that goes away after the first line ends nothing', async () => {
  const folder = privateFolder();
  const [from, to] = await twoDatabases();
  await from.query(shop);
  const program = startProgram(folder, ['run', '--go', '--json', '--source', from.url, '--target', to.url]);
  program.child.stdout.once('data', () => program.child.stdout.destroy());
  const { code, stderr } = await program.ended;
  expect([code, stderr]).toEqual([0, '']);
  const { stdout } = await runProgram(folder, ['runs', '--json']);
  expect(linesOf(stdout).map((line) => JSON.parse(line))).toMatchObject([{ type: 'run.listed', state: 'held' }]);
});

test('an orphan on the source: check exits 3, names constraint and tables, and nothing is written', async () => {
  const folder = privateFolder();
  const [from, to] = await twoDatabases();
  await from.query(`${shop}
    ALTER TABLE public.orders DROP CONSTRAINT orders_customer_fkey;
    INSERT INTO public.orders VALUES (5000, 4711, 1);
    ALTER TABLE public.orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer) REFERENCES public.customers NOT VALID`);
  writeFileSync(join(folder, '.env'), `CUTOVER_SOURCE_URL=${from.url}\nCUTOVER_TARGET_URL=${to.url}\n`);
  const { code, stdout } = await runProgram(folder, ['check', '--json']);
  expect(code).toBe(3);
  const red = eventsOf(stdout).filter(
    (event) => event.type === 'check.finished' && event.verdict === 'fail' && event.severity === 'blocker',
  );
  expect(JSON.stringify(red)).toMatch(/orders_customer_fkey/);
  expect(await to.query("SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'cutover'")).toEqual([]);
});

test('a wrong password is told by check in words, with exit 3, and never shown', async () => {
  const folder = privateFolder();
  const [from, to] = await twoDatabases();
  const wrong = from.url.replace(/:[^:@/]+@/, ':hunter2@');
  const { code, stdout, stderr } = await runProgram(folder, ['check', '--source', wrong, '--target', to.url]);
  expect(code).toBe(3);
  expect(stdout + stderr).toMatch(/password/i);
  expect(stdout + stderr).not.toContain('hunter2');
});

test('without a terminal the wizard names what to run instead, with exit 2', async () => {
  const { code, stdout, stderr } = await runProgram(privateFolder(), []);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('cutover demo');
});
