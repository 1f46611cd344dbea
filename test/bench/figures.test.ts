import { expect, test } from 'vitest';
import { type Contents, differenceOf } from './dataset.ts';
import { cpuSecondsPerGb, measuredFor, median, peakMb, type Run, ratios, rotate, thin } from './figures.ts';
import { cpuSecondsOf } from './measure.ts';
import { barTable, resultTable } from './table.ts';

const run = (tool: string, round: number, seconds: number, more: Partial<Run> = {}): Run => ({
  tool,
  round,
  seconds,
  ...more,
});

test('the median is the middle value, whatever the order, and the mean of two middle ones', () => {
  expect(median([3, 1, 20])).toBe(3);
  expect(median([4, 1, 2, 30])).toBe(3);
  expect(median([7])).toBe(7);
  expect(median([])).toBeUndefined();
});

test('over as many rounds as there are tools, every tool runs once in every place', () => {
  const tools = ['a', 'b', 'c'];
  const orders = [1, 2, 3].map((round) => rotate(tools, round).join(''));
  expect(orders).toEqual(['abc', 'bca', 'cab']);
  expect(rotate(tools, 4)).toEqual(tools);
  expect(rotate([], 2)).toEqual([]);
});

test('a ratio compares two runs of the same round, and leaves out rounds in which one failed', () => {
  const runs = [
    run('ours', 1, 8),
    run('theirs', 1, 10),
    run('ours', 2, 30),
    run('theirs', 2, 60),
    run('ours', 3, 1),
    run('theirs', 3, 2, { failure: 'connection refused' }),
  ];
  expect(ratios(runs, 'ours', 'theirs')).toEqual([0.8, 0.5]);
  expect(measuredFor({ tool: 'ours', measure: { ratioTo: 'theirs' }, limit: 1 }, runs, 1)).toBe(0.65);
});

test('CPU is the median for each GB, memory the highest of all rounds; failed runs count for neither', () => {
  const runs = [
    run('ours', 1, 8, { cpuSeconds: 2, peakBytes: 90e6 }),
    run('ours', 2, 8, { cpuSeconds: 4, peakBytes: 120e6 }),
    run('ours', 3, 8, { cpuSeconds: 99, peakBytes: 900e6, failure: 'rows differ' }),
  ];
  expect(cpuSecondsPerGb(runs, 'ours', 2e9)).toBe(1.5);
  expect(peakMb(runs, 'ours')).toBe(120);
  expect(peakMb(runs, 'theirs')).toBeUndefined();
});

test('a thinned list keeps both ends', () => {
  const thinned = thin([...Array(101).keys()], 5);
  expect(thinned).toEqual([0, 25, 50, 75, 100]);
  expect(thin([1, 2], 5)).toEqual([1, 2]);
});

test('the table names a skipped tool with its reason, and shows a failed round as failed, not as a time', () => {
  const text = resultTable({
    tools: [
      { id: 'ours', name: 'ours' },
      { id: 'theirs', name: 'theirs' },
      { id: 'gone', name: 'gone', skipped: 'gone is not on PATH' },
    ],
    runs: [run('ours', 1, 8), run('theirs', 1, 10), run('ours', 2, 5), run('theirs', 2, 0.1, { failure: 'no | luck' })],
    rounds: 2,
    references: ['theirs', 'gone'],
    dataBytes: 1e9,
    indexBytes: 1e9,
    tables: 25,
  });
  expect(text).toMatchInlineSnapshot(`
    "| tool | seconds of each round | median | ÷ theirs, each round | client CPU s | CPU s per GB of tables | of the set | peak MB |
    |---|---|--:|---|--:|--:|--:|--:|
    | ours | 8.00 · 5.00 | 6.50 | 0.80 · – | – | – | – | – |
    | theirs | 10.00 · failed | 10.00 | 1.00 · – | – | – | – | – |
    | gone | skipped: gone is not on PATH |  |  |  |  |  |  |

    Failed: theirs, round 2: no \\| luck"
  `);
});

test('a bar without figures is not measured, never met', () => {
  const text = barTable(
    [
      { tool: 'ours', measure: { ratioTo: 'theirs' }, limit: 0.8 },
      { tool: 'ours', measure: { ratioTo: 'gone' }, limit: 0.8 },
      { tool: 'ours', measure: 'peakMb', limit: 250 },
    ],
    [run('ours', 1, 8, { peakBytes: 251e6 }), run('theirs', 1, 10)],
    1e9,
    (id) => id,
  );
  expect(text.split('\n').slice(2)).toEqual([
    '| ours ÷ theirs | 0.80 | 0.80 | met |',
    '| ours ÷ gone | 0.80 | – | not measured |',
    '| ours: peak MB | 250 | 251 | missed |',
  ]);
});

test('the CPU of a run is that of the shell and of everything it waited for; half an answer is none', () => {
  expect(cpuSecondsOf('0m0.002s 0m0.001s\n1m2.500s 0m0.250s\n')).toBeCloseTo(62.753, 6);
  expect(cpuSecondsOf('0m0.002s 0m0.001s\n')).toBeUndefined();
  expect(cpuSecondsOf('')).toBeUndefined();
});

test('a copy with a lost row, a lost table, a table too many, a lost index or constraint is no copy', () => {
  const contents = (rows: Record<string, number>, indexes = 2, constraints = 1): Contents => ({
    rows: new Map(Object.entries(rows)),
    indexes,
    constraints,
  });
  const source = contents({ a: 10, b: 0 });
  expect(differenceOf(source, contents({ b: 0, a: 10 }))).toBeUndefined();
  expect(differenceOf(source, contents({ a: 9, b: 0 }))).toContain('a: 10 on the source, 9 on the target');
  expect(differenceOf(source, contents({ a: 10 }))).toContain('b: 0 on the source, no table on the target');
  expect(differenceOf(source, contents({ a: 10, b: 0, c: 0 }))).toContain('c: no table on the source');
  expect(differenceOf(source, contents({ a: 10, b: 0 }, 1))).toBe('1 of 2 indexes are there');
  expect(differenceOf(source, contents({ a: 10, b: 0 }, 2, 0))).toBe('0 of 1 constraints are there');
});
