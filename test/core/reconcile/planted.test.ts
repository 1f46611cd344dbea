import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { contentsOf } from '../../support/contents.ts';
import { eventsOf, testMigration, testRunId } from '../../support/migration.ts';
import { createDatabase, type TestDatabase, useServer } from '../../support/servers.ts';
import { reconciled } from './reconciled.ts';

/** `npm run test:reconcile` asks for a million rows and a thousand changes. */
const rows = Number(process.env['CUTOVER_RECONCILE_ROWS'] ?? 8_000);
const planted = Math.min(1000, Math.floor(rows / 100));

vi.setConfig({ testTimeout: 120_000 + rows / 2 });

const source = useServer();
const target = useServer();

const sourceSql = `
  CREATE TABLE public.events (id bigint PRIMARY KEY, kind text NOT NULL, body jsonb, amount numeric, at timestamptz);
  INSERT INTO public.events
    SELECT n, 'kind ' || n % 7, jsonb_build_object('n', n), n / 7.0, timestamptz '2026-01-01' + n * interval '1.000001 s'
    FROM generate_series(1, ${rows}) n;
  ANALYZE public.events;`;

interface Planted {
  readonly op: string;
  readonly id: string;
}

/** Random rows of the table updated, deleted and inserted, each once, by one seed for all runs. */
async function plant(to: TestDatabase): Promise<Planted[]> {
  return await to.query<{ op: string; id: string }>(`
    WITH chosen AS (
      SELECT id, row_number() OVER (ORDER BY hashint8extended(id, 42)) AS place FROM public.events
    ), updated AS (
      UPDATE public.events e SET
        amount = CASE place % 3 WHEN 0 THEN amount + 0.01 ELSE amount END,
        body = CASE place % 3 WHEN 1 THEN body || '{"seen": true}' ELSE body END,
        kind = CASE place % 3 WHEN 2 THEN kind || E'\\\\''; DROP TABLE x; --\\n' ELSE kind END
      FROM chosen c WHERE c.id = e.id AND place <= ${planted} * 4 / 10 RETURNING 'update' AS op, e.id
    ), deleted AS (
      DELETE FROM public.events e USING chosen c
      WHERE c.id = e.id AND place > ${planted} * 4 / 10 AND place <= ${planted} * 7 / 10 RETURNING 'delete' AS op, e.id
    ), inserted AS (
      INSERT INTO public.events SELECT ${rows} + n, 'new', NULL, 'NaN', 'infinity'
      FROM generate_series(1, ${planted} - ${planted} * 7 / 10) n RETURNING 'insert' AS op, id
    )
    SELECT * FROM updated UNION ALL SELECT * FROM deleted UNION ALL SELECT * FROM inserted`);
}

test(`reconcile finds exactly the ${planted} changes planted among ${rows} rows, and its SQL makes a copy of the source equal`, async () => {
  const from = await createDatabase(source());
  await from.execute(sourceSql);
  const to = await createDatabase(target());
  const migration = await testMigration(from.url, to.url);
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  const wanted = await plant(to);
  expect(wanted).toHaveLength(planted);

  const { end, changes, sqlPath } = await reconciled(migration);
  expect(end).toMatchObject({ outcome: 'verified', runId: testRunId });
  const found = changes.map(({ op, key }) => `${op} ${key?.['id']}`).sort();
  expect(found).toEqual(wanted.map(({ op, id }) => `${op} ${id}`).sort());
  expect(eventsOf(migration.events, 'reconcile.finished')).toMatchObject([
    { inserted: planted - (planted * 7) / 10, updated: (planted * 4) / 10, deleted: (planted * 3) / 10, unproven: [] },
  ]);

  const copy = await createDatabase(source(), { template: from.name });
  const sql = await readFile(sqlPath, 'utf8');
  await copy.execute(sql);
  expect(await contentsOf(copy.url)).toEqual(await contentsOf(to.url));
  // A source that has been written to is refused: the copy is one now.
  await expect(copy.execute(sql)).rejects.toThrow('public.events is not as it was when it was compared');
  expect(await contentsOf(copy.url)).toEqual(await contentsOf(to.url));
});
