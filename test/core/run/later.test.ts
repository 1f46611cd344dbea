import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { createEngine } from '../../../core/engine.ts';
import type { EventBody } from '../../../core/events.ts';
import type { EngineConfig } from '../../../core/config.ts';
import { connect } from '../../../core/postgres/session.ts';
import { finalizeRun } from '../../../core/rollback/finalize.ts';
import { contentsOf } from '../../support/contents.ts';
import { dumpText, eventsOf, testMigration } from '../../support/migration.ts';
import { createDatabase, query, sessionsGone, type TestDatabase, useServer } from '../../support/servers.ts';

const source = useServer();
const target = useServer();

/** A log and its partitioned sibling that are worth leaving out, with all that refers to them or fires for their rows. */
const project = `
  CREATE TABLE public.customers (id integer PRIMARY KEY, name text);
  CREATE TABLE public.log (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer integer NOT NULL REFERENCES public.customers, parent integer REFERENCES public.log, note text
  );
  CREATE INDEX ON public.log (note);
  CREATE TABLE public.flags (log integer REFERENCES public.log, reason text);
  CREATE TABLE public.events (at date NOT NULL, log integer REFERENCES public.log, PRIMARY KEY (at, log))
    PARTITION BY RANGE (at);
  CREATE TABLE public.events_old PARTITION OF public.events FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
  CREATE TABLE public.events_new PARTITION OF public.events DEFAULT;
  CREATE TABLE public.audit (entry text);
  CREATE MATERIALIZED VIEW public.totals AS SELECT customer, count(*) AS total FROM public.log GROUP BY 1;
  CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO public.audit VALUES (TG_OP); RETURN NULL; END $$;
  INSERT INTO public.customers SELECT g, 'customer ' || g FROM generate_series(1, 50) g;
  INSERT INTO public.log (customer, parent, note) SELECT 1 + g % 50, nullif(g - 1, 0), 'entry ' || g FROM generate_series(1, 2000) g;
  INSERT INTO public.flags SELECT g, 'odd' FROM generate_series(1, 100) g;
  INSERT INTO public.events SELECT date '2025-06-01' + g, g FROM generate_series(1, 500) g;
  CREATE TRIGGER note AFTER INSERT OR DELETE ON public.log FOR EACH ROW EXECUTE FUNCTION public.note();
  ALTER TABLE public.log ENABLE ROW LEVEL SECURITY;
  REFRESH MATERIALIZED VIEW public.totals;
`;

const leftOut = { excludeTables: ['public.log', 'public.events'] };

async function heldRun(options: Parameters<typeof testMigration>[2] = {}) {
  const from = await createDatabase(source());
  await from.execute(project);
  const to = await createDatabase(target());
  const migration = await testMigration(from.url, to.url, { ...leftOut, ...options });
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  migration.events.length = 0;
  return { from, to, migration };
}

async function unvalidated(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    "SELECT conname AS name FROM pg_constraint WHERE contype = 'f' AND NOT convalidated ORDER BY 1",
  );
  return rows.map(({ name }) => name);
}

/** An engine in a process of its own copies the tables, and is killed with SIGKILL when the step has ended. */
async function killedWhenFinished(id: string, config: EngineConfig, onlyTables: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../support/run-child.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(`${JSON.stringify({ command: 'run', config, onlyTables })}\n`);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as { type: string; id?: string };
    if (event.type === 'step.finished' && event.id === id) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
}

const totals = 'SELECT customer, total FROM public.totals ORDER BY 1';

test('tables that were left out follow one after the other, until the whole target is verified', async () => {
  const { from, to, migration } = await heldRun();
  expect(await unvalidated(to)).toEqual(['flags_log_fkey', 'log_customer_fkey', 'log_parent_fkey']);
  const first = await migration.later(['log']);
  expect(first).toMatchObject({ outcome: 'verified' });
  expect(first.verdict).toMatch(
    /^verified.*; copied later, public\.log: verified: 1 table with 2,000 rows equal by row count and checksum/,
  );
  expect(first.leftOut.map(({ table }) => table)).toEqual(['public.events', 'public.events_new', 'public.events_old']);
  expect(await unvalidated(to)).toEqual([]);
  expect(await to.query(totals)).toEqual(await from.query(totals));

  expect(await migration.later(['public.events'])).toMatchObject({ outcome: 'verified', leftOut: [] });
  // Rows came past the partitioned table's key, which was valid all the time.
  expect(eventsOf(migration.events, 'verify.item')).toContainEqual(
    expect.objectContaining({ kind: 'foreign-key', verdict: 'match', detail: '1 looked at row by row' }),
  );
  expect(await contentsOf(to.url)).toEqual(await contentsOf(from.url));
  // No trigger fired for what came.
  expect(await to.query('SELECT * FROM public.audit')).toEqual([]);
  const whole = await migration.verify();
  expect(whole).toMatchObject({ outcome: 'verified' });
  expect(whole.verdict).toContain('6 tables with 2,650 rows equal');
  await expect(migration.later(['log'])).rejects.toMatchObject({
    code: 'config.invalid',
    hint: 'It has left out none that could follow.',
  });
});

test('killed in the middle, the source written to meanwhile, it is resumed: its own tables alone are copied again', async () => {
  const { from, to, migration } = await heldRun();
  const blocker = await connect({ end: 'target', url: to.url, purpose: 'test' });
  await blocker.execute('BEGIN; LOCK TABLE public.events_new IN EXCLUSIVE MODE');
  await killedWhenFinished('copy:public.log', migration.config, ['log', 'events']);
  await blocker.close();
  await sessionsGone(to);
  // What another session wrote is counted when that session ends.
  await query(from.url, "INSERT INTO public.log (customer, note) VALUES (7, 'late')");
  await query(from.url, "INSERT INTO public.customers VALUES (51, 'too late')");
  await query(to.url, "INSERT INTO public.customers VALUES (99, 'of the target in use')");
  await expect(migration.later(['log'])).rejects.toMatchObject({
    code: 'ledger.unfinished',
    hint: expect.stringContaining('cutover resume'),
  });
  expect(await migration.resume()).toMatchObject({ outcome: 'verified', leftOut: [], later: true });
  const copied = eventsOf(migration.events, 'step.started').filter(({ kind }) => kind === 'copy');
  expect(copied.map(({ id }) => id)).toContain('copy:public.log');
  expect(copied.map(({ id }) => id)).not.toContain('copy:public.customers');
  const log = 'SELECT * FROM public.log ORDER BY id';
  expect(await to.query(log)).toEqual(await from.query(log));
  expect(await to.query('SELECT id FROM public.customers WHERE id > 50')).toEqual([{ id: 99 }]);
  expect(await unvalidated(to)).toEqual([]);
});

test('a rollback takes what followed back with the run, and the target is what it was', async () => {
  const from = await createDatabase(source());
  await from.execute(project);
  const to = await createDatabase(target());
  await to.execute("CREATE TABLE public.log (mine text); INSERT INTO public.log VALUES ('of the target')");
  const before = [await dumpText(to.url), await contentsOf(to.url)];
  const migration = await testMigration(from.url, to.url, leftOut);
  await migration.run();
  expect(await migration.later(['log'])).toMatchObject({ outcome: 'verified' });
  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  expect([await dumpText(to.url), await contentsOf(to.url)]).toEqual(before);
});

test('a name that was not left out, another schema and a finalized run are refused; a target in use keeps what it has', async () => {
  const { from, to, migration } = await heldRun();
  await expect(migration.later(['log', 'orders'])).rejects.toMatchObject({
    code: 'config.invalid',
    message: '--only-table orders: the run has left out no such table',
    hint: 'Left out, and still to be copied: public.events_new, public.events_old, public.log.',
  });
  await from.execute('ALTER TABLE public.customers ADD COLUMN more text');
  await expect(migration.later(['log'])).rejects.toMatchObject({ code: 'source.schema-changed' });
  await from.execute('ALTER TABLE public.customers DROP COLUMN more');
  const held = "SELECT state, detail #> '{hold,since}' AS since FROM cutover.run";
  const before = await to.query(held);
  await to.execute(`
    INSERT INTO public.log (customer, note) VALUES (1, 'of the target');
    SELECT setval('public.log_id_seq', 9000)`);
  await expect(migration.later(['log'])).rejects.toMatchObject({
    code: 'copy.failed',
    message: 'public.log has rows on the target that did not come with the run',
  });
  expect(await to.query('SELECT note FROM public.log')).toEqual([{ note: 'of the target' }]);
  await to.execute('DELETE FROM public.log');
  await query(from.url, "UPDATE public.customers SET name = 'changed' WHERE id = 1");
  // What fails takes nothing of the run back, although a run of its own would have been rolled back.
  await to.execute('ALTER TABLE public.log ADD CONSTRAINT small CHECK (id < 100)');
  const { config } = migration;
  const engine = createEngine({ ...config, options: { ...config.options, onFailure: 'rollback' } });
  onTestFinished(() => engine.close());
  const told: EventBody[] = [];
  engine.onEvent((event) => told.push(event));
  const failed = await engine.run({ go: true, onlyTables: ['public.log'] });
  expect(failed).toMatchObject({ outcome: 'failed' });
  // Neither the way on nor what the way back costs is left to be guessed.
  const id = failed.runId ?? '';
  const ways = `what was verified before stands: cutover resume ${id} goes on with public.log alone, cutover rollback ${id} takes the whole run back`;
  expect(failed.verdict).toContain(ways);
  const refused = {
    code: 'ledger.unfinished',
    hint: expect.stringMatching(/^Only public\.log .*resume.*the whole run/),
  };
  await expect(migration.later(['events'])).rejects.toMatchObject(refused);
  const finalized = { config, emit: () => undefined, runId: undefined, confirm: to.name, endHoldEarly: true };
  await expect(finalizeRun(finalized)).rejects.toMatchObject(refused);
  await to.execute('ALTER TABLE public.log DROP CONSTRAINT small');
  expect(await engine.resume()).toMatchObject({ outcome: 'verified' });
  expect(eventsOf(told, 'verify.item')).toContainEqual(
    expect.objectContaining({ kind: 'resume', name: 'public.customers', verdict: 'kept' }),
  );
  expect(await to.query('SELECT name FROM public.customers WHERE id = 1')).toEqual([{ name: 'customer 1' }]);
  expect(await to.query('SELECT last_value FROM public.log_id_seq')).toEqual([{ last_value: '9000' }]);
  expect(await to.query(held)).toEqual(before);
  await finalizeRun(finalized);
  await expect(migration.later(['events'])).rejects.toMatchObject({ code: 'ledger.missing' });
});
