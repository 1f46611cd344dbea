import { expect, test } from 'vitest';
import { createMappingSql, readMapping } from '../../../core/supabase/stack/mapping.ts';
import { createDatabase, useServer } from '../../support/servers.ts';
import { openSession } from '../inventory/sessions.ts';

const server = useServer();

test('a mapping of several pages is read whole, each user once, in order', async () => {
  const database = await createDatabase(server());
  await database.execute(`
    CREATE SCHEMA cutover;
    CREATE TABLE cutover.run (id text PRIMARY KEY);
    INSERT INTO cutover.run VALUES ('0badcafe'), ('another');
    ${createMappingSql}
    INSERT INTO cutover.user_mapping (run_id, supabase_user_id, stack_user_id, password, notes, fingerprint)
      SELECT run, md5(n::text)::uuid, md5(run || n)::uuid, 'none', '{}', '' FROM generate_series(1, 10001) AS n,
        unnest(ARRAY['0badcafe', 'another']) AS run WHERE run = '0badcafe' OR n < 10`);
  const pages: number[] = [];
  const ids: string[] = [];
  for await (const page of readMapping(await openSession('target', database.url), '0badcafe')) {
    pages.push(page.length);
    ids.push(...page.map(({ supabaseUserId }) => supabaseUserId));
  }
  expect(pages).toEqual([5000, 5000, 1]);
  expect(new Set(ids).size).toBe(10_001);
  expect(ids).toEqual(ids.toSorted());
});
