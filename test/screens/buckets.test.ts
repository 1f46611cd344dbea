import { expect, test } from 'vitest';
import { reduceAll } from '../../core/reduce.ts';
import { initialState, type State } from '../../core/state.ts';
import type { EngineEvent, EventBody } from '../../core/events.ts';
import { bucketNow, bucketShare, filesText, orderBuckets } from '../../screens/views/buckets.ts';
import { paneAfter } from '../../screens/views/migrate.ts';

const begun = Date.parse('2026-11-21T02:00:00.000Z');

function after(...events: readonly (EventBody & { readonly seconds?: number })[]): State {
  const dated = events.map((event, index) => ({
    v: 1,
    at: new Date(begun + index * 1000).toISOString(),
    ...event,
  })) as EngineEvent[];
  return reduceAll(initialState, dated);
}

const step = (id: string, bucket: string, done = false) =>
  ({
    id,
    kind: 'blobs',
    phase: 'copy',
    label: id,
    weight: 100,
    bucket,
    done,
    rows: done ? 4 : 0,
    bytes: done ? 40 : 0,
  }) as const;

const plan: EventBody = {
  type: 'plan.ready',
  steps: [step('files:a:1', 'a', true), step('files:a:2', 'a'), step('files:b:1', 'b')],
  tables: [],
  buckets: [
    { bucket: 'a', files: 8, bytes: 80 },
    { bucket: 'b', files: 2, bytes: 20 },
  ],
};
const started = (id: string): EventBody => ({ type: 'step.started', id, kind: 'blobs', label: id, weight: 100 });

test('a bucket has what the ledger had, what passes now, and its rates', () => {
  const state = after(
    plan,
    started('files:a:2'),
    { type: 'step.progress', id: 'files:a:2', rows: 2, bytes: 20 },
    { type: 'step.progress', id: 'files:a:2', rows: 3, bytes: 30 },
  );
  const [a, b] = state.buckets;
  expect(a).toMatchObject({ state: 'running', files: 7, bytes: 70, filesPerSecond: expect.closeTo(1.6, 1) });
  expect(b).toMatchObject({ state: 'waiting', files: 0 });
  expect(a && bucketShare(a)).toBeCloseTo(70 / 80);
  expect(
    filesText(
      state.buckets,
      (rate) => `${Math.round(rate)} B/s`,
      (size) => `${size} B`,
    ),
  ).toBe('7 of 10 files · 70 B of 100 B · 2 files/s · 16 B/s');
});

test('failures come first, and a bucket that stands still says so', () => {
  const state = after(plan, started('files:a:2'), started('files:b:1'), {
    type: 'step.failed',
    id: 'files:b:1',
    code: 'storage.files-failed',
    message: 'one file',
    hint: '',
    attempt: 1,
    willRetry: false,
  });
  expect(orderBuckets(state.buckets).map(({ bucket, state: of }) => [bucket, of])).toEqual([
    ['b', 'failed'],
    ['a', 'running'],
  ]);
  const [a] = state.buckets;
  expect(a && bucketNow(a, false, begun + 60_000, String)).toMatch(/^nothing for/);
});

test('the pane of files is passed over where none are moved', () => {
  expect([paneAfter('tables', true), paneAfter('storage', true), paneAfter('steps', true)]).toEqual([
    'storage',
    'steps',
    'tables',
  ]);
  expect(paneAfter('tables', false)).toBe('steps');
});
