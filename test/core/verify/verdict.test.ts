import { expect, test } from 'vitest';
import { compareTable, skippedTable } from '../../../core/verify/tables.ts';
import type { VerifyItem } from '../../../core/verify/types.ts';
import { judge } from '../../../core/verify/verdict.ts';

const equal = compareTable('public.a', { rows: 1200, checksum: '7' }, { rows: 1200, checksum: '7' });
const summary: VerifyItem = { kind: 'index', name: 'all indexes', verdict: 'match', detail: '4 compared, all equal' };

test('equal tables and objects are verified, with what was compared in the line', () => {
  expect(judge([equal, { ...equal, table: 'public.b' }], [summary])).toEqual({
    verdict:
      'verified: 2 tables with 2,400 rows equal by row count and checksum, 1 other comparison without a difference',
    ok: true,
    checked: 3,
    skipped: 0,
  });
});

test('a difference in a table or an object fails, and is named', () => {
  const differ = compareTable('public.b', { rows: 5, checksum: '1' }, { rows: 4, checksum: '2' });
  expect(differ).toMatchObject({ verdict: 'differ', reason: 'the target lacks 1 row' });
  const items: VerifyItem[] = [
    { ...summary, verdict: 'differs', detail: '4 compared, 1 different' },
    { kind: 'index', name: 'public.ix', verdict: 'missing', detail: '' },
  ];
  const verdict = judge([equal, differ], items);
  expect(verdict).toMatchObject({ ok: false, checked: 3 });
  expect(verdict.verdict).toBe(
    'verification failed: 1 of 2 tables differ: public.b; 1 other difference: index public.ix',
  );
});

test('an object whose name begins like a summary is none: a policy that the target lacks fails the verification', () => {
  const items: VerifyItem[] = [
    { kind: 'policy', name: 'all policies', verdict: 'differs', detail: '3 compared, 1 different' },
    { kind: 'policy', name: 'all users may read on public.notes', verdict: 'missing', detail: '' },
  ];
  expect(judge([equal], items)).toMatchObject({
    ok: false,
    verdict: 'verification failed: 1 other difference: policy all users may read on public.notes',
  });
});

test('what was skipped is named with its reason, and the word verified is not left alone', () => {
  const items: VerifyItem[] = [{ kind: 'sequence-value', name: 'public.s', verdict: 'skipped', detail: 'no right' }];
  const verdict = judge([equal, skippedTable('public.f', 'foreign table')], items);
  expect(verdict).toMatchObject({ ok: true, checked: 1, skipped: 2 });
  expect(verdict.verdict).toMatch(
    /^verified in part: 1 table .*; not checked: public\.f \(foreign table\), sequence-value public\.s \(no right\)$/,
  );
});

test('counts alone are said to be counts alone', () => {
  const counted = compareTable('public.a', { rows: 3, checksum: '' }, { rows: 3, checksum: '' });
  expect(counted).toMatchObject({ verdict: 'match', reason: 'rows counted, contents not compared' });
  expect(judge([counted], []).verdict).toBe(
    'verified in part: 1 table with 3 rows equal by row count; not checked: contents of 1 table (rows were counted only)',
  );
});

test('where nothing was compared, nothing is verified', () => {
  expect(judge([], [])).toMatchObject({ ok: false, verdict: 'not verified: nothing was compared' });
  expect(judge([skippedTable('public.a', 'left out')], [])).toMatchObject({ ok: false, checked: 0, skipped: 1 });
});

test('equal counts with other contents differ', () => {
  expect(compareTable('t', { rows: 3, checksum: '1' }, { rows: 3, checksum: '2' })).toMatchObject({
    verdict: 'differ',
    reason: 'as many rows on both ends, but other contents',
  });
});

test('a note is no failure', () => {
  expect(judge([equal], [{ kind: 'extension', name: 'citext', verdict: 'note', detail: '' }]).ok).toBe(true);
});
