import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { testMigration } from '../../support/migration.ts';
import { createDatabase, useServer } from '../../support/servers.ts';
import { referencesSql, stackAuthForTest, stackProjectSql, stackUserIdColumns } from '../../support/stack-project.ts';
import { reconciled } from './reconciled.ts';

const server = useServer();

test('users of Stack Auth are turned back into those of the source; somebody who came since is named', async () => {
  const from = await createDatabase(server());
  await from.execute(stackProjectSql(20));
  const to = await createDatabase(server());
  const stack = await stackAuthForTest();
  const migration = await testMigration(from.url, to.url, { auth: 'stack' }, 'rehearsal', {
    stack: stack.settings,
    profile: { userIdColumns: stackUserIdColumns },
  });
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  const newcomer = 'c0ffee00-0000-4000-8000-000000000001';
  const mapped = "(SELECT stack_user_id FROM cutover.user_mapping WHERE supabase_user_id = md5('user 3')::uuid)";
  await to.execute(`
    INSERT INTO public.orders (total, user_id) VALUES (1000.5, ${mapped});
    UPDATE public.orders SET seller = ${mapped} WHERE id = 7;
    DELETE FROM public.orders WHERE id = 8;
    INSERT INTO public.notes (body, author, editor) VALUES ('mine', ${mapped}::text, ${mapped});
    INSERT INTO public.notes (body, editor) VALUES ('hello', '${newcomer}');`);
  const { end, changes, sqlPath } = await reconciled(migration);
  expect(end.outcome).toBe('verified');
  const [row] = await from.query<{ id: string }>("SELECT md5('user 3')::uuid AS id");
  const old = row?.id;
  expect(changes).toHaveLength(5);
  expect(changes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ op: 'insert', after: expect.objectContaining({ user_id: old, total: '1000.5' }) }),
      expect.objectContaining({ op: 'update', key: { id: '7' }, after: { seller: old } }),
      expect.objectContaining({ op: 'delete', key: { id: '8' } }),
      expect.objectContaining({ op: 'insert', after: expect.objectContaining({ author: old, editor: old }) }),
      expect.objectContaining({
        refersToUserOfTheTargetAlone: true,
        after: expect.objectContaining({ editor: newcomer }),
      }),
    ]),
  );
  const script = await readFile(sqlPath, 'utf8');
  expect(script).toContain('Users who came since the cutover are in public.notes');
  const copy = await createDatabase(server(), { template: from.name });
  await copy.execute(script);
  const back = new Map(
    (
      await to.query<{ old: string; new: string }>(
        'SELECT supabase_user_id AS old, stack_user_id AS new FROM cutover.user_mapping',
      )
    ).map((each) => [each.new, each.old]),
  );
  const references = async (of: typeof copy): Promise<string[]> =>
    (await of.query<{ row: string; user: string | null }>(referencesSql))
      .map(({ row: name, user }) => `${name} -> ${user === null ? 'nobody' : (back.get(user) ?? user)}`)
      .sort();
  expect(await references(copy)).toEqual(await references(to));
});
