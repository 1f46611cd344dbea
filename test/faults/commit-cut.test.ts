import { expect, test } from 'vitest';
import { faultWorld } from '../support/fault-project.ts';
import { eventsOf } from '../support/migration.ts';
import { proxyForTest } from '../support/proxy.ts';
import { useServer } from '../support/servers.ts';

const source = useServer();
const target = useServer();

const answer = { direction: 'toClient', message: 'CommandComplete', text: /^COMMIT$/, application: /worker/ } as const;
const request = { direction: 'toServer', message: 'Query', text: /COMMIT\s*$/, application: /worker/ } as const;

test('every COMMIT is carried out and its answer lost: the ledger is asked, and no step is done twice', async () => {
  const proxy = await proxyForTest(target().url());
  const { migration, to, expectWhole } = await faultWorld(
    { source: source(), target: target() },
    { large: 1, small: 2, targetProxy: proxy },
  );
  let cuts = 0;
  proxy.always(answer, (link) => {
    cuts += 1;
    link.cut();
  });
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  await expectWhole();
  expect(cuts).toBeGreaterThan(5);
  // No transaction was begun again: each answer that was lost is a commit that the ledger has.
  const commits = eventsOf(migration.events, 'step.failed');
  expect(commits.every((event) => event.willRetry && event.code === 'connection.lost')).toBe(true);
  const [row] = await to.query<{ open: number }>(
    "SELECT count(*)::int AS open FROM cutover.step WHERE state <> 'done'",
  );
  expect(row?.open).toBe(0);
});

test('a stop while the answer to a COMMIT is lost: what the server has done stays done, and a resume does not repeat it', async () => {
  const proxy = await proxyForTest(target().url());
  const { migration, to, expectWhole } = await faultWorld(
    { source: source(), target: target() },
    { large: 1, small: 2, targetProxy: proxy },
  );
  const cut = proxy.at({ ...answer, statement: /'copy:public/ }, (link) => {
    void migration.control.stop();
    link.cut();
  });
  expect(await migration.run()).toMatchObject({ outcome: 'paused' });
  await cut;
  expect(eventsOf(migration.events, 'step.failed')).not.toEqual([]);
  expect(await to.query("SELECT id FROM cutover.step WHERE state = 'failed'")).toEqual([]);
  expect(await migration.resume()).toMatchObject({ outcome: 'verified' });
  await expectWhole();
});

test('every COMMIT is lost before it reaches the server, once: each transaction is done again', async () => {
  const proxy = await proxyForTest(target().url());
  const { migration, expectWhole } = await faultWorld(
    { source: source(), target: target() },
    { large: 1, small: 2, targetProxy: proxy, options: { jobs: 4 } },
  );
  let asked = 0;
  const lost = new Set<string>();
  proxy.always(request, (link) => {
    asked += 1;
    // The steps whose ledger rows are committed with them: the same when they are tried again.
    const steps = [...link.statement.matchAll(/'[a-z-]+:[^']*'/g)].join();
    if (lost.has(steps)) return;
    lost.add(steps);
    link.reset();
  });
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  await expectWhole();
  expect(lost.size).toBeGreaterThan(4);
  expect(asked).toBeGreaterThanOrEqual(lost.size * 2);
});

test('the answer to the COMMIT of the ledger itself is lost: the run goes on by a resume', async () => {
  const proxy = await proxyForTest(target().url());
  const { migration, expectWhole } = await faultWorld(
    { source: source(), target: target() },
    { large: 1, small: 2, targetProxy: proxy, options: { jobs: 4 } },
  );
  const cut = proxy.at({ ...answer, application: /control/ }, (link) => link.cut());
  await expect(migration.run()).rejects.toMatchObject({ code: 'connection.lost' });
  await cut;
  await expect(migration.run()).rejects.toMatchObject({
    code: 'ledger.unfinished',
    hint: expect.stringContaining('resume'),
  });
  expect(await migration.resume()).toMatchObject({ outcome: 'verified' });
  await expectWhole();
});

test('the answer to the last word to the ledger is lost: the run still ends verified, and held', async () => {
  const proxy = await proxyForTest(target().url());
  const { migration, to, expectWhole } = await faultWorld(
    { source: source(), target: target() },
    { targetProxy: proxy },
  );
  migration.onEvent = (event) => {
    if (event.type !== 'step.finished' || event.id !== 'verify-source') return;
    void proxy.at(
      { direction: 'toClient', message: 'CommandComplete', text: /^UPDATE/, application: /control/ },
      (link) => link.cut(),
    );
  };
  expect(await migration.run()).toMatchObject({ outcome: 'verified' });
  expect(await to.query('SELECT state FROM cutover.run')).toEqual([{ state: 'held' }]);
  await expectWhole();
});
