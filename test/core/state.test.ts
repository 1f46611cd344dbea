import { expect, test } from 'vitest';
import type { EngineEvent, EventBody } from '../../core/events.ts';
import { reduce } from '../../core/reduce.ts';
import { initialState, logLimit, type State } from '../../core/state.ts';
import {
  check,
  connected,
  failed,
  finished,
  plan,
  progress,
  rollbackPlan,
  runStarted,
  started,
} from '../support/run-events.ts';

const begin = Date.parse('2026-11-20T02:00:00.000Z');

/** The state after events, each a second after the one before. */
function after(events: readonly EventBody[], from: State = initialState, at = begin): State {
  return events.reduce(
    (state, event, index) =>
      reduce(state, { v: 1, at: new Date(at + index * 1000).toISOString(), ...event } as EngineEvent),
    from,
  );
}

const three = plan(['public.a', 'public.b', 'public.c']);

test('the same events give the same state, and change no earlier one', () => {
  const events = [runStarted, three, started('copy public.a'), progress('copy public.a', 10), failed('copy public.a')];
  const before = after(events.slice(0, 3));
  const frozen = structuredClone(before);
  expect(after(events)).toEqual(after(events));
  after(events.slice(3), before);
  expect(before).toEqual(frozen);
});

test('what each end told is kept by end', () => {
  const state = after(connected);
  expect([state.source?.version, state.target?.database]).toEqual(['15.8', 'shop']);
});

test('a check is shown as running until it has ended, in its place', () => {
  const state = after([
    { type: 'check.started', id: 'a', title: 'A' },
    { type: 'check.started', id: 'b', title: 'B' },
    check('a', 'fail', { detail: 'red' }),
  ]);
  expect(state.checks.map(({ id, state, detail }) => [id, state, detail])).toEqual([
    ['a', 'fail', 'red'],
    ['b', 'running', ''],
  ]);
});

test('checks that begin again forget what earlier ones found', () => {
  const state = after([check('a', 'fail'), { type: 'phase.started', phase: 'check' }]);
  expect(state.checks).toEqual([]);
});

test('rows and bytes of a table are those that have passed, in every attempt only once', () => {
  const copy = 'copy public.a';
  const running = after([runStarted, three, started(copy), progress(copy, 400)]);
  expect(running.tables[0]).toMatchObject({ state: 'running', rows: 400, bytes: 400_000 });
  expect(running.totals).toMatchObject({ rows: 400, bytes: 400_000 });

  const rolledBack = after([failed(copy, true)], running);
  expect(rolledBack.tables[0]).toMatchObject({ state: 'waiting', rows: 0, bytes: 0 });
  expect(rolledBack.totals).toMatchObject({ rows: 0, bytes: 0 });
  expect(rolledBack.failures).toMatchObject([{ id: copy, willRetry: true }]);

  const done = after([started(copy), progress(copy, 700), finished(copy, 1000)], rolledBack);
  expect(done.tables[0]).toMatchObject({ state: 'waiting', rows: 1000, stepsLeft: 1 });
  expect(done.totals.rows).toBe(1000);
  expect(done.failures).toEqual([]);
});

test('a table is done when its rows and its indexes are there', () => {
  const state = after([
    three,
    started('copy public.a'),
    finished('copy public.a'),
    started('index public.a'),
    finished('index public.a', 0),
  ]);
  expect(state.tables.map((table) => table.state)).toEqual(['done', 'waiting', 'waiting']);
});

test('a table with a failed step is failed until that step is tried again', () => {
  const state = after([three, started('copy public.b'), failed('copy public.b')]);
  expect(state.tables[1]?.state).toBe('failed');
  expect([...state.steps.values()]).toMatchObject([{ id: 'copy public.b', state: 'failed' }]);
  expect(after([started('copy public.b')], state).tables[1]?.state).toBe('running');
});

test('a verification step that counts rows moves none', () => {
  const state = after([
    three,
    started('verify public.a'),
    progress('verify public.a', 500),
    finished('verify public.a'),
  ]);
  expect(state.totals.rows).toBe(0);
  expect(state.tables[0]?.rows).toBe(0);
});

test('a resumed run begins with what the ledger has', () => {
  const state = after([plan(['public.a', 'public.b'], ['copy public.a', 'index public.a'])]);
  expect(state.tables.map(({ state, rows }) => [state, rows])).toEqual([
    ['done', 1000],
    ['waiting', 0],
  ]);
  expect(state.totals).toMatchObject({ weight: 2_400_000, weightDone: 1_100_000, rows: 1000 });
  expect(state.phases.map(({ phase, stepsDone, steps }) => `${phase} ${stepsDone}/${steps}`)).toEqual([
    'copy 1/2',
    'index 1/2',
    'verify 0/2',
  ]);
});

test('a run begins once: neither an outage nor another process begins its window anew', () => {
  const startedAt = (...events: readonly EventBody[]): string | undefined => after(events).run?.startedAt;
  expect(startedAt(runStarted, three, runStarted)).toBe('2026-11-20T02:00:00.000Z');
  expect(startedAt({ ...runStarted, since: '2026-11-20T01:10:00.000Z' })).toBe('2026-11-20T01:10:00.000Z');
  expect(startedAt(runStarted, { ...runStarted, runId: '9c41' })).toBe('2026-11-20T02:00:01.000Z');
});

test('the weight of a running step counts by its bytes, and never wholly before it is finished', () => {
  const copy = 'copy public.a';
  const half = after([three, started(copy), progress(copy, 500)]);
  expect(half.totals.weightDone).toBe(500_000);
  const more = after([progress(copy, 5000)], half);
  expect(more.totals.weightDone).toBe(990_000);
  expect(after([finished(copy)], more).totals.weightDone).toBe(1_000_000);
  expect(after([failed(copy)], more).totals.weightDone).toBe(0);
});

test('rates come from what passed, and the time that is left from the work that is left', () => {
  const copy = 'copy public.a';
  const steps = [100, 200, 300, 400, 500].map((rows) => progress(copy, rows));
  const { totals, tables } = after([three, started(copy), ...steps]);
  expect(totals.bytesPerSecond).toBeCloseTo(100_000, -2);
  expect(totals.rowsPerSecond).toBeCloseTo(100, 0);
  expect(tables[0]?.bytesPerSecond).toBeCloseTo(100_000, -2);
  // 500 kB in 5 s; 3.6 MB less 0.5 MB of weight are left, verification steps included.
  expect(totals.etaSeconds).toBeCloseTo(31, 0);
});

test('a pause shows no rate, and does not make the time that is left longer', () => {
  const copy = 'copy public.a';
  const steps = [100, 200, 300, 400, 500].map((rows) => progress(copy, rows));
  const running = after([three, started(copy), ...steps]);
  const paused = after([{ type: 'control.changed', control: 'paused' }], running, begin + 6000);
  expect(paused.totals).toMatchObject({ rowsPerSecond: 0, bytesPerSecond: 0 });
  const goneOn = after([{ type: 'control.changed', control: 'running' }], paused, begin + 3_606_000);
  const later = after([progress(copy, 600)], goneOn, begin + 3_607_000);
  // 600 kB in 6 s of work; the hour between counts for nothing.
  expect(later.totals.etaSeconds).toBeCloseTo(30, 0);
});

test('steps that no plan lists belong to the phase that runs', () => {
  const state = after([
    { type: 'phase.started', phase: 'rollback' },
    started('drop public'),
    finished('drop public', 0),
  ]);
  expect(state.phases).toMatchObject([{ phase: 'rollback', state: 'running', stepsDone: 1, steps: 1 }]);
});

test('a rollback keeps on record what was moved, and shows its own steps', () => {
  const moved = after([runStarted, three, started('copy public.a'), finished('copy public.a')]);
  const back = after([{ type: 'phase.started', phase: 'rollback' }, rollbackPlan, started('drop public')], moved);
  expect(back.tables).toEqual(moved.tables);
  expect(back.totals).toMatchObject({ rows: 1000, weightDone: moved.totals.weightDone });
  const done = after([finished('drop public', 0)], back);
  expect(done.totals.weightDone).toBe(moved.totals.weightDone);
  expect(done.phases.at(-1)).toMatchObject({ phase: 'rollback', stepsDone: 1, steps: 1 });
});

test('phases stand in the order of a run, whatever order they begin in', () => {
  const state = after([
    { type: 'phase.started', phase: 'index' },
    { type: 'phase.started', phase: 'copy' },
    { type: 'phase.finished', phase: 'copy', seconds: 4 },
  ]);
  expect(state.phases.map(({ phase, state, seconds }) => [phase, state, seconds])).toEqual([
    ['copy', 'done', 4],
    ['index', 'running', undefined],
  ]);
});

test('a table that is verified twice is listed once, with the newer finding', () => {
  const table = (targetRows: number, verdict: 'match' | 'differ'): EventBody => ({
    type: 'verify.table',
    table: 'public.a',
    sourceRows: 2,
    targetRows,
    sourceChecksum: 'x',
    targetChecksum: 'x',
    verdict,
    reason: '',
  });
  expect(after([table(1, 'differ'), table(2, 'match')]).verification.tables).toMatchObject([{ verdict: 'match' }]);
});

test('the log keeps its newest lines', () => {
  const lines = Array.from({ length: logLimit + 5 }, (_, index): EventBody => {
    return { type: 'log', level: 'info', message: `line ${index}` };
  });
  const { log } = after(lines);
  expect([log.length, log.at(-1)?.message]).toEqual([logLimit, `line ${logLimit + 4}`]);
});

test('with ten thousand tables an event touches one of them and shares the others', () => {
  const many = plan(Array.from({ length: 10_000 }, (_, index) => `public.t${index}`));
  const before = after([many, started('copy public.t5000')]);
  const next = after([progress('copy public.t5000', 1)], before);
  const changed = next.tables.filter((table, index) => table !== before.tables[index]);
  expect(changed.map((table) => table.table)).toEqual(['public.t5000']);
  expect(next.planned).toBe(before.planned);
  expect(next.steps.size).toBe(1);
});
