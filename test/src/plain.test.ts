import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { EventBody } from '../../core/events.ts';
import type { State } from '../../core/state.ts';
import { createPlainFace } from '../../src/plain.ts';
import { estimateBasis } from '../support/run-events.ts';
import { scriptEngine, verified } from '../support/scripted-engine.ts';

/** A face that listens to a scripted engine, and what it has printed. */
function openFace(now?: () => Date) {
  const engine = scriptEngine();
  const output = new PassThrough();
  const chunks: string[] = [];
  output.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  const face = createPlainFace({ output, state: () => engine.store.getState(), ...(now === undefined ? {} : { now }) });
  engine.onEvent((event) => face.event(event));
  return { engine, face, text: () => chunks.join('') };
}

const step = (id: string, changes: object = {}) => ({
  id,
  kind: 'copy',
  phase: 'copy' as const,
  label: `copy ${id}`,
  weight: 100,
  table: 'public.orders',
  done: false,
  rows: 0,
  bytes: 0,
  ...changes,
});

const opening: readonly EventBody[] = [
  { type: 'run.started', runId: 'r1', source: 'a:1/x', target: 'b:2/y', tables: 2, rows: 3000, bytes: 4000 },
  {
    type: 'plan.ready',
    steps: [step('1'), step('2'), step('3', { done: true, rows: 5, bytes: 500 })],
    tables: [{ table: 'public.orders', rows: 3000, bytes: 4000 }],
  },
  { type: 'phase.started', phase: 'copy' },
];

test('every line of a run begins with its time in UTC, and none holds a colour', () => {
  const { engine, text } = openFace();
  for (const event of opening) engine.emit(event);
  engine.emit({ type: 'phase.finished', phase: 'copy', seconds: 1.2 });
  const lines = text().trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line).toMatch(/^2026-11-20T02:00:0\dZ {2}\S/);
  expect(text()).not.toContain('\u001b');
  expect(text()).toContain('run r1: a:1/x to b:2/y: 2 tables, some 3,000 rows, 4 kB');
});

test('a table is told of once, when its last chunk has landed: with what the ledger had of it, at the rate of now', () => {
  const { engine, text } = openFace();
  for (const event of opening) engine.emit(event);
  for (const id of ['1', '2'])
    engine.emit({ type: 'step.started', id, kind: 'copy', label: `copy ${id}`, weight: 100 });
  engine.emit({ type: 'step.finished', id: '1', rows: 10, bytes: 1000, seconds: 1 });
  expect(text()).not.toContain('copied');
  engine.emit({ type: 'step.finished', id: '2', rows: 20, bytes: 3_000_000, seconds: 1 });
  expect(text().match(/copied .*/g)).toEqual(['copied public.orders: 35 rows, 3 MB in 0.3 s, 10 MB/s']);
});

test('a failure comes with the name of its step, what to do, and whether it is tried again', () => {
  const { engine, text } = openFace();
  for (const event of opening) engine.emit(event);
  const failed = { type: 'step.failed', id: '1', code: 'copy.failed', hint: 'Free some space.', attempt: 1 } as const;
  engine.emit({ ...failed, message: 'disk full', willRetry: true });
  expect(text()).toMatch(/FAILED copy 1 \(attempt 1\): disk full\n +Free some space\.\n +It is tried again\.\n/);
});

test('a red check shows what to do, a skipped one is not called passed', () => {
  const { engine, text } = openFace();
  const check = { type: 'check.finished', severity: 'blocker', detail: 'd', fix: 'Do this.' } as const;
  engine.emit({ ...check, id: 'a', title: 'Orphans', verdict: 'fail' });
  engine.emit({ ...check, id: 'b', title: 'Rights', verdict: 'pass' });
  engine.emit({ ...check, id: 'c', title: 'Disk', verdict: 'skip' });
  expect(text()).toMatch(
    /check BLOCKER: Orphans \(d\)\n +Do this\.\n.*check pass: Rights \(d\)\n.*check skipped: Disk \(d\)\n$/,
  );
});

test('the estimate is a table, largest first, against the window in words', () => {
  const { engine, text } = openFace();
  engine.emit({
    type: 'estimate.finished',
    tables: [
      { table: 'public.small', rows: 1, bytes: 10, seconds: 1 },
      { table: 'public.large_one', rows: 2_000_000, bytes: 5e9, seconds: 100 },
    ],
    rows: 2_000_001,
    bytes: 5e9,
    storageObjects: 0,
    storageBytes: 0,
    seconds: 101,
    bufferedSeconds: 151.5,
    windowSeconds: 120,
    fits: false,
    ...estimateBasis,
  });
  expect(text()).toMatch(/public\.large_one +2,000,000 +5 GB +1 m 40 s\n +public\.small +1 +10 B +1\.0 s\n/);
  expect(text()).toContain('DOES NOT FIT into the window of 2 m');
});

test('the progress line tells a stall from progress', () => {
  let now = Date.parse('2026-11-20T02:00:02.000Z');
  const { engine, face, text } = openFace(() => new Date(now));
  face.tick();
  expect(text()).toBe('');
  for (const event of opening) engine.emit(event);
  engine.emit({ type: 'step.started', id: '1', kind: 'copy', label: 'copy 1', weight: 100 });
  engine.emit({ type: 'step.progress', id: '1', rows: 10, bytes: 50 });
  face.tick();
  expect(text()).toMatch(/progress: \d+% done, .*rows, .*\n$/);
  expect(text()).not.toContain('nothing has moved');
  now += 60_000;
  face.tick();
  expect(text()).toMatch(/nothing has moved for 1 m/);
  engine.emit({
    type: 'run.finished',
    runId: 'r1',
    outcome: 'verified',
    verdict: 'v',
    seconds: 1,
    reportPath: '/r.md',
  });
  const before = text();
  face.tick();
  expect(text()).toBe(before);
});

test('what verification found is told table by table, differences with both counts', () => {
  const { engine, text } = openFace();
  const table = { type: 'verify.table', sourceChecksum: 'c', targetChecksum: 'c', reason: '' } as const;
  engine.emit({ ...table, table: 'a', sourceRows: 3, targetRows: 3, verdict: 'match' });
  engine.emit({ ...table, table: 'b', sourceRows: 3, targetRows: 2, verdict: 'differ', reason: 'one row is missing' });
  engine.emit({ ...table, table: 'c', sourceRows: 0, targetRows: 0, verdict: 'skipped', reason: 'left out' });
  engine.emit({
    ...table,
    table: 'd',
    sourceRows: 1,
    targetRows: 1,
    sourceChecksum: '',
    targetChecksum: '',
    verdict: 'match',
  });
  expect(text().match(/verify .*/g)).toEqual([
    'verify a: match, 3 rows',
    'verify b: DIFFERS, source 3 rows, target 2 rows, one row is missing',
    'verify c: skipped (left out)',
    'verify d: counts match, 1 row',
  ]);
});

test.each([
  ['run', verified, 'verified: all of it'],
  ['check', { ...verified, verdict: 'no blocker is red' }, 'go: no blocker is red'],
  ['run', { ...verified, outcome: 'no-go', verdict: '1 blocker is red' }, 'no-go: 1 blocker is red'],
  [
    'rollback',
    { ...verified, outcome: 'rolled-back', verdict: 'the target is as it was' },
    'rolled-back: the target is as it was',
  ],
] as const)('the last line of %s is its verdict', (command, result, expected) => {
  const { face, text } = openFace();
  face.finish(command, result);
  expect(text().trimEnd().split('\n').at(-1)).toBe(expected);
});

test.each([
  ['run', 'verified', 'verified: 2 tables', 'verified', 'verified: 2 tables'],
  ['run', 'verified', 'moved, and not verified: --verify none', 'done', 'done: moved, and not verified: --verify none'],
  ['run', 'no-go', 'NO-GO: Disk: full', 'no-go', 'NO-GO: Disk: full'],
  ['finalize', 'verified', 'finalized: the ledger is gone', 'done', 'finalized: the ledger is gone'],
] as const)('%s that is %s with %j says no more than that', (command, outcome, verdict, word, last) => {
  const { engine, face, text } = openFace();
  engine.emit({ type: 'run.finished', runId: 'r1', outcome, verdict, seconds: 1, reportPath: '' });
  face.finish(command, { outcome, verdict, runId: 'r1', reportPath: undefined });
  expect(text()).toContain(`run r1: ${word} after 1.0 s`);
  expect(text().trimEnd().split('\n').at(-1)).toBe(last);
});

test('plan and runs are lists', async () => {
  const { engine, face, text } = openFace();
  face.plan(await engine.plan());
  face.runs(await engine.runs());
  expect(text()).toMatch(
    /copy public\.orders \(300 B\)\n +left out +public\.logs \(--exclude-table\)\nr1 .* paused 40% .*stopped\n$/,
  );
});

test('before there is an engine there is no progress, and no secret is ever printed', () => {
  const output = new PassThrough();
  const face = createPlainFace({ output, state: (): State | undefined => undefined });
  face.tick();
  face.say('postgres://me:hunter2@h/d');
  expect(String(output.read())).toMatch(/Z {2}postgres:\/\/me:\*\*\*@h\/d\n$/);
});
