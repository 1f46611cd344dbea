import { expect, test } from 'vitest';
import { comparePair } from '../../../core/drift/compare.ts';
import { planSql } from '../../../core/drift/emit/plan.ts';
import type { Item, SchemaModel } from '../../../core/drift/model.ts';

/** Ten columns and an index for each of these tables; nothing in it is called as in a model of another prefix. */
function model(tables: number, prefix: string): SchemaModel {
  const items = Array.from({ length: tables }, (_, at): Item[] => {
    const table = `${prefix}_${at}`;
    const of = `table public.${table}`;
    const part = (kind: Item['kind'], name: string, facts: Item['facts']): Item => {
      return { kind, name: `public.${table}.${name}`, path: ['public', table, name], of, facts };
    };
    const columns = Array.from({ length: 10 }, (__, c) => part('column', `${prefix}_c${c}`, { type: 'integer' }));
    const path = ['public', table];
    const whole: Item = { kind: 'table', name: `public.${table}`, path, of: 'schema public', facts: { kind: 'table' } };
    return [whole, ...columns, part('index', `${prefix}_ix`, { columns: `${prefix}_c1` })];
  }).flat();
  const empty = { silent: [], notes: [], schemas: ['public'] };
  return { truth: 'source', label: '', vocabulary: 'postgresql', serverVersion: 170_000, items, ...empty };
}

test('five thousand tables that nobody else has are compared and written in seconds, and nothing is guessed of them', () => {
  // Of this process's own time: what others take of the machine does not count.
  const begun = process.cpuUsage();
  const differences = comparePair(model(5_000, 'a'), model(5_000, 'b'));
  expect(differences).toHaveLength(10_000);
  expect(differences.every(({ guess }) => guess === undefined)).toBe(true);
  expect(planSql(model(0, 'a'), model(5_000, 'a')).statements).toHaveLength(10_000);
  expect(process.cpuUsage(begun).user / 1000).toBeLessThan(10_000);
});
