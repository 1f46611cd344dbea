import { expect, test } from 'vitest';
import { folded } from '../../src/summary.ts';

test('a line is broken between words, and hangs below its own beginning', () => {
  expect(folded('  Phases: check 1.2 s · copy 1.5 s', 24)).toBe('  Phases: check 1.2 s\n    · copy 1.5 s');
  expect(folded('cutover: verified', 80)).toBe('cutover: verified');
});

test('a path is never broken: it can be copied as it stands', () => {
  const path = '/home/operator/.local/state/cutover/runs/7f3a/report.md';
  expect(folded(`  Report: ${path}`, 40)).toBe(`  Report:\n    ${path}`);
});
