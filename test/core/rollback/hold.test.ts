import { expect, test } from 'vitest';
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
