import { expect, test } from 'vitest';
import { eventsOf, testMigration } from '../../support/migration.ts';
import { createDatabase, useServer } from '../../support/servers.ts';

const source = useServer();
const target = useServer();

test('a verification says what has changed since the one before, run by run, on whatever machine', async () => {
  const from = await createDatabase(source());
  await from.execute(`CREATE TABLE public.orders AS SELECT i AS id, 'x' AS note FROM generate_series(1, 100) i;
    ALTER TABLE public.orders ADD PRIMARY KEY (id); CREATE TABLE public.quiet (id int)`);
  const to = await createDatabase(target());
  const migration = await testMigration(from.url, to.url, {}, 'production');
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  const again = async () => {
    const other = await testMigration(from.url, to.url, {}, 'production');
    const end = await other.verify();
    return {
      ...end,
      since: eventsOf(other.events, 'verify.item').filter(({ kind }) => kind === 'since' || kind === 'source'),
    };
  };
  expect(await again()).toMatchObject({ outcome: 'verified', verdict: expect.stringMatching(/nothing has changed$/) });
  await to.execute("INSERT INTO public.orders VALUES (101, 'new'); UPDATE public.orders SET note = 'y' WHERE id = 7");
  const used = await again();
  expect(used).toMatchObject({
    outcome: 'failed',
    verdict: expect.stringMatching(
      /1 of 2 tables differ: public.orders \(2 rows named\); since .* 1 table changed on the target$/,
    ),
  });
  expect(used.since).toContainEqual(
    expect.objectContaining({ name: 'public.orders on the target', detail: '100 rows then, 101 now' }),
  );
  // What differs still differs, but nothing has changed since.
  expect(await again()).toMatchObject({ outcome: 'failed', verdict: expect.stringMatching(/nothing has changed$/) });
  await from.execute('INSERT INTO public.quiet VALUES (1)');
  expect((await again()).since).toContainEqual(
    expect.objectContaining({ kind: 'source', verdict: 'differs', detail: 'written to: public.quiet' }),
  );
});
