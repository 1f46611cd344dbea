import { expect, test } from 'vitest';
import { comparePair } from '../../../core/drift/compare.ts';
import { planSql } from '../../../core/drift/emit/plan.ts';
import type { SchemaModel } from '../../../core/drift/model.ts';
import { baseSql, planted } from './cases.ts';
import { modelAfter, openScratch, useScratch } from './databases.ts';

const scratch = useScratch();

/** One by one they take half a minute: in the default run each stands with others that do not touch the same thing. */
const all = process.env['CUTOVER_DRIFT'] === 'all';

/** Groups of differences that can be planted together. */
function groups(): { readonly title: string; readonly change: string }[] {
  if (all) return [...planted];
  const rows: { title: string; change: string; ids: Set<string> }[] = [];
  for (const { id, title, change } of planted) {
    const table = id.split(' ')[1]?.split('.').slice(0, 2).join('.') ?? id;
    const row = rows.find(({ ids }) => !ids.has(table) && ids.size < 8);
    if (row === undefined) rows.push({ title, change, ids: new Set([table]) });
    else {
      row.title += `; ${title}`;
      row.change += `;\n${change}`;
      row.ids.add(table);
    }
  }
  return rows;
}

test('the emitted SQL ends each of the planted differences, toward either side', async () => {
  const session = await openScratch(scratch(), baseSql);
  const base = await modelAfter(session);
  /** What is left after the SQL, on a database as `setup` leaves it. */
  const leftAfter = async (setup: string, on: SchemaModel, toward: SchemaModel): Promise<string[]> => {
    const { statements, byHand } = planSql(on, toward);
    expect(byHand).toEqual([]);
    const sql = ['SET LOCAL check_function_bodies = off', ...statements.map((statement) => statement.sql)].join(';\n');
    const after = await modelAfter(session, setup, sql).catch((error: unknown) => {
      throw new Error(`${(error as Error).message}\n${sql}`);
    });
    return comparePair(after, toward).map(({ id, change }) => `${change} ${id}`);
  };
  for (const { title, change } of groups()) {
    const changed = await modelAfter(session, change);
    expect(await leftAfter('', base, changed), `${title}, there`).toEqual([]);
    expect(await leftAfter(change, changed, base), `${title}, back`).toEqual([]);
  }
}, 120_000);
