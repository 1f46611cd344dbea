import { expect, test } from 'vitest';
import { comparePair } from '../../../core/drift/compare.ts';
import { planSql } from '../../../core/drift/emit/plan.ts';
import { baseSql, planted } from './cases.ts';
import { modelAfter, openScratch, useScratch } from './databases.ts';

const scratch = useScratch();

test('the emitted SQL ends each of the planted differences, toward either side', async () => {
  const session = await openScratch(scratch(), baseSql);
  const base = await modelAfter(session);
  const failures: string[] = [];
  for (const { title, change } of planted) {
    const changed = await modelAfter(session, change);
    const there = planSql(base, changed);
    const back = planSql(changed, base);
    for (const [way, plan, setup, wanted] of [
      ['there', there, '', changed],
      ['back', back, change, base],
    ] as const) {
      const sql = ['SET LOCAL check_function_bodies = off', ...plan.statements.map((statement) => statement.sql)];
      try {
        const after = await modelAfter(session, setup, sql.join(';\n'));
        const left = comparePair(after, wanted).map(({ id, change: how }) => `${how} ${id}`);
        if (left.length > 0 || plan.byHand.length > 0)
          failures.push(`${title} (${way}): ${left.join(', ')}; ${plan.byHand.join()}\n${sql.join(';\n')}`);
      } catch (error) {
        failures.push(`${title} (${way}): ${(error as Error).message}\n${sql.join(';\n')}`);
      }
    }
  }
  expect(failures).toEqual([]);
}, 120_000);
