import { expect, test } from 'vitest';
import type { Table } from '../../../core/inventory/types.ts';
import type { Step } from '../../../core/plan/types.ts';
import { verifyTableSteps } from '../../../core/plan/verify-steps.ts';
import { StepQueue } from '../../../core/step-queue.ts';
import { planStep, planTable } from '../../support/plans.ts';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

function table(bytes: number, changes: Partial<Table> = {}): Table {
  return planTable('public.t', bytes, { name: 't', ...changes });
}

const stepsOf = (of: Table, jobs = 4): Step[] =>
  verifyTableSteps({ group: [of], mode: 'checksums', jobs, needs: ['copy:public.t'] });
const pagesOf = ({ action }: Step) => (action.type === 'verify-part' ? action.pages : undefined);

test('the parts of a large table divide its pages, the last one is open, and one step adds them up', () => {
  const steps = stepsOf(table(5 * GiB));
  const parts = steps.slice(0, -1);
  const pages = parts.map(pagesOf);
  expect(pages[0]?.from).toBe(0);
  for (const [index, range] of pages.entries()) expect(range?.to).toBe(pages[index + 1]?.from);
  expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
  expect(parts.every(({ needs }) => needs[0] === 'copy:public.t')).toBe(true);
  expect(steps.at(-1)).toMatchObject({ id: 'verify:public.t', needs: parts.map(({ id }) => id) });
  expect(parts.length).toBeGreaterThan(16);
});

test('a small table, one of an extension, and any with a single job are compared in one piece', () => {
  expect(stepsOf(table(500 * MiB))).toHaveLength(1);
  expect(stepsOf(table(5 * GiB, { extension: 'postgis' }))).toHaveLength(1);
  expect(stepsOf(table(5 * GiB), 1)).toHaveLength(1);
});

test('however large a table or few its pages, there are no more parts than either allows', () => {
  expect(stepsOf(table(900 * GiB))).toHaveLength(257);
  expect(stepsOf(table(9 * GiB, { pages: 3 }))).toHaveLength(4);
});

test('a key that waits to be attached goes before further parts of its table, and not before other builds end', () => {
  const parts = stepsOf(table(5 * GiB)).map((step) => ({
    ...step,
    needs: step.needs.filter((id) => id !== 'copy:public.t'),
  }));
  const other = (id: string, needs: readonly string[], mode: 'shared' | 'exclusive'): Step =>
    planStep(id, needs, { kind: 'index', phase: 'index', weight: 10 * GiB, holds: [{ table: 'public.t', mode }] });
  const queue = new StepQueue(
    [other('build', [], 'shared'), other('index', [], 'shared'), other('attach', ['build'], 'exclusive'), ...parts],
    new Set(),
    4,
  );
  const take = () => queue.take(0)?.[0];
  const end = (step: Step | undefined): void => {
    if (!step) throw new Error('no step');
    queue.finish(step);
    queue.release([step]);
  };
  const [build, index, first] = [take(), take(), take()];
  expect([build?.id, index?.id, first?.kind]).toEqual(['build', 'index', 'verify']);
  end(build);
  // The other index holds the key up anyway.
  const second = take();
  expect(second?.kind).toBe('verify');
  end(index);
  expect(take()).toBeUndefined();
  end(first);
  end(second);
  expect(take()?.id).toBe('attach');
});
