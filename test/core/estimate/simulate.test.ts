import { describe, expect, test } from 'vitest';
import { newestRehearsals, type RunRecord } from '../../../core/estimate/history.ts';
import { rehearsedCosts } from '../../../core/estimate/rehearsed.ts';
import { instead, roundBetween } from '../../../core/estimate/instead.ts';
import { simulate, type StepCosts } from '../../../core/estimate/simulate.ts';
import { fitWindow, rollbackSeconds } from '../../../core/estimate/window.ts';
import { planHash } from '../../../core/plan/plan-hash.ts';
import type { Step } from '../../../core/plan/types.ts';
import { Scheduler } from '../../../core/scheduler.ts';
import { runRecord } from '../../support/history.ts';
import { planStep, planTable } from '../../support/plans.ts';

function step(id: string, needs: readonly string[] = [], more: Partial<Step> = {}): Step {
  return planStep(id, needs, { kind: 'copy', phase: 'copy', weight: 10, table: id, ...more });
}

/** A second for each 10 bytes of weight. */
function costs(changes: Partial<StepCosts> = {}): StepCosts {
  return { seconds: ({ weight }) => weight / 10, slowdown: () => 1, transaction: 0, measuredJobs: 4, ...changes };
}

describe('the time of a run', () => {
  test('is shared by the jobs, and never shorter than the longest chain', () => {
    const eight = Array.from({ length: 8 }, (_, index) => step(`t${index}`));
    expect(simulate(eight, 4, costs()).seconds).toBe(2);
    const chain = [step('a'), step('b', ['a']), step('c', ['b']), step('d')];
    expect(simulate(chain, 4, costs()).seconds).toBe(3);
  });

  test('begins with the longest path, as the scheduler does', () => {
    const steps = [step('small'), step('other'), step('large', [], { weight: 30 })];
    expect(simulate(steps, 2, costs()).seconds).toBe(3);
  });

  test('keeps steps apart that hold one table', () => {
    const holds = [{ table: 't', mode: 'exclusive' }] as const;
    expect(simulate([step('a', [], { holds }), step('b', [], { holds })], 4, costs()).seconds).toBe(2);
  });

  test('is longer where jobs slow each other down, by as much as was measured with all of them', () => {
    const four = Array.from({ length: 4 }, (_, index) => step(`t${index}`));
    expect(simulate(four, 4, costs({ slowdown: () => 3 })).seconds).toBe(3);
    expect(simulate(four.slice(0, 1), 4, costs({ slowdown: () => 3 })).seconds).toBe(1);
    // Eight at work slow each other down further than four.
    expect(simulate([...four, step('e')], 5, costs({ slowdown: () => 3 })).seconds).toBeCloseTo(1 + 2 * (4 / 3));
  });

  test('counts a transaction once for all of its steps', () => {
    const batch = Array.from({ length: 4 }, (_, index) => step(`t${index}`, [], { batch: 'sql', weight: 0 }));
    expect(simulate(batch, 1, costs({ transaction: 5 })).seconds).toBe(5);
  });

  test('has what this program does for each step itself, one after the other however many jobs there are', () => {
    const many = Array.from({ length: 40 }, (_, index) => step(`t${index}`, [], { weight: 0, batch: 'copy' }));
    expect(simulate(many, 4, costs({ step: 0.1 })).seconds).toBeCloseTo(4);
    expect(simulate(many.slice(0, 1), 4, costs({ step: 0.1 })).seconds).toBeCloseTo(0.1);
  });

  test('is longer for steps that share what they work with', () => {
    const steps = [step('a'), step('b')];
    expect(simulate(steps, 2, costs({ lane: () => 'files' })).seconds).toBe(2);
  });

  test('has as many batches of definitions at once as the target has cores', () => {
    const definitions = ['a', 'b', 'c', 'd'].map((id) =>
      planStep(id, [], { phase: 'schema', batch: 'sql', weight: 10 * 1024 ** 2 }),
    );
    const aSecond = costs({ seconds: () => 1 });
    expect(simulate(definitions, 4, aSecond).seconds).toBe(1);
    expect(simulate(definitions, 4, aSecond, 2).seconds).toBe(2);
  });

  test('of nothing is nothing', () => {
    expect(simulate([], 4, costs())).toMatchObject({ seconds: 0, phases: [] });
  });

  test('tells each phase, table and bucket apart', () => {
    const { phases, tables, buckets } = simulate(
      [step('a'), step('b', ['a'], { phase: 'verify', table: 'a', weight: 20 }), step('f', ['b'], { bucket: 'x' })],
      1,
      costs(),
    );
    expect(phases).toEqual([
      { phase: 'copy', from: 0, to: 4 },
      { phase: 'verify', from: 1, to: 3 },
    ]);
    expect(tables.get('a')).toBe(3);
    expect(buckets.get('x')).toBe(1);
  });
});

test('steps begin in the order in which the scheduler begins them', async () => {
  const steps = Array.from({ length: 60 }, (_, index) =>
    step(`s${index}`, index > 10 ? [`s${index % 7}`, `s${index - 9}`] : [], {
      weight: 10 + ((index * 37) % 50),
      ...(index % 3 === 0 ? { batch: 'sql' as const } : {}),
      ...(index % 4 === 0 ? { holds: [{ table: `t${index % 5}`, mode: 'exclusive' as const }] } : {}),
    }),
  );
  const real: string[] = [];
  const runner = { started: ({ id }: Step) => real.push(id), finished: () => undefined, failed: () => undefined };
  await new Scheduler({
    steps,
    done: new Set(),
    jobs: 1,
    runner: { ...runner, execute: () => Promise.resolve() },
  }).run();
  const simulated: string[] = [];
  simulate(steps, 1, costs({ seconds: ({ id }) => simulated.push(id) }));
  expect(simulated).toEqual(real);
});

describe('a rehearsal', () => {
  const record = runRecord({
    steps: [{ id: 'copy:public.orders', weight: 100, seconds: 10 }],
    kinds: [{ kind: 'copy', steps: 4, weight: 40, seconds: 8 }],
  });

  test('gives each step the time that it took then, scaled by its size', () => {
    const { seconds } = rehearsedCosts([record]);
    expect(seconds(step('copy:public.orders', [], { weight: 150 }))).toBe(15);
  });

  test('gives a step that it did not have what its kind took', () => {
    const { seconds } = rehearsedCosts([record]);
    expect(seconds(step('copy:public.new', [], { weight: 20 }))).toBe(4);
    expect(seconds(step('index', [], { kind: 'index', weight: 20 }))).toBe(4);
  });
});

describe('several rehearsals', () => {
  const took = (seconds: number, changes: Partial<RunRecord> = {}): RunRecord =>
    runRecord({ steps: [{ id: 'copy:public.orders', weight: 100, seconds }], ...changes });

  test('one that something held up does not count for what it took then', () => {
    const { seconds } = rehearsedCosts([took(90), took(10), took(11)]);
    expect(seconds(step('copy:public.orders', [], { weight: 100 }))).toBe(11);
    const two = rehearsedCosts([took(90), took(10)]);
    expect(two.seconds(step('copy:public.orders', [], { weight: 100 }))).toBe(10);
  });

  test('are the newest three of one plan with as many jobs', () => {
    const records = [
      took(1, { runId: 'production', environment: 'production' }),
      took(2, { runId: 'newest' }),
      took(3, { runId: 'other plan', planHash: 'b'.repeat(64) }),
      took(4, { runId: 'other jobs', jobs: 8 }),
      took(5, { runId: 'failed', outcome: 'failed' }),
      ...['second', 'third', 'fourth'].map((runId) => took(6, { runId })),
    ];
    expect(newestRehearsals(records, 4)?.map(({ runId }) => runId)).toEqual(['newest', 'second', 'third']);
    expect(newestRehearsals(records, 2)).toBeUndefined();
  });
});

test('a window is compared with one and a half times the estimate; no window fits always', () => {
  expect(fitWindow(40, 60)).toEqual({ bufferedSeconds: 60, fits: true });
  expect(fitWindow(41, 60)).toEqual({ bufferedSeconds: 61.5, fits: false });
  expect(fitWindow(1e6, 0)).toEqual({ bufferedSeconds: 1.5e6, fits: true });
});

test('a rollback is given what one took, and a guess before one was tried', () => {
  expect(rollbackSeconds(100)).toBe(32);
  const rollback = { at: '2026-11-20T00:00:00.000Z', seconds: 10, outcome: 'rolled-back' } as const;
  expect(rollbackSeconds(200, [runRecord({ tables: 100, rollback })])).toBe(30 + 10 * 2 * 1.5);
});

describe('what fits instead', () => {
  const tables = [planTable('large', 100_000), planTable('middle', 20_000), planTable('small', 1000)];
  const base = { tables, options: { jobs: 4 }, seconds: 121, withJobs: undefined };
  const without = (left: ReadonlySet<string>): number =>
    tables.filter(({ key }) => !left.has(key)).reduce((sum, { bytes }) => sum + bytes / 1000, 0);

  test('is as few of the largest tables as will do, with the size that leaves out just these', () => {
    const { skipLarge } = instead({ ...base, windowSeconds: 40, without });
    expect(skipLarge).toMatchObject({ tables: ['large'], seconds: 21, fits: true });
    expect(skipLarge?.bytes).toBeGreaterThanOrEqual(20_000);
    expect(skipLarge?.bytes).toBeLessThan(100_000);
  });

  test('is more jobs where they help', () => {
    const { jobs } = instead({ ...base, windowSeconds: 100, without, withJobs: (count) => 484 / count });
    expect(jobs).toEqual({ jobs: 8, seconds: 60.5, fits: true });
    expect(instead({ ...base, windowSeconds: 100, without, withJobs: () => 121 }).jobs).toBeUndefined();
  });

  test('is at least the time that is missing', () => {
    expect(instead({ ...base, windowSeconds: 100, without }).missingSeconds).toBe(81.5);
  });

  test('is a size that is easily typed', () => {
    expect(roundBetween(5_368_709_121, 9_000_000_000)).toBe(6_000_000_000);
    expect(roundBetween(1234, 1235)).toBe(1234);
  });
});

describe('the hash of a plan', () => {
  const copy = { type: 'copy', schema: 'public', name: 'a', columns: ['id'], format: 'binary' } as const;
  const chunk = (from: number, to: number): Step =>
    step(`copy:a:${from}`, [], { table: 'a', action: { ...copy, pages: { from, to } }, weight: to - from });

  const about = { runId: 'r1', auth: 'plain', schema: 'abc' };

  test('is the same when only sizes have changed', () => {
    const index = step('index', [], { kind: 'index', table: 'a' });
    const now = planHash([chunk(0, 10), chunk(10, 20), index], about);
    expect(planHash([chunk(0, 5)], { ...about, runId: 'r2' })).toBe(now);
  });

  test('is another one when something else is done', () => {
    const other = step('copy:a', [], { table: 'a', action: { ...copy, columns: ['id', 'name'] } });
    const hash = planHash([chunk(0, 10)], about);
    expect(planHash([other], about)).not.toBe(hash);
    expect(planHash([chunk(0, 10)], { ...about, auth: 'none' })).not.toBe(hash);
    expect(planHash([chunk(0, 10)], { ...about, schema: 'abd' })).not.toBe(hash);
  });
});
