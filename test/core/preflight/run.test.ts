import { expect, test } from 'vitest';
import { CutoverError } from '../../../core/errors.ts';
import { runChecks } from '../../../core/preflight/run.ts';
import type { Check } from '../../../core/preflight/types.ts';
import { versionsCheck } from '../../../core/preflight/versions.ts';
import { createDatabase, useServer, withClient } from '../../support/servers.ts';
import { collect, configFor, configOf, createEnds, type Ends, verdictOf } from './ends.ts';

const server = useServer();

const base = { title: 'A promise', severity: 'blocker', asks: 'source', looksAt: 'nothing' } as const;

/** Meanwhile somebody else has the lock of number 600 on the source: whoever asks for it waits. */
async function whileLocked<Result>(ends: Ends, work: () => Promise<Result>): Promise<Result> {
  return await withClient(ends.source.url, async (holder) => {
    await holder.query('SELECT pg_catalog.pg_advisory_lock(600)');
    return await work();
  });
}

test('a check that takes too long is skipped, and its query ends on the server', async () => {
  const waiting =
    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE query LIKE '%pg_advisory_lock(600)%' AND state = 'active' AND pid <> pg_backend_pid()";
  const ends = await createEnds(server(), server());
  const slow: Check = {
    ...base,
    id: 'slow',
    limitMs: 1000,
    async run(context) {
      const session = await context.session('source');
      await session.query('SELECT pg_catalog.pg_advisory_lock(600)');
      return { verdict: 'pass', detail: '', fix: '' };
    },
  };
  const { report } = await whileLocked(ends, async () => {
    const collected = await collect({ config: configOf(ends) }, [slow]);
    // Sooner than the server itself looks whether its client is still there (`client_connection_check_interval`).
    await expect.poll(() => ends.source.query(waiting), { timeout: 5_000 }).toEqual([{ count: 0 }]);
    return collected;
  });
  expect(report.checks.at(-1)).toMatchObject({
    id: 'slow',
    verdict: 'skip',
    detail: 'There was no answer within 1 s.',
  });
  expect(report.unproven.map(({ id }) => id)).toEqual(['slow']);
  expect(report.blockers).toEqual([]);
});

test('a check that cannot run is skipped with the reason, never green', async () => {
  const ends = await createEnds(server(), server());
  const refused: Check = {
    ...base,
    id: 'refused',
    run: () =>
      Promise.reject(new CutoverError('rights.missing', 'permission denied for table x', { hint: 'Grant it.' })),
  };
  expect(await verdictOf(refused, configOf(ends))).toMatchObject({
    verdict: 'skip',
    detail: 'It could not be checked: permission denied for table x.',
    fix: 'Grant it.',
  });
});

test('where an end cannot be reached, the checks that need it are skipped and the others run', async () => {
  const ends = await createEnds(server(), server());
  const config = configFor({ sourceUrl: 'postgres://nobody@127.0.0.1:1/none', targetUrl: ends.target.url });
  const ofTarget: Check = {
    ...base,
    id: 'of-target',
    asks: 'target',
    run: () => Promise.resolve({ verdict: 'pass', detail: 'Seen.', fix: '' }),
  };
  const { report, events } = await collect({ config }, [versionsCheck, ofTarget]);
  expect(report.checks).toMatchObject([
    { id: 'source-reachable', verdict: 'fail', severity: 'blocker', detail: expect.stringContaining('127.0.0.1:1') },
    { id: 'target-reachable', verdict: 'pass' },
    { id: 'versions', verdict: 'skip', detail: 'The source cannot be reached.' },
    { id: 'of-target', verdict: 'pass' },
  ]);
  expect(report.blockers.map(({ id }) => id)).toEqual(['source-reachable']);
  expect(events.filter((event) => event.type === 'endpoint.connected').map(({ end }) => end)).toEqual(['target']);
});

test('a wrong password is said to be wrong, and is repeated nowhere', async () => {
  const database = await createDatabase(server());
  const url = new URL(database.url);
  url.password = 'sesame-street';
  const { report, events } = await collect({ config: configFor({ sourceUrl: url.href, targetUrl: url.href }) }, []);
  expect(report.checks[0]).toMatchObject({ verdict: 'fail', detail: expect.stringContaining('password') });
  expect(JSON.stringify([report, events])).not.toContain('sesame-street');
});

test('an override takes a blocker that is red or skipped out of the way and is reported with its reason', async () => {
  const ends = await createEnds(server(), server());
  const red: Check = {
    ...base,
    id: 'red',
    run: () => Promise.resolve({ verdict: 'fail', detail: 'Red.', fix: 'Mend.' }),
  };
  const pale: Check = {
    ...red,
    id: 'pale',
    run: () => Promise.resolve({ verdict: 'fail', detail: 'Pale.', fix: '', severity: 'warning' }),
  };
  const unsure: Check = {
    ...red,
    id: 'unsure',
    run: () => Promise.resolve({ verdict: 'skip', detail: 'Who knows.', fix: '' }),
  };
  const checks = [red, pale, unsure];
  const without = await collect({ config: configOf(ends) }, checks);
  expect(without.report.blockers.map(({ id }) => id)).toEqual(['red']);
  expect(without.report.unproven.map(({ id }) => id)).toEqual(['unsure']);
  expect(without.report.overridden).toEqual([]);
  const overrides = { red: 'known', pale: 'of no weight', unsure: 'looked myself' };
  const overridden = await collect({ config: configOf(ends) }, checks, overrides);
  expect(overridden.report.blockers).toEqual([]);
  expect(overridden.report.unproven).toEqual([]);
  expect(overridden.report.overridden).toMatchObject([
    { check: { id: 'red', verdict: 'fail' }, reason: 'known' },
    { check: { id: 'unsure', verdict: 'skip' }, reason: 'looked myself' },
  ]);
});

test('a check that takes its time begins first, and its place in the report is its own', async () => {
  const ends = await createEnds(server(), server());
  const begun: string[] = [];
  const check = (id: string): Check => ({
    ...base,
    id,
    run: () => {
      begun.push(id);
      return Promise.resolve({ verdict: 'pass', detail: 'Seen.', fix: '' });
    },
  });
  const checks = [check('a'), check('b'), check('c'), { ...check('slow'), beginsFirst: () => true }];
  const { report } = await collect({ config: configOf(ends) }, checks);
  expect(begun).toEqual(['slow', 'a', 'b', 'c']);
  expect(report.checks.slice(2).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'slow']);
});

test('stopping ends the checks that run, and none of them is green', async () => {
  const ends = await createEnds(server(), server());
  const controller = new AbortController();
  const waits: Check = {
    ...base,
    id: 'waits',
    async run(context) {
      const session = await context.session('source');
      setImmediate(() => controller.abort());
      await session.query('SELECT pg_catalog.pg_advisory_lock(600)');
      return { verdict: 'pass', detail: '', fix: '' };
    },
  };
  const report = await whileLocked(ends, () =>
    runChecks({ config: configOf(ends) }, () => undefined, { checks: [waits], signal: controller.signal }),
  );
  expect(report.checks.at(-1)).toMatchObject({ verdict: 'skip', detail: 'It was stopped before it had an answer.' });
});
