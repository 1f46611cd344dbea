import { expect, test } from 'vitest';
import { finalizeRun } from '../../../core/rollback/finalize.ts';
import { testMigration, testRunId } from '../../support/migration.ts';
import { createDatabase, useServer } from '../../support/servers.ts';

const source = useServer();
const target = useServer();

async function movedOnto(old: string) {
  const from = await createDatabase(source());
  await from.execute('CREATE TABLE public.t AS SELECT generate_series(1, 10) AS id');
  const to = await createDatabase(target());
  await to.execute(old);
  const migration = await testMigration(from.url, to.url);
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  const finalize = (confirm: string, endHoldEarly = true) =>
    finalizeRun({ config: migration.config, emit: () => undefined, runId: undefined, confirm, endHoldEarly });
  return { to, migration, finalize };
}

const leftovers = "SELECT nspname FROM pg_namespace WHERE nspname LIKE '%before%' OR nspname = 'cutover'";

test('finalize drops what was set aside and the ledger, and there is no way back any more', async () => {
  const { to, migration, finalize } = await movedOnto('CREATE TABLE public.old (x int); CREATE PUBLICATION stays');
  expect(await finalize(to.name)).toMatchObject({ runId: testRunId });
  expect(await to.query(leftovers)).toEqual([]);
  expect(await to.query('SELECT count(*)::int AS rows FROM public.t')).toEqual([{ rows: 10 }]);
  await expect(migration.rollback(to.name)).rejects.toMatchObject({ code: 'ledger.missing' });
});

test('finalize and rollback do nothing for a name that is not the target database', async () => {
  const { to, migration, finalize } = await movedOnto('CREATE TABLE public.old (x int)');
  await expect(finalize('another')).rejects.toMatchObject({ code: 'confirm.mismatch' });
  await expect(migration.rollback('another')).rejects.toMatchObject({ code: 'confirm.mismatch' });
  expect(await to.query(leftovers)).toHaveLength(2);
});

test('finalize refuses to take along what outside of the old schema still needs it, and names it', async () => {
  const { to, finalize } = await movedOnto(`
    CREATE TABLE public.old (x int PRIMARY KEY);
    CREATE SCHEMA reports;
    CREATE VIEW reports.summary AS SELECT count(*) FROM public.old;
    CREATE TABLE reports.notes (old int REFERENCES public.old);
  `);
  await expect(finalize(to.name)).rejects.toMatchObject({
    code: 'ledger.held',
    message: expect.stringMatching(/(?=.*summary)(?=.*notes)/),
  });
  expect(await to.query('SELECT count(*)::int AS rows FROM reports.summary')).toHaveLength(1);
});

test('a rollback that is stopped goes on where it was', async () => {
  const { to, migration } = await movedOnto('CREATE TABLE public.old (x int); INSERT INTO public.old VALUES (1)');
  migration.onEvent = (event) => {
    if (event.type === 'step.finished') void migration.control.stop();
  };
  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'paused' });
  migration.onEvent = () => undefined;
  await expect(migration.resume()).rejects.toMatchObject({ code: 'ledger.unfinished' });
  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  expect(await to.query('SELECT x FROM public.old')).toEqual([{ x: 1 }]);
  expect(await to.query(leftovers)).toEqual([]);
});
