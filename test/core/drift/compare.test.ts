import { expect, test } from 'vitest';
import { comparePair } from '../../../core/drift/compare.ts';
import { hashModel, idOf } from '../../../core/drift/model.ts';
import { readDatabase } from '../../../core/drift/read/database.ts';
import { baseSql, planted } from './cases.ts';
import { modelAfter, openScratch, useScratch } from './databases.ts';
import { equalPairs } from './equal-pairs.ts';

const scratch = useScratch();

test('each of the planted differences is found from both sides, named, and nothing else is', async () => {
  const session = await openScratch(scratch(), baseSql);
  const base = await readDatabase(session, { truth: 'source', label: 'clean' });
  expect(planted.length).toBeGreaterThanOrEqual(60);
  for (const { id, title, change } of planted) {
    const model = await modelAfter(session, change);
    const [there, back] = [comparePair(base, model), comparePair(model, base)];
    expect(there, title).toHaveLength(1);
    expect(back, title).toHaveLength(1);
    const names = [there[0]?.left, there[0]?.right].map((item) => item && idOf(item));
    expect(names, title).toContain(id);
    expect([back[0]?.right, back[0]?.left], title).toEqual([there[0]?.left, there[0]?.right]);
    expect(back[0]?.severity, title).toBe(there[0]?.severity);
    expect(there[0]?.guess !== undefined, title).toBe(title.includes('a guess'));
    expect(hashModel(model), title).not.toBe(hashModel(base));
  }
}, 120_000);

test('two ways to write the same are no difference', async () => {
  const session = await openScratch(scratch(), baseSql);
  const base = await modelAfter(session);
  expect(equalPairs.length).toBeGreaterThanOrEqual(20);
  for (const { title, left, right } of equalPairs) {
    const one = left === '' ? base : await modelAfter(session, left);
    const two = await modelAfter(session, right);
    expect(comparePair(one, two), title).toEqual([]);
    expect(hashModel(one), title).toBe(hashModel(two));
  }
}, 60_000);
