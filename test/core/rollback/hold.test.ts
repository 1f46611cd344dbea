import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createEngine } from '../../../core/engine.ts';
import { runFolder } from '../../../core/journal.ts';
import { finalizeRun } from '../../../core/rollback/finalize.ts';
import { testMigration } from '../../support/migration.ts';
import { createDatabase, useServer } from '../../support/servers.ts';

const server = useServer();

async function held(holdHours: number) {
  const from = await createDatabase(server());
  await from.execute('CREATE TABLE public.t AS SELECT generate_series(1, 10) AS id');
  const to = await createDatabase(server());
  await to.execute('CREATE TABLE public.old (x int)');
  const migration = await testMigration(from.url, to.url, {}, 'rehearsal', { profile: { holdHours } });
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  const finalize = () =>
    finalizeRun({
      config: migration.config,
      emit: () => undefined,
      runId: undefined,
      confirm: to.name,
    });
  return { to, finalize };
}

const asideSql = "SELECT count(*)::int AS n FROM pg_namespace WHERE nspname LIKE 'public_before_%'";

test('finalize is refused until the hold of the profile is over, and drops nothing', async () => {
  const { to, finalize } = await held(3);
  await expect(finalize()).rejects.toMatchObject({
    code: 'hold.running',
    message: expect.stringMatching(/held until 20\d\d-\d\d-\d\d \d\d:\d\d UTC, (2 h 59|3 h 0) min from now/),
    hint: expect.stringContaining('--end-hold-early'),
  });
  expect(await to.query(asideSql)).toEqual([{ n: 1 }]);
  // Three hours later, by the target's own clock.
  await to.execute(`UPDATE cutover.run SET detail = jsonb_set(detail, '{hold,since}',
    to_jsonb(to_char((detail #>> '{hold,since}')::timestamptz AT TIME ZONE 'UTC' - interval '3 h', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))`);
  await finalize();
  expect(await to.query(asideSql)).toEqual([{ n: 0 }]);
});

test('a rollback that was killed behind its last act has ended: asked for again, it says so, and proves it', async () => {
  const from = await createDatabase(server());
  await from.execute('CREATE TABLE public.t AS SELECT generate_series(1, 10) AS id');
  const to = await createDatabase(server());
  await to.execute('CREATE TABLE public.old (x int)');
  const { config } = await testMigration(from.url, to.url);
  const engine = createEngine(config);
  onTestFinished(() => engine.close());
  const { runId = '' } = await engine.run({ go: true });
  const folder = runFolder(config.stateDir, runId);
  const report = await readFile(join(folder, 'report.json'), 'utf8');
  expect(await engine.rollback({ confirm: to.name })).toMatchObject({ outcome: 'rolled-back' });
  // The record as a process leaves it that is killed when the ledger has gone.
  const events = (await readFile(join(folder, 'events.ndjson'), 'utf8')).split('\n');
  const isEnd = (line: string) => line.includes('"phase.finished"') && line.includes('"rollback"');
  const end = events.findLastIndex(isEnd);
  const killed = async (lines: readonly string[]) => {
    await writeFile(join(folder, 'events.ndjson'), `${lines.join('\n')}\n`);
    await writeFile(join(folder, 'report.json'), report);
  };
  await killed(events.slice(0, end + 1));
  for (const named of [{}, { runId }]) {
    const again = await createEngine(config).rollback({ confirm: to.name, ...named });
    expect(again).toMatchObject({ outcome: 'rolled-back', runId });
    expect(again.verdict).toMatch(
      /^rolled back completely at 20\S+ \S+ UTC, and the ledger of run \w+ is gone: the target was as it was before the run \(/,
    );
    const written = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
    expect(written).toMatchObject({ state: 'rolled-back', verdict: again.verdict, command: 'rollback' });
    expect(written.verification.items).not.toEqual([]);
  }
  expect(await createEngine(config).planRollback()).toMatchObject({
    outcome: 'failed',
    verdict: expect.stringMatching(/^there is nothing to take back: rolled back completely/),
  });
  // Cut off before its end, with a ledger that somebody dropped by hand, it proves nothing; nor beside what is left.
  await killed(events.slice(0, end));
  const missing = { outcome: 'failed', error: { code: 'ledger.missing' } };
  expect(await createEngine(config).rollback({ confirm: to.name })).toMatchObject(missing);
  await killed(events.slice(0, end + 1));
  await to.execute(`CREATE SCHEMA "public_before_${runId}"`);
  expect(await createEngine(config).rollback({ confirm: to.name, runId })).toMatchObject(missing);
});
