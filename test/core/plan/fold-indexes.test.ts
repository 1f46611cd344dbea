import { expect, test } from 'vitest';
import { foldIndexes } from '../../../core/plan/fold-indexes.ts';
import type { CopyAction, Step } from '../../../core/plan/types.ts';
import { planStep } from '../../support/plans.ts';

const MiB = 1024 ** 2;

function step(id: string, { needs = [], ...changes }: Partial<Step>): Step {
  return planStep(id, needs, { weight: 1000, action: { type: 'sql', statements: [id] }, ...changes });
}

function copy(table: string, changes: Partial<Step> = {}, action: Partial<CopyAction> = {}): Step {
  return step(`copy:${table}`, {
    kind: 'copy',
    phase: 'copy',
    table,
    needs: ['schema'],
    action: { type: 'copy', schema: 'public', name: table, columns: ['id'], format: 'binary', ...action },
    ...changes,
  });
}

function index(id: string, table: string, changes: Partial<Step> = {}): Step {
  return step(id, { kind: 'index', phase: 'index', table, needs: ['schema', `copy:${table}`], ...changes });
}

const schema = step('schema', {});

test('a small table builds its indexes in the transaction of its copy, and who needed them needs the copy', () => {
  const reference = step('fk', { kind: 'foreign-key', phase: 'constraint', needs: ['copy:a', 'key', 'other'] });
  const steps = foldIndexes([
    schema,
    copy('a'),
    index('key', 'a', { kind: 'constraint' }),
    index('other', 'a'),
    reference,
  ]);
  expect(steps.map(({ id }) => id)).toEqual(['schema', 'copy:a', 'fk']);
  expect(steps[1]?.action).toMatchObject({ indexes: ['key', 'other'] });
  expect(steps[1]?.weight).toBe(3000);
  expect(steps[2]?.needs).toEqual(['copy:a']);
});

test.each([
  ['a large table', [schema, copy('a', { weight: 2 * MiB }), index('key', 'a')]],
  [
    'an index that would make the step a large one',
    [schema, copy('a', { weight: 900_000 }), index('key', 'a', { weight: 200_000 })],
  ],
  ['one chunk of a table', [schema, copy('a', {}, { pages: { from: 0, to: 9 } }), index('key', 'a')]],
  ["rows of a service's table", [schema, copy('a', {}, { rowsOnly: true }), index('key', 'a')]],
  ["rows of an extension's table", [schema, copy('a', {}, { where: 'true' }), index('key', 'a')]],
  [
    'an index that waits for something else',
    [schema, step('b', {}), copy('a'), index('key', 'a', { needs: ['b', 'copy:a'] })],
  ],
  ['an index of a materialised view', [schema, copy('a'), index('key', 'a', { phase: 'finish' })]],
])('%s: the index stays a step of its own', (_, steps) => {
  expect(foldIndexes(steps)).toEqual(steps);
});
