import { expect, test } from 'vitest';
import { tableSelector } from '../../../core/inventory/select.ts';

const selects = (pattern: string, key: string) => {
  const [schema = '', name = ''] = key.split('.');
  return tableSelector([pattern])({ schema, name });
};

test.each([
  ['events', 'public.events', true],
  ['events', 'audit.events', true],
  ['EVENTS', 'public.events', true],
  ['"EVENTS"', 'public.events', false],
  ['"Odd Name"', 'public.Odd Name', true],
  ['"a""b"', 'public.a"b', true],
  ['event', 'public.events', false],
  ['event*', 'public.events', true],
  ['event?', 'public.events', true],
  ['"event*"', 'public.events', false],
  ['audit.*', 'audit.anything', true],
  ['audit.*', 'public.audit', false],
  ['*.log_[0-9]', 'x.log_7', true],
  ['a|b', 'public.b', true],
  ['price$', 'public.price$', true],
  ['"x.y"', 'public.x', false],
])('pattern %s against table %s: %s, as in psql', (pattern, key, expected) => {
  expect(selects(pattern, key)).toBe(expected);
});

test('a table that one of several patterns fits is selected, and no pattern selects nothing', () => {
  expect(tableSelector(['a', 'b*'])({ schema: 's', name: 'bb' })).toBe(true);
  expect(tableSelector([])({ schema: 's', name: 'bb' })).toBe(false);
});

test.each(['', 'a.', '.b', 'a.b.c', '"open', 'x[', '('])('the pattern %j is refused with a hint', (pattern) => {
  expect(() => tableSelector([pattern])).toThrow(expect.objectContaining({ code: 'config.invalid' }));
});
