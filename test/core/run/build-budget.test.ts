import { expect, test } from 'vitest';
import type { Capacity } from '../../../core/plan/capacity.ts';
import type { Step } from '../../../core/plan/types.ts';
import { BuildBudget } from '../../../core/run/build-budget.ts';

const capacity: Capacity = {
  cores: undefined,
  maintenanceWorkers: 2,
  parallelWorkers: 8,
  maintenanceMb: 64,
  cacheMb: 4096,
  temporaryMb: undefined,
};

function build(id: string, megabytes = 5000, more: Partial<Step> = {}): Step {
  return {
    id,
    kind: 'index',
    phase: 'index',
    label: id,
    needs: [],
    weight: megabytes * 1024 ** 2,
    action: { type: 'sql', statements: [] },
    ...more,
  };
}

/** Starts the builds together, as the scheduler does, and gives each its grant. */
function start(budget: BuildBudget, steps: readonly Step[], active = steps.length) {
  for (const step of steps) budget.started(step);
  return steps.map((step) => budget.grant(step, active));
}

test('the last build takes the jobs that are idle as workers, as far as the server allows', () => {
  const last = build('last');
  expect(start(new BuildBudget(capacity, 4, [last]), [last])).toEqual([{ memoryMb: 1024, workers: 2 }]);
  const generous = { ...capacity, maintenanceWorkers: 8 };
  expect(start(new BuildBudget(generous, 4, [last]), [last])).toMatchObject([{ workers: 3 }]);
  const poor = { ...capacity, parallelWorkers: 1 };
  expect(start(new BuildBudget(poor, 4, [last]), [last])).toMatchObject([{ workers: 1 }]);
});

test('while every job is at work, a build has no worker beside it', () => {
  const steps = ['a', 'b', 'c', 'd'].map((id) => build(id));
  expect(start(new BuildBudget(capacity, 4, steps), steps).map((grant) => grant?.workers)).toEqual([0, 0, 0, 0]);
  const [only] = steps;
  expect(only && start(new BuildBudget(capacity, 4, [only]), [only], 4)).toMatchObject([{ workers: 0 }]);
});

test('builds that start together share the idle jobs', () => {
  const steps = [build('a'), build('b')];
  expect(start(new BuildBudget(capacity, 6, steps), steps).map((grant) => grant?.workers)).toEqual([2, 2]);
});

test('cores count where the server tells them: none is used twice, and none stays idle because of few jobs', () => {
  const steps = [build('a'), build('b')];
  const two = new BuildBudget({ ...capacity, cores: 2 }, 4, steps);
  expect(start(two, steps).map((grant) => grant?.workers)).toEqual([0, 0]);
  const sixteen = new BuildBudget({ ...capacity, cores: 16 }, 4, steps);
  expect(start(sixteen, steps, 4).map((grant) => grant?.workers)).toEqual([4, 4]);
  const wide = new BuildBudget({ ...capacity, cores: 16, parallelWorkers: 32 }, 4, steps);
  expect(start(wide, steps, 4).map((grant) => grant?.workers)).toEqual([6, 6]);
});

test('memory is divided among the builds that may run at once, and what is left goes to the last', () => {
  const steps = ['a', 'b', 'c', 'd', 'e'].map((id) => build(id));
  const budget = new BuildBudget(capacity, 4, steps);
  const first = start(budget, steps.slice(0, 4));
  expect(first.map((grant) => grant?.memoryMb)).toEqual([256, 256, 256, 256]);
  for (const step of steps.slice(0, 4)) budget.ended(step);
  expect(start(budget, steps.slice(4))).toMatchObject([{ memoryMb: 1024 }]);
});

test('no build takes more than it can use: a small one leaves the rest to the large', () => {
  const steps = [build('small', 100), build('large')];
  expect(start(new BuildBudget(capacity, 4, steps), steps).map((grant) => grant?.memoryMb)).toEqual([100, 924]);
});

test('a small server is not asked for more than it has, but for no less than it gives by itself', () => {
  const steps = ['a', 'b', 'c', 'd'].map((id) => build(id));
  const small = { ...capacity, cacheMb: 768, maintenanceMb: 32 };
  expect(start(new BuildBudget(small, 4, steps), steps).map((grant) => grant?.memoryMb)).toEqual([48, 48, 48, 48]);
  const tuned = { ...small, maintenanceMb: 512 };
  expect(start(new BuildBudget(tuned, 4, steps), steps)[0]?.memoryMb).toBe(512);
});

test('a sort gets what its runs and their one merge need, and leaves the rest to what needs all of its work in memory', () => {
  const sort = (id: string, megabytes: number): Step => build(id, 50_000, { sorts: megabytes * 1024 ** 2 });
  const alone = (step: Step, more: Partial<Capacity> = {}): unknown =>
    start(new BuildBudget({ ...capacity, cores: 1, ...more }, 4, [step]), [step])[0]?.memoryMb;
  expect(alone(sort('small', 100))).toBe(16);
  expect(alone(sort('large', 10_000))).toBe(52);
  // 500 runs, which is what one merge takes.
  expect(alone(sort('huge', 400_000))).toBe(800);
  expect(alone(sort('vast', 1_000_000))).toBe(1024);
  expect(alone(sort('huge', 400_000), { cacheMb: 400 })).toBe(100);
  expect(alone(sort('spilled', 1000), { temporaryMb: 2000 })).toBe(17);
  expect(alone(sort('not to be spilled', 1000), { temporaryMb: 500 })).toBe(1024);
  const steps = [sort('tree', 500), build('gin')];
  expect(start(new BuildBudget({ ...capacity, cores: 2 }, 2, steps), steps)).toEqual([
    { memoryMb: 16, workers: 0 },
    { memoryMb: 1008, workers: 0 },
  ]);
});

test('each worker of a sort has the memory without which the server would not start it', () => {
  const workers = { ...capacity, cores: 4, maintenanceMb: 16 };
  const small = build('small', 5000, { sorts: 500 * 1024 ** 2 });
  expect(start(new BuildBudget(workers, 4, [small]), [small])).toEqual([{ memoryMb: 128, workers: 3 }]);
  const large = build('large', 5000, { sorts: 40_000 * 1024 ** 2 });
  expect(start(new BuildBudget(workers, 4, [large]), [large])).toEqual([{ memoryMb: 207, workers: 3 }]);
});

test('what a build had is free again when it ends, and is not counted twice when it is tried again', () => {
  const steps = [build('a'), build('b')];
  const budget = new BuildBudget({ ...capacity, cores: 4 }, 2, steps);
  const before = start(budget, steps);
  const [first] = steps;
  expect(first && budget.grant(first, 2)).toEqual(before[0]);
  for (const step of steps) budget.ended(step);
  const third = build('third');
  budget.started(third);
  expect(budget.grant(third, 1)).toMatchObject({ workers: 3, memoryMb: 1024 });
});

test('a key that is validated gets memory for its join, and no workers; what is in a batch gets nothing', () => {
  const key = build('key', 5000, { kind: 'validate' });
  expect(start(new BuildBudget(capacity, 4, [key]), [key])).toEqual([{ memoryMb: 1024, workers: 0 }]);
  const small = build('small', 1, { batch: 'sql' });
  expect(start(new BuildBudget(capacity, 4, [small]), [small])).toEqual([undefined]);
  const copy = build('copy', 5000, { kind: 'copy' });
  expect(start(new BuildBudget(capacity, 4, [copy]), [copy])).toEqual([undefined]);
});
