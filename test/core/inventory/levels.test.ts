import { expect, test } from 'vitest';
import { dependencyLevels } from '../../../core/inventory/levels.ts';

const arrows = (...pairs: string[]) =>
  pairs.map((pair) => {
    const [from = '', to = ''] = pair.split('>');
    return { from, to };
  });

test('a level is the longest chain below a table, whatever shorter ways there are', () => {
  const { levels, cycles } = dependencyLevels(['d', 'c', 'b', 'a'], arrows('d>c', 'd>a', 'c>b', 'b>a'));
  expect(Object.fromEntries(levels)).toEqual({ a: 0, b: 1, c: 2, d: 3 });
  expect(cycles).toEqual([]);
});

test('tables of one cycle share a level, are named as a cycle, and count once for what stands above them', () => {
  const { levels, cycles } = dependencyLevels(
    ['top', 'x', 'y', 'z', 'base', 'p', 'q'],
    arrows('top>x', 'x>y', 'y>z', 'z>x', 'z>base', 'p>q', 'q>p'),
  );
  expect(cycles).toEqual([
    ['x', 'y', 'z'],
    ['p', 'q'],
  ]);
  expect(Object.fromEntries(levels)).toEqual({ base: 0, x: 1, y: 1, z: 1, top: 2, p: 0, q: 0 });
});

test('a table that refers to itself is no cycle, and a table outside of the selection is no dependency', () => {
  const { levels, cycles } = dependencyLevels(['tree'], arrows('tree>tree', 'tree>elsewhere'));
  expect(levels.get('tree')).toBe(0);
  expect(cycles).toEqual([]);
});

test('every table comes after all that it needs', () => {
  const pairs = arrows('a>b', 'a>c', 'b>d', 'c>d', 'e>a', 'e>d');
  const { order } = dependencyLevels(['e', 'a', 'c', 'b', 'd'], pairs);
  for (const { from, to } of pairs) expect(order.indexOf(from)).toBeGreaterThan(order.indexOf(to));
});

test('a chain of 100,000 tables does not exhaust the stack', () => {
  const nodes = Array.from({ length: 100_000 }, (_, index) => `t${index}`);
  const chain = nodes.slice(1).map((to, index) => ({ from: `t${index}`, to }));
  expect(dependencyLevels(nodes, chain).levels.get('t0')).toBe(99_999);
});
