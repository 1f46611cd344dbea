import { expect, test } from 'vitest';
import { ladder, type Rung } from '../../../core/verify/ladder.ts';
import { changedSince, recordOf, type VerificationRecord } from '../../../core/verify/since.ts';
import { compareTable } from '../../../core/verify/tables.ts';
import type { VerifyItem } from '../../../core/verify/types.ts';

const equal = (table: string, rows = 10, checksum = '7') => compareTable(table, { rows, checksum }, { rows, checksum });
const item = (kind: string, name: string, verdict: VerifyItem['verdict'], detail = ''): VerifyItem => ({
  kind,
  name,
  verdict,
  detail,
});
const rung = (rungs: readonly Rung[], name: string) => rungs.find((each) => each.name === name);

test('every rung says what was checked, and one that was not says why and is not called equal', () => {
  const rungs = ladder({
    tables: [equal('public.a'), equal('public.b', 5)],
    items: [
      item('index', 'all indexes', 'match', '4 compared, all equal'),
      item('sequence-value', 'all sequence values', 'match', '2 compared, all equal'),
      item('sequence-value', 'public.s', 'skipped', 'no right to read it'),
    ],
  });
  expect(rung(rungs, 'inventory')).toMatchObject({ verdict: 'match', checked: '4 compared, all equal' });
  expect(rung(rungs, 'checksums')).toMatchObject({ verdict: 'match', checked: '2 tables with 15 rows' });
  expect(rung(rungs, 'sequences')).toMatchObject({ verdict: 'part', skipped: ['public.s: no right to read it'] });
  expect(rung(rungs, 'users')).toMatchObject({ verdict: 'skipped', skipped: ['no users of Supabase Auth are moved'] });
});

test('plans that are worse are no fault, and not equal either; without any there is the reason', () => {
  const worse = ladder({
    tables: [],
    items: [
      item('plan', 'all plans', 'note', '2 plans compared, 1 of them turned'),
      item('plan', 'look-up', 'note', 'x'),
    ],
  });
  expect(rung(worse, 'plans')).toMatchObject({ verdict: 'part', checked: '2 plans compared, 1 of them turned' });
  const none = ladder({ tables: [], items: [item('plan', 'all plans', 'note', 'no table is large')] });
  expect(rung(none, 'plans')).toMatchObject({ verdict: 'skipped', skipped: ['no table is large'] });
});

test('counts alone leave the rung of checksums, and nothing at all leaves every rung', () => {
  const counted = ladder({ tables: [equal('public.a', 10, '')], items: [] });
  expect(rung(counted, 'row counts')).toMatchObject({ verdict: 'match' });
  expect(rung(counted, 'checksums')).toMatchObject({
    verdict: 'skipped',
    skipped: ['the rows of 1 table were only counted'],
  });
  expect(ladder({ tables: [], items: [] }).every(({ verdict, skipped }) => verdict === 'skipped' && skipped[0])).toBe(
    true,
  );
});

test('a difference shows on its rung, and rows on the rung of their table', () => {
  const rungs = ladder({
    tables: [compareTable('public.a', { rows: 2, checksum: '1' }, { rows: 2, checksum: '2' })],
    items: [item('row', 'public.a: id = 1', 'differs'), item('index', 'public.i', 'missing')],
  });
  expect(rungs.filter(({ verdict }) => verdict === 'differs').map(({ name }) => name)).toEqual([
    'inventory',
    'checksums',
  ]);
});

const when = { at: '2026-11-21T02:14:00.000Z', toolVersion: '1' };
const production = { production: true };

test('nothing has changed where both ends are as they were', () => {
  const record = recordOf([equal('public.a')], [], when);
  const { summary, items } = changedSince(record, { ...record, at: '2026-11-22T00:00:00.000Z' }, production);
  expect(summary).toBe('since 2026-11-21 02:14 UTC nothing has changed');
  expect(items.every(({ verdict }) => verdict === 'match')).toBe(true);
});

test('a target that is in use has changed, and is told by table; a source that was written to fails in production', () => {
  const before = recordOf([equal('public.a'), equal('public.b')], [item('index', 'public.i', 'missing')], when);
  const after = recordOf(
    [
      compareTable('public.a', { rows: 10, checksum: '7' }, { rows: 12, checksum: '9' }),
      compareTable('public.b', { rows: 10, checksum: '8' }, { rows: 10, checksum: '7' }),
    ],
    [item('policy', 'p on public.a', 'missing'), item('row', 'public.a: id = 11', 'extra')],
    when,
  );
  const { summary, items } = changedSince(before, after, production);
  expect(summary).toBe(
    'since 2026-11-21 02:14 UTC 1 table changed on the target, 1 table changed on the source, 1 difference came, 1 difference went',
  );
  expect(items.map(({ name, verdict }) => `${name}: ${verdict}`)).toEqual([
    'all changes since 2026-11-21 02:14 UTC: note',
    'unchanged since 2026-11-21 02:14 UTC: differs',
    'public.a on the target: note',
    'public.b on the source: note',
    'policy p on public.a: note',
    'index public.i: note',
  ]);
  expect(changedSince(before, after, { production: false }).items[1]?.verdict).toBe('note');
});

test('checksums of another version of the program are not held against these', () => {
  const before: VerificationRecord = { ...recordOf([equal('public.a')], [], when), toolVersion: '0' };
  const now = recordOf([equal('public.a', 10, '8')], [], when);
  expect(changedSince(before, now, production).summary).toMatch(/nothing has changed$/);
});

test('where tables followed into a run, no rung says of the others that there is nothing', () => {
  const followed = ladder({ tables: [], items: [item('later', 'public.log', 'note', 'followed')] });
  const others = followed.filter(({ name }) => name !== 'row counts' && name !== 'checksums');
  expect(new Set(others.flatMap(({ skipped }) => skipped))).toEqual(
    new Set(['not compared again: tables followed into a run that is held']),
  );
});
