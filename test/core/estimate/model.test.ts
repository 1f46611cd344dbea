import { describe, expect, test } from 'vitest';
import type { Column, Table } from '../../../core/inventory/types.ts';
import { sampleChunks } from '../../../core/estimate/chunks.ts';
import { estimateSeconds, fitWindow, type TableWork, type Workload } from '../../../core/estimate/model.ts';

const job = { copyBytes: 100, indexBytes: 50, verifyBytes: 200, stepSeconds: 0 };
const rates = { alone: job, together: job };

function tableWork(changes: Partial<TableWork> = {}): TableWork {
  return { table: 'public.t', rows: 10, bytes: 1000, pieces: 1, indexBytes: [], validations: 0, ...changes };
}

function workload(tables: readonly TableWork[], changes: Partial<Workload> = {}): Workload {
  return { tables, refreshBytes: 0, serialSteps: 0, jobs: 1, verify: false, ...changes };
}

describe('the time of a run', () => {
  test('is bytes over rates: copy, indexes, foreign keys, verification', () => {
    const table = tableWork({ indexBytes: [100, 50], validations: 2 });
    const { tables, seconds } = estimateSeconds(workload([table], { verify: true }), rates);
    // 1000/100 + 150/50 + 2 x 1000/200 + 1000/200
    expect(seconds).toBe(10 + 3 + 10 + 5);
    expect(tables).toEqual([{ table: 'public.t', rows: 10, bytes: 1000, seconds: 28 }]);
  });

  test('is shared by the jobs', () => {
    const tables = Array.from({ length: 8 }, (_, index) => tableWork({ table: `public.t${index}` }));
    expect(estimateSeconds(workload(tables, { jobs: 4 }), rates).seconds).toBe(20);
  });

  test('is never shorter than its longest table, which pieces make shorter', () => {
    const tables = [tableWork({ table: 'public.big', bytes: 8000 }), tableWork()];
    expect(estimateSeconds(workload(tables, { jobs: 4 }), rates).seconds).toBe(80);
    const split = [tableWork({ table: 'public.big', bytes: 8000, pieces: 8 }), tableWork()];
    expect(estimateSeconds(workload(split, { jobs: 4 }), rates).seconds).toBe(22.5);
  });

  test('takes the rate beside the others for the work that is shared, and the rate alone for the longest table', () => {
    const slowed = { ...rates, together: { ...job, copyBytes: 50 } };
    const equal = Array.from({ length: 4 }, (_, index) => tableWork({ table: `public.t${index}` }));
    expect(estimateSeconds(workload(equal, { jobs: 4 }), slowed).seconds).toBe(20);
    expect(estimateSeconds(workload([tableWork({ bytes: 8000 })], { jobs: 4 }), slowed).seconds).toBe(80);
  });

  test('has schema objects and materialised views in a row, whatever the jobs', () => {
    const work = workload([], { jobs: 4, serialSteps: 100, refreshBytes: 1000 });
    expect(estimateSeconds(work, { ...rates, alone: { ...job, stepSeconds: 0.25 } }).seconds).toBe(25 + 10);
  });

  test('of an empty database is nothing, not NaN', () => {
    expect(estimateSeconds(workload([]), rates)).toEqual({ tables: [], seconds: 0 });
  });
});

test('a window is compared with one and a half times the estimate; no window fits always', () => {
  expect(fitWindow(40, 60)).toEqual({ bufferedSeconds: 60, fits: true });
  expect(fitWindow(41, 60)).toEqual({ bufferedSeconds: 61.5, fits: false });
  expect(fitWindow(1e6, 0)).toEqual({ bufferedSeconds: 1.5e6, fits: true });
});

describe('the sample', () => {
  const column: Column = {
    name: 'id',
    type: 'integer',
    typeOid: 23,
    notNull: true,
    generated: 'no',
    identity: 'no',
    binarySafe: true,
  };
  const table = (key: string, pages: number, bytes: number, columns: readonly Column[] = [column]): Table => ({
    oid: 1,
    schema: 'public',
    name: key,
    key,
    kind: 'table',
    owner: 'postgres',
    persistence: 'permanent',
    columns,
    partitionOf: undefined,
    inherits: [],
    rowSecurity: false,
    forceRowSecurity: false,
    hasPrimaryKey: true,
    populated: true,
    extension: undefined,
    bytes,
    indexBytes: 0,
    estimatedRows: 1,
    pages,
    level: 0,
  });

  test('of a small table is all of it, once', () => {
    const chunks = sampleChunks([table('small', 10, 81_920)], 1_000_000, 16_384);
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
    const chunks = sampleChunks([table('large', 1_000_000, 8_192_000_000)], 8_192_000, 819_200);
    expect(chunks).toHaveLength(10);
    expect(chunks.map(({ pages }) => pages.from)).toEqual(Array.from({ length: 10 }, (_, index) => index * 100_000));
  });

  test('of many tables has each in turn, in proportion', () => {
    const chunks = sampleChunks([table('b', 100, 819_200), table('a', 300, 2_457_600)], 400_000, 100_000);
    expect(chunks.map(({ table: { key } }) => key)).toEqual(['a', 'b', 'a', 'a']);
  });

  test('has no empty table and none without a stored column', () => {
    expect(sampleChunks([table('empty', 0, 0), table('bare', 5, 40_960, [])], 1_000_000, 16_384)).toEqual([]);
    expect(sampleChunks([], 1_000_000, 16_384)).toEqual([]);
  });
});
