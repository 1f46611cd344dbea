import { describe, expect, test } from 'vitest';
import type { Table } from '../../../core/inventory/types.ts';
import { sampleChunks } from '../../../core/estimate/chunks.ts';
import { planTable } from '../../support/plans.ts';

describe('the sample', () => {
  const table = (key: string, pages: number, bytes: number, changes: Partial<Table> = {}): Table =>
    planTable(key, bytes, { pages, ...changes });

  test('of a small table is all of it, once', () => {
    const chunks = sampleChunks([table('small', 10, 81_920)], 1_000_000, 16_384, 1).flat();
    expect(chunks.map(({ pages }) => [pages.from, pages.to])).toEqual([
      [0, 2],
      [2, 4],
      [4, 6],
      [6, 8],
      [8, 10],
    ]);
    expect(chunks.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(81_920);
  });

  test('of a large table keeps to the budget and is spread from begin to end', () => {
    const chunks = sampleChunks([table('large', 1_000_000, 8_192_000_000)], 8_192_000, 819_200, 1).flat();
    expect(chunks).toHaveLength(10);
    expect(chunks.map(({ pages }) => pages.from)).toEqual(Array.from({ length: 10 }, (_, index) => index * 100_000));
  });

  test('of many tables has each in turn, in proportion', () => {
    const chunks = sampleChunks([table('b', 100, 819_200), table('a', 300, 2_457_600)], 400_000, 100_000, 1).flat();
    expect(chunks.map(({ table: { key } }) => key)).toEqual(['a', 'b', 'a', 'a']);
  });

  test('in several passes reads no pages twice, as long as the table has so many', () => {
    const large = sampleChunks([table('large', 1_000_000, 8_192_000_000)], 8_192_000, 819_200, 3);
    expect(large.map((chunks) => chunks.map(({ pages }) => pages.from / 100_000))).toEqual([
      [0, 3, 6, 9],
      [1, 4, 7],
      [2, 5, 8],
    ]);
    const rare = sampleChunks([table('rare', 1_000_000, 8_192_000_000)], 8_192, 819_200, 3);
    expect(rare.map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(new Set(rare.flat().map(({ pages }) => pages.from)).size).toBe(3);
    const small = sampleChunks([table('small', 10, 81_920)], 1_000_000, 40_960, 3);
    expect(small.map((chunks) => chunks.map(({ pages }) => pages.from))).toEqual([[0], [5], [0]]);
  });

  test('has no empty table and none without a stored column', () => {
    expect(
      sampleChunks([table('empty', 0, 0), table('bare', 5, 40_960, { columns: [] })], 1_000_000, 16_384, 2),
    ).toEqual([[], []]);
    expect(sampleChunks([], 1_000_000, 16_384, 1)).toEqual([[]]);
  });
});
