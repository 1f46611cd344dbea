import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { backupTakenCheck } from '../../../core/checklist/backup-taken.ts';
import { manualChecks, manualItems } from '../../../core/checklist/manual.ts';
import { unverified } from '../../../core/verify/verdict.ts';
import { rehearsalCheck, rollbackTriedCheck } from '../../../core/checklist/rehearsal.ts';
import { judgeWindow, windowCheck } from '../../../core/checklist/window.ts';
import { writesFrozenCheck } from '../../../core/checklist/writes-frozen.ts';
import { type EngineConfig, type Profile, profileSchema } from '../../../core/config.ts';
import type { Said } from '../../../core/checklist/said.ts';
import { createEngine } from '../../../core/engine.ts';
import { backupDatabase } from '../../../core/backup/backup.ts';
import { readFile } from 'node:fs/promises';
import { useServer, withClient } from '../../support/servers.ts';
import { removal } from '../../support/removal.ts';
import { runRecord } from '../../support/history.ts';
import { configOf, createEnds, type Ends, verdictOf } from '../preflight/ends.ts';
import { expectRed, redVerdict } from '../preflight/words.ts';

const source = useServer({ major: 17 });
const target = useServer({ major: 17 });

function production(ends: Ends, changes: Partial<Profile> = {}, more: Partial<EngineConfig> = {}): EngineConfig {
  const profile = profileSchema.parse({ name: 'shop', environment: 'production', freezeWatchSeconds: 1, ...changes });
  const folder = mkdtempSync(join(tmpdir(), 'cutover-checklist-'));
  onTestFinished(() => rmSync(folder, removal));
  return { ...configOf(ends), profile, stateDir: folder, history: [], operator: 'ann', ...more };
}

const word = { by: 'ann', at: '2026-11-20T02:00:00.000Z' };
const today = [[/\d{4}-\d\d-\d\d/g, '2026-11-20']] as const;
const now = Date.parse('2026-11-20T02:00:00.000Z');

async function shopEnds(): Promise<Ends> {
  const ends = await createEnds(source(), target());
  await ends.source.execute('CREATE TABLE orders (id int PRIMARY KEY); INSERT INTO orders VALUES (1)');
  return ends;
}

test('writes that go on are found while somebody looks, with the tables and the sessions by name', async () => {
  const ends = await shopEnds();
  expect(await verdictOf(writesFrozenCheck, production(ends))).toMatchObject({
    verdict: 'pass',
    detail: expect.stringMatching(/^No table changed in 1 s, no session writes/),
  });
  await withClient(ends.source.url, async (client) => {
    await client.query("SET application_name = 'shop worker'; BEGIN; INSERT INTO orders VALUES (2)");
    const found = await verdictOf(writesFrozenCheck, production(ends));
    expect(found).toMatchObject({ severity: 'blocker' });
    await expectRed(found, 'a session that writes', [
      [/\bpid \d+/g, 'pid 4711'],
      [/WAL grew by \d+ bytes/g, 'WAL grew by 4,711 bytes'],
    ]);
    expect(found.detail).toMatch(
      /^Within 1 s no table has changed yet, .* writing: shop worker \(postgres from .*pid \d+\)\.$/,
    );
    expect(found.fix).toContain('maintenance mode');
    await client.query('COMMIT');
  });
});

test('a table that changed between two looks is named, although no session is caught writing', async () => {
  const ends = await shopEnds();
  await withClient(ends.source.url, async (client) => {
    const looking = verdictOf(writesFrozenCheck, production(ends, { freezeWatchSeconds: 3 }));
    const timer = setInterval(() => {
      client.query('INSERT INTO orders SELECT max(id) + 1 FROM orders').catch(() => undefined);
    }, 100);
    onTestFinished(() => clearInterval(timer));
    const found = await looking;
    clearInterval(timer);
    expect(found.detail).toMatch(/public\.orders changed, and the WAL grew by [1-9]\d* bytes/);
  });
});

test('production rests on a verified rehearsal of the very plan, within so many days', async () => {
  const ends = await shopEnds();
  const config = production(ends);
  const { history: _, ...unnamed } = config;
  expect(await verdictOf(rehearsalCheck, unnamed)).toMatchObject({
    verdict: 'skip',
    severity: 'warning',
  });
  expect(await redVerdict(rehearsalCheck, config, 'no rehearsal yet')).toMatchObject({ severity: 'blocker' });
  const engine = createEngine(config);
  const { hash } = await engine.plan();
  await engine.close();
  const finishedAt = new Date().toISOString();
  const other = runRecord({ finishedAt });
  const another = { ...config, history: [other] };
  expect((await redVerdict(rehearsalCheck, another, 'a rehearsal of another plan', today)).detail).toContain(
    'of another plan',
  );
  const same = { ...other, planHash: hash };
  expect(await verdictOf(rehearsalCheck, { ...config, history: [same] })).toMatchObject({ verdict: 'pass' });
  const unproved = { ...same, verdict: unverified };
  expect(await verdictOf(rehearsalCheck, { ...config, history: [unproved] })).toMatchObject({ verdict: 'fail' });
  const old = { ...same, finishedAt: new Date(Date.now() - 15 * 24 * 3_600_000).toISOString() };
  expect((await verdictOf(rehearsalCheck, { ...config, history: [old] })).detail).toContain('14 days');
  // More rows are no other plan; another column is one.
  await ends.source.execute('INSERT INTO orders SELECT generate_series(2, 5000); ANALYZE orders');
  expect(await verdictOf(rehearsalCheck, { ...config, history: [same] })).toMatchObject({ verdict: 'pass' });
  await ends.source.execute('ALTER TABLE orders ADD note text');
  expect(await verdictOf(rehearsalCheck, { ...config, history: [same] })).toMatchObject({ verdict: 'fail' });
});

test('a way back that nobody tried is a warning', async () => {
  const ends = await shopEnds();
  const rollback = { at: word.at, seconds: 2, outcome: 'rolled-back' } as const;
  expect(await redVerdict(rollbackTriedCheck, production(ends), 'a way back that nobody tried')).toMatchObject({
    severity: 'warning',
  });
  const tried = production(ends, {}, { history: [runRecord({ rollback })] });
  expect((await verdictOf(rollbackTriedCheck, tried)).detail).toContain('was rolled back in 2.0 s');
});

test("a backup is ours of the last day, or the operator's word for another one", async () => {
  const ends = await shopEnds();
  const config = production(ends);
  expect(await redVerdict(backupTakenCheck, config, 'no backup')).toMatchObject({ severity: 'blocker' });
  const said: Said = { ticks: { backup: word }, overrides: {} };
  expect(await verdictOf(backupTakenCheck, { ...config, said })).toMatchObject({
    verdict: 'pass',
    detail: 'Taken elsewhere, says ann at 2026-11-20 02:00 UTC.',
  });
  await backupDatabase({
    sourceUrl: config.sourceUrl,
    schemas: ['public'],
    excludeTables: [],
    stateDir: config.stateDir,
    toolVersion: 'test',
  });
  expect((await verdictOf(backupTakenCheck, config)).detail).toMatch(/^backup_.* with 1 table\.$/);
});

test('a window has begun, is not over, and holds the estimate with half of it on top', () => {
  const judge = (changes: Partial<Profile>, expectedSeconds?: number) =>
    judgeWindow(
      {
        ...({ sourceUrl: '', targetUrl: '', stateDir: '', toolVersion: '' } as EngineConfig),
        profile: profileSchema.parse({ name: 'shop', windowMinutes: 60, ...changes }),
        ...(expectedSeconds === undefined ? {} : { expectedSeconds }),
      },
      now,
    );
  expect(judge({ windowStart: '2026-11-20T03:00:00Z' }, 60).detail).toContain(
    'begins at 2026-11-20 03:00 UTC, in 60 min',
  );
  expect(judge({ windowStart: '2026-11-20T00:30:00Z' }, 60).detail).toContain('was over at 2026-11-20 01:30 UTC');
  expect(judge({}, 60)).toMatchObject({ verdict: 'pass' });
  expect(judge({ windowStart: '2026-11-20T01:30:00Z' }, 1300).detail).toBe(
    '30 min are left for 22 min of work, 33 min with half of it on top.',
  );
  expect(judge({ windowStart: '2026-11-20T01:30:00Z' }, 1300).verdict).toBe('fail');
  expect(judge({})).toMatchObject({ verdict: 'skip' });
});

test('a window that has not begun, or is over, is red', async () => {
  const ends = await shopEnds();
  const begins = (windowStart: number): EngineConfig =>
    production(ends, { windowMinutes: 60, windowStart: new Date(windowStart).toISOString() });
  const times = [
    [/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, '2026-11-28 02:00 UTC'],
    [/in \d+ min/g, 'in 90 min'],
  ] as const;
  await redVerdict(windowCheck, begins(Date.now() + 90 * 60_000), 'a window that has not begun', times);
  const over = await redVerdict(windowCheck, begins(Date.now() - 90 * 60_000), 'a window that is over', times);
  expect(over.detail).toContain('was over');
  const short = { ...begins(Date.now()), expectedSeconds: 3600 };
  await redVerdict(windowCheck, short, 'a window that is too short', [[/^\d+ min|(?<=\n)\d+ min/g, '60 min']]);
});

test('the checklist has every check, and holds the estimate of this very engine against the window', async () => {
  const ends = await shopEnds();
  const config = production(ends, { windowMinutes: 60 }, { expectedSeconds: 100_000 });
  const engine = createEngine(config);
  onTestFinished(() => engine.close());
  await ends.source.execute('ALTER TABLE orders ADD other int; UPDATE orders SET other = 9');
  await ends.source.execute('ALTER TABLE orders ADD FOREIGN KEY (other) REFERENCES orders (id) NOT VALID');
  await engine.checklist();
  const found = (id: string) => engine.store.getState().checks.find((check) => check.id === id);
  expect(found('orphans')).toMatchObject({ state: 'fail', severity: 'blocker' });
  expect(found('window')).toMatchObject({ state: 'fail' });
  await engine.estimate();
  await engine.checklist();
  expect(found('orphans')).toMatchObject({ state: 'fail' });
  expect(found('window')).toMatchObject({ state: 'pass' });
});

test('an item that nobody ticked is red', async () => {
  const ends = await shopEnds();
  const profile = { checklist: ['Support is on call'] };
  const [item] = manualChecks(profile);
  if (!item) throw new Error('the profile has an item');
  const found = await verdictOf(item, production(ends, profile));
  await expectRed({ ...found, id: 'manual' }, 'an item that nobody ticked');
});

test('manual items have ids of their words, each its own', () => {
  expect(manualItems({ checklist: ['Support is on call', 'Support is on call!', '…'] })).toEqual([
    { id: 'support-is-on-call', item: 'Support is on call' },
    { id: 'support-is-on-call-2', item: 'Support is on call!' },
    { id: 'item', item: '…' },
  ]);
});

test('production goes only with every word given; what was overridden is in the report with name and time', async () => {
  const ends = await shopEnds();
  const config = production(ends, { checklist: ['Support is on call'] });
  const engine = createEngine(config);
  onTestFinished(() => engine.close());
  const refused = await engine.run({ go: true });
  expect(refused.outcome).toBe('no-go');
  for (const why of ['Nobody has ticked it', 'No rehearsal of this profile', 'There is no backup'])
    expect(refused.verdict).toContain(why);
  const said: Said = {
    ticks: { backup: word, 'support-is-on-call': word },
    overrides: { rehearsal: { ...word, reason: 'the sample is small' } },
  };
  const moved = await engine.run({ go: true, said });
  expect(moved).toMatchObject({ outcome: 'verified' });
  const report = JSON.parse(await readFile(join(moved.reportPath ?? '', '..', 'report.json'), 'utf8')) as {
    checks: { id: string; detail: string; overrideReason?: string; overrideBy?: string; overrideAt?: string }[];
  };
  expect(report.checks.find(({ id }) => id === 'rehearsal')).toMatchObject({
    overrideReason: 'the sample is small',
    overrideBy: 'ann',
    overrideAt: word.at,
  });
  expect(report.checks.find(({ id }) => id === 'manual:support-is-on-call')?.detail).toBe(
    'Ticked by ann at 2026-11-20 02:00 UTC.',
  );
});
