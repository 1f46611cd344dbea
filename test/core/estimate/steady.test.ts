import { expect, test } from 'vitest';
import type { Alone } from '../../../core/estimate/pass.ts';
import { type Pass, steadyRates } from '../../../core/estimate/steady.ts';

const alone: Alone = {
  copy: new Map([['public.a', 1]]),
  verify: new Map([['public.a', 2]]),
  join: new Map([['public.a', 3]]),
  analyze: new Map([['public.a', 4]]),
  indexes: new Map([['public.a_pkey', { seconds: 5, bytes: 10, rows: 100 }]]),
  refresh: new Map([['public.v', 6]]),
  transaction: 7,
  object: 8,
  batched: { copy: 9, verify: 10, index: undefined },
  sampled: new Map(),
  spent: { copy: 1, index: 1, verify: 1 },
};

/** A look at the same work while everything took `times` as long; all jobs together then `slowdown` times that. */
function pass(times: number, slowdown = 2): Pass {
  const slow = (rates: ReadonlyMap<string, number>): Map<string, number> =>
    new Map([...rates].map(([key, rate]) => [key, rate * times]));
  const work = (key: string, seconds: number) => [{ key, seconds: seconds * times * slowdown, bytes: 1 }];
  return {
    alone: {
      ...alone,
      copy: slow(alone.copy),
      verify: slow(alone.verify),
      join: slow(alone.join),
      analyze: slow(alone.analyze),
      refresh: slow(alone.refresh),
      indexes: new Map([['public.a_pkey', { seconds: 5 * times, bytes: 10, rows: 100 }]]),
      transaction: 7 * times,
      object: 8 * times,
      batched: { copy: 9 * times, verify: 10 * times, index: undefined },
    },
    together: {
      copy: work('public.a', 1),
      index: work('public.a_pkey', 0.5),
      verify: work('public.a', 2),
    },
  };
}

test('two disturbed looks of four change nothing', () => {
  const { spent: _spent, sampled: _sampled, ...rates } = alone;
  const quiet = { ...rates, slowdown: { copy: 2, index: 2, verify: 2 } };
  expect(steadyRates([pass(1), pass(1), pass(1), pass(1)])).toEqual(quiet);
  expect(steadyRates([pass(9), pass(1), pass(4), pass(1)])).toEqual(quiet);
});

test('a look that was lucky does not count either', () => {
  expect(steadyRates([pass(0.1), pass(1), pass(1), pass(1)]).copy).toEqual(alone.copy);
});

test('jobs that were disturbed together are not jobs that slow each other down', () => {
  expect(steadyRates([pass(1), pass(1, 20), pass(1), pass(1)]).slowdown).toEqual({ copy: 2, index: 2, verify: 2 });
});

test('what one look alone has seen still counts, and one job is slowed down by none', () => {
  const empty: Pass = { alone: { ...alone, copy: new Map(), refresh: new Map() }, together: undefined };
  const rates = steadyRates([{ ...pass(1), together: undefined }, empty]);
  expect([rates.copy.get('public.a'), rates.refresh.get('public.v')]).toEqual([1, 6]);
  expect(rates.slowdown).toEqual({ copy: 1, index: 1, verify: 1 });
});
