import { expect, test } from 'vitest';
import { grouped } from '../../core/numbers.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1_234_567.5, '1,234,568'],
  [-1000, '-1,000'],
  [-100, '-100'],
  [9_223_372_036_854_775_807n, '9,223,372,036,854,775,807'],
])('%d is written as %s', (count, text) => {
  expect(grouped(count)).toBe(text);
});
