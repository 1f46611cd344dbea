import { expect, test } from 'vitest';
import { agoText, clockText, durationText } from '../../screens/text/durations.ts';
import { parseSize, percentText, plural, rateText, sizeText } from '../../screens/text/sizes.ts';
import { passwordOf } from '../../core/redact.ts';
import { addressOf, keepPassword, replacePassword } from '../../screens/text/urls.ts';
import { brokenAt, fit, wrapLines } from '../../screens/text/width.ts';
import { latestRollbackText, windowOf, windowText } from '../../screens/text/window.ts';

test('sizes, rates and counts read as people say them', () => {
  expect([
    sizeText(0),
    sizeText(1_234_567),
    rateText(45_000_000),
    rateText(0),
    plural(1, 'table'),
    plural(2300, 'table'),
  ]).toEqual(['0 B', '1.23 MB', '45 MB/s', '–', '1 table', '2,300 tables']);
});

test('per cent says 100 only of all, and 0 only of nothing', () => {
  expect([percentText(0), percentText(0.001), percentText(0.5), percentText(0.9999), percentText(1)]).toEqual([
    '0%',
    '1%',
    '50%',
    '99%',
    '100%',
  ]);
});

test('a size is understood with and without a unit, and nothing else is', () => {
  expect([parseSize('500 MB'), parseSize('1.5GiB'), parseSize('1000'), parseSize('big'), parseSize('0')]).toEqual([
    500_000_000,
    1_610_612_736,
    1000,
    undefined,
    undefined,
  ]);
});

test('durations and clocks', () => {
  expect([durationText(0.42), durationText(200), durationText(7500), clockText(3849)]).toEqual([
    '0.4 s',
    '3 m 20 s',
    '2 h 5 m',
    '1:04:09',
  ]);
  expect(agoText('2026-11-20T02:00:00.000Z', Date.parse('2026-11-20T02:04:10.000Z'))).toBe('4 m ago');
});

test('a cell is exactly as wide as it should be, wide characters and line ends included', () => {
  expect(fit('orders', 8)).toBe('orders  ');
  expect(fit('12', 4, 'right')).toBe('  12');
  expect(fit('a long name of a table', 8)).toBe('a long …');
  expect(fit('表の名前', 5)).toBe('表の…');
  expect(fit('two\nlines', 11)).toBe('two · lines');
});

test('a long text is broken at spaces and cut at its last line', () => {
  expect(wrapLines('one two three four five six', 9, 2)).toEqual(['one two', 'three fo…']);
  expect(wrapLines('short', 9, 2)).toEqual(['short']);
});

test('a password is found in every form that a URL has for it', () => {
  expect(passwordOf('postgresql://me:s%40fe@host/db')).toBe('s@fe');
  expect(passwordOf('postgresql://me:raw@pass/word@host/db')).toBe('raw@pass/word');
  expect(passwordOf('postgresql:///db?host=/run&password=p%20w')).toBe('p w');
  expect(passwordOf('postgresql://me@host/db')).toBeUndefined();
  expect(passwordOf('postgresql://me:100%@host/db')).toBe('100%');
  expect(passwordOf('postgresql://me:pw@host/db?application_name=a@b')).toBe('pw');
});

test('a URL that is typed anew keeps the password, unless it brings its own or it is taken away', () => {
  const before = 'postgresql://me:s%40fe@host/db';
  expect(passwordOf(keepPassword('postgresql://me@other/db', before))).toBe('s@fe');
  expect(passwordOf(keepPassword('postgresql://me:new@other/db', before))).toBe('new');
  expect(keepPassword('postgresql://me:r@w/er@other/db', before)).toBe('postgresql://me:r%40w%2Fer@other/db');
  expect(passwordOf(replacePassword(before, ''))).toBeUndefined();
  expect(passwordOf(replacePassword(before, 'o/ther @'))).toBe('o/ther @');
});

test('an address shows host and database, never a password', () => {
  expect(addressOf('postgresql://me:secret@host:6543/db?sslmode=require')).toBe('host:6543/db');
  expect(addressOf('postgresql:///db?host=/run/postgresql')).toBe('/run/postgresql/db');
  expect(addressOf('nonsense')).toBe('');
});

test('the window counts from its begin, or from the start of the run where it has none', () => {
  const now = Date.parse('2026-11-20T02:30:00.000Z');
  const from = windowOf({ windowMinutes: 60 }, '2026-11-20T02:00:00.000Z');
  expect(windowText(from, now)).toBe('window 0:30:00 left');
  expect(windowText(from, now + 3_600_000)).toBe('window OVER by 0:30:00');
  expect(windowText(windowOf({ windowMinutes: 60 }, undefined), now)).toBe('window 1 h, from the start');
  expect(windowText(windowOf({ windowMinutes: 60, windowStart: '2026-11-20T03:00:00Z' }, undefined), now)).toBe(
    'window opens in 0:30:00',
  );
  expect(windowText(windowOf({}, undefined), now)).toBe('no window set');
});

test('the last moment for a rollback leaves time for the rollback itself', () => {
  const window = windowOf({ windowMinutes: 60 }, '2026-11-20T02:00:00.000Z');
  const end = Date.parse('2026-11-20T03:00:00.000Z');
  expect(latestRollbackText(window, 1000, end - 60_000)).toContain('0:00:10 from now');
  expect(latestRollbackText(window, 1000, end - 49_000)).toBe('A rollback no longer fits into the window');
  expect(latestRollbackText(windowOf({}, undefined), 1000, end)).toBeUndefined();
});

test('a line that is too long is broken behind a blank, and nothing of it is lost', () => {
  const sql = 'CREATE INDEX  orders_customer ON public.orders (customer_id, created_at)';
  const pieces = brokenAt(sql, 30);
  expect(pieces).toEqual(['CREATE INDEX  orders_customer ', 'ON public.orders ', '(customer_id, created_at)']);
  expect(pieces.join('')).toBe(sql);
  expect(brokenAt('  kept', 30)).toEqual(['  kept']);
  expect(brokenAt('x'.repeat(7), 3)).toEqual(['xxx', 'xxx', 'x']);
});
