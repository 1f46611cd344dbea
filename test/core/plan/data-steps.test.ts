import { expect, test } from 'vitest';
import type { Index, Table } from '../../../core/inventory/types.ts';
import { coresOf } from '../../../core/plan/capacity.ts';
import { copySteps } from '../../../core/plan/data-steps.ts';
import { remainingPaths } from '../../../core/plan/paths.ts';
import type { Step } from '../../../core/plan/types.ts';
import { planStep, planTable } from '../../support/plans.ts';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

function index(of: string, bytes: number): Index {
  return {
    schema: 'public',
    name: `${of}_index_${bytes}`,
    table: of,
    unique: false,
    primary: false,
    valid: true,
    method: 'btree',
    expressions: false,
    bytes,
    definition: '',
    constraint: undefined,
  };
}

function plan(tables: readonly Table[], jobs: number, more: { indexes?: readonly Index[]; cores?: number } = {}) {
  const { indexes = [], cores } = more;
  return copySteps({ tables, indexes, jobs, cores, after: [] });
}

/** When each step would end, were all jobs equally fast and one byte a unit of time: the free job takes the next. */
function endsOfJobs(steps: readonly Step[], jobs: number): number[] {
  const ends = Array.from({ length: jobs }, () => 0);
  for (const { weight } of steps.toSorted((a, b) => b.weight - a.weight)) {
    const first = ends.indexOf(Math.min(...ends));
    ends[first] = (ends[first] ?? 0) + weight;
  }
  return ends;
}

test.each([
  [2, 5],
  [4, 5],
  [8, 5],
  [4, 300],
  [64, 40],
])('with %i jobs a table of %i GiB is cut so that all jobs end within one smallest chunk', (jobs, gigabytes) => {
  const steps = plan([planTable('big', gigabytes * GiB)], jobs).get('big') ?? [];
  const ends = endsOfJobs(steps, jobs);
  expect(Math.max(...ends) - Math.min(...ends)).toBeLessThanOrEqual(65 * MiB);
  for (const { weight } of steps) expect(weight).toBeLessThanOrEqual(GiB + MiB);
});

test('chunks cover every page once, and the last one is open', () => {
  const big = planTable('big', 5 * GiB + 12_345);
  const steps = plan([big], 4).get('big') ?? [];
  const ranges = steps.map(({ action }) => (action.type === 'copy' ? action.pages : undefined));
  expect(ranges.map((range) => range?.from)).toEqual([0, ...ranges.slice(0, -1).map((range) => range?.to)]);
  expect(ranges.at(-1)?.to).toBeUndefined();
  expect(ranges.at(-1)?.from).toBeLessThan(big.pages);
  expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
  expect(steps.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(big.bytes, -4);
});

test('chunks are the same size or smaller from one to the next, and none is smaller than 64 MiB but the last', () => {
  const weights = (plan([planTable('big', 5 * GiB)], 4).get('big') ?? []).map(({ weight }) => weight);
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  for (const weight of weights.slice(0, -1)) expect(weight).toBeGreaterThanOrEqual(64 * MiB);
});

const pieces = (steps: ReadonlyMap<string, readonly Step[]>): Record<string, boolean> =>
  Object.fromEntries([...steps].map(([key, each]) => [key, each.length > 1]));

test('a table that is no more than its share of the work stays whole: it keeps FREEZE, and all jobs have work', () => {
  const equal = ['a', 'b', 'c', 'd'].map((key) => planTable(key, 2 * GiB));
  expect(pieces(plan(equal, 4))).toEqual({ a: false, b: false, c: false, d: false });
  expect(pieces(plan([...equal, planTable('big', 3 * GiB)], 4))).toMatchObject({ a: false, big: true });
});

test('with one job, below a gibibyte, or without pages enough for the jobs, nothing is split', () => {
  expect(pieces(plan([planTable('big', 5 * GiB)], 1))).toEqual({ big: false });
  expect(pieces(plan([planTable('big', GiB)], 4))).toEqual({ big: false });
  // A few rows of 200 MB each: their pages are in TOAST.
  expect(pieces(plan([planTable('wide', 5 * GiB, { pages: 2 })], 4))).toEqual({ wide: false });
});

test('the indexes that wait for a table count as a part of its path, and those of all tables as work', () => {
  const tables = [planTable('a', 2 * GiB), planTable('b', 3 * GiB), planTable('c', 3 * GiB)];
  expect(pieces(plan(tables, 2))).toMatchObject({ a: false });
  const indexes = [index('a', 2 * GiB)];
  expect(pieces(plan(tables, 2, { indexes }))).toMatchObject({ a: true, b: false, c: false });
});

test('where the target has fewer cores than there are jobs, shares are counted in cores', () => {
  const tables = [planTable('a', 3 * GiB), planTable('b', 3 * GiB)];
  expect(pieces(plan(tables, 4))).toEqual({ a: true, b: true });
  expect(pieces(plan(tables, 4, { cores: 2 }))).toEqual({ a: false, b: false });
});

test('every chunk of a table goes before a smaller table: the indexes behind it wait for the last one', () => {
  const copies = plan([planTable('big', 5 * GiB), planTable('small', 600 * MiB)], 4);
  const chunks = copies.get('big') ?? [];
  const small = copies.get('small') ?? [];
  const build = planStep(
    'index',
    chunks.map(({ id }) => id),
    { kind: 'index', phase: 'index', weight: GiB },
  );
  const paths = remainingPaths([...chunks, ...small, build], new Set(), 4);
  const order = [...chunks, ...small].toSorted((a, b) => (paths.get(b.id) ?? 0) - (paths.get(a.id) ?? 0));
  expect(order.map(({ id }) => id)).toEqual([...chunks, ...small].map(({ id }) => id));
  // What the first chunk has behind it: the share of all others, and the index.
  expect(paths.get(chunks[0]?.id ?? '')).toBeGreaterThan(GiB + (5 * GiB) / 4);
});

test.each([
  ['0-3\n', 'max 100000\n', 4],
  ['0-3,6,8-9', '', 7],
  ['0', '', 1],
  ['0-15\n', '150000 100000\n', 2],
  ['', '', undefined],
])('cores of %j under the quota %j are %s', (online, quota, cores) => {
  expect(coresOf(online, quota)).toBe(cores);
});
