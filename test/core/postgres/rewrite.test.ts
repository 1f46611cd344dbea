import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { RowRewriter, type RewriteRequest } from '../../../core/postgres/rewrite.ts';
import { UuidMap } from '../../../core/postgres/uuid-map.ts';

/** The nth id of a series, the same each time. */
function uuid(series: string, n: number): string {
  const hex = createHash('md5').update(`${series} ${n}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
const before = (n: number): string => uuid('before', n);
const after = (n: number): string => uuid('after', n);

const map = new UuidMap(4);
for (let n = 0; n < 1000; n += 1) map.set(before(n), after(n));

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

type Value = Buffer | string | null;

function field(value: Value): Buffer {
  const bytes = value === null ? Buffer.alloc(0) : Buffer.from(value as string);
  const length = Buffer.alloc(4);
  length.writeInt32BE(value === null ? -1 : bytes.length);
  return Buffer.concat([length, bytes]);
}
const binaryId = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

/** A COPY as a server sends it: the signature shares a message with the first row, the trailer has one of its own. */
function binaryCopy(rows: readonly (readonly Value[])[]): Buffer {
  const signature = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
  const tuples = rows.map((row) => {
    const count = Buffer.alloc(2);
    count.writeInt16BE(row.length);
    return Buffer.concat([count, ...row.map(field)]);
  });
  const messages = [...tuples, Buffer.from([0xff, 0xff])];
  const first = messages[0] ?? Buffer.alloc(0);
  const rest = messages.slice(1);
  return Buffer.concat([
    message('d', Buffer.concat([signature, first])),
    ...rest.map((tuple) => message('d', tuple)),
    message('c', Buffer.alloc(0)),
  ]);
}

function textCopy(lines: readonly string[]): Buffer {
  return Buffer.concat([...lines.map((line) => message('d', Buffer.from(`${line}\n`))), message('c', Buffer.alloc(0))]);
}

function rewrite(pieces: readonly Buffer[], request: Omit<RewriteRequest, 'map'>): Buffer {
  const rewriter = new RowRewriter({ ...request, map });
  const out: Buffer[] = [];
  // The memory of a piece is only lent: what is kept beyond the call must have been copied.
  for (const piece of pieces) {
    const lent = Buffer.from(piece);
    rewriter.push(lent, (bytes) => out.push(Buffer.from(bytes)));
    lent.fill(0xee);
  }
  expect(rewriter.held).toBe(0);
  return Buffer.concat(out);
}

const columns: RewriteRequest['columns'] = [
  { name: 'a', form: 'uuid' },
  { name: 'b', form: 'uuid' },
  { name: 'c', form: 'text' },
];

const long = 'x'.repeat(90);
const binaryRows = (id: (n: number) => string): Value[][] => [
  [binaryId(id(1)), binaryId(id(2)), id(3), 'rest'],
  [null, binaryId(id(4)), null, null],
  [binaryId(id(5)), null, 'the team', long],
  [null, null, long, ''],
  [binaryId(id(6)), binaryId(id(6)), '', Buffer.from([0xff, 0xff, 0xff, 0xff])],
  [binaryId(id(7)), binaryId(id(8)), `${id(9).slice(0, 35)}x`, binaryId(before(1))],
];
const textRows = (id: (n: number) => string): string[] => [
  [id(1), id(2), id(3), 'rest'].join('\t'),
  ['\\N', id(4), '\\N', '\\N'].join('\t'),
  [id(5), '\\N', 'the\\tteam', long].join('\t'),
  ['\\N', '\\N', `${long}\\n\\\\`, ''].join('\t'),
  [id(6), id(6), '', before(1)].join('\t'),
  [id(7), id(8), `${id(9).slice(0, 35)}x`, before(1)].join('\t'),
];
// What is no id is compared as it came: the last row's third value is one letter off.
const kept = (rows: readonly (readonly Value[])[], from: readonly (readonly Value[])[]): Value[][] =>
  rows.map((row, index) =>
    index === 5 ? row.map((value, at) => (at === 2 ? (from[5]?.[2] ?? null) : value)) : [...row],
  );

const copies = {
  binary: { sent: binaryCopy(binaryRows(before)), wanted: binaryCopy(kept(binaryRows(after), binaryRows(before))) },
  text: {
    sent: textCopy(textRows(before)),
    wanted: textCopy(
      textRows(after).map((line, index) =>
        index === 5 ? line.replace(`${after(9).slice(0, 35)}x`, `${before(9).slice(0, 35)}x`) : line,
      ),
    ),
  },
} as const;

for (const format of ['binary', 'text'] as const) {
  const { sent, wanted } = copies[format];

  test(`ids of the first columns are replaced in ${format}, and nothing else, wherever the stream is cut`, () => {
    for (let first = 0; first <= sent.length; first += 1) {
      const second = Math.min(sent.length, first + 1 + (first % 41));
      const pieces = [sent.subarray(0, first), sent.subarray(first, second), sent.subarray(second)];
      expect(rewrite(pieces, { format, columns }).equals(wanted), `cut at ${first} and ${second}`).toBe(true);
    }
  });

  test(`a stream in ${format} that comes byte by byte is rewritten like one that comes at once`, () => {
    const bytes = [...sent].map((byte) => Buffer.from([byte]));
    expect(rewrite(bytes, { format, columns }).equals(wanted)).toBe(true);
  });

  test(`an id that no user has is an error in ${format}, with column and id`, () => {
    const stray = before(5000);
    const strayCopy =
      format === 'binary'
        ? binaryCopy([[binaryId(before(1)), binaryId(stray), null]])
        : textCopy([[before(1), stray, '\\N'].join('\t')]);
    for (let cut = 0; cut < strayCopy.length; cut += 7) {
      expect(() => rewrite([strayCopy.subarray(0, cut), strayCopy.subarray(cut)], { format, columns })).toThrow(
        expect.objectContaining({ code: 'copy.unmapped-user', message: expect.stringContaining(`b holds ${stray}`) }),
      );
    }
  });
}

test('an empty table and a table of one column are passed on whole', () => {
  const [one] = columns;
  if (!one) throw new TypeError('no column');
  const empty = binaryCopy([]);
  expect(rewrite([empty], { format: 'binary', columns: [one] }).equals(empty)).toBe(true);
  const single = binaryCopy([[binaryId(before(3))], [null], [binaryId(before(4))]]);
  const wanted = binaryCopy([[binaryId(after(3))], [null], [binaryId(after(4))]]);
  expect(rewrite([single], { format: 'binary', columns: [one] }).equals(wanted)).toBe(true);
  expect(
    rewrite([textCopy([before(3), '\\N'])], { format: 'text', columns: [one] }).equals(textCopy([after(3), '\\N'])),
  ).toBe(true);
});

test('capitals in a text are the same id, and a map takes the last value of a key', () => {
  const own = new UuidMap(1);
  own.set('00000000-0000-0000-0000-000000000000', before(1));
  own.set(before(2).toUpperCase(), before(3));
  own.set(before(2), before(4));
  expect(own.size).toBe(2);
  const bytes = Buffer.from(`-${before(2).toUpperCase()}-`);
  expect(own.rewriteText(bytes, 1)).toBe('rewritten');
  expect(bytes.toString()).toBe(`-${before(4)}-`);
  const nil = Buffer.alloc(16);
  expect(own.rewriteBinary(nil, 0)).toBe(true);
  expect(nil.toString('hex')).toBe(before(1).replaceAll('-', ''));
  expect(() => own.set('nobody', before(1))).toThrow(RangeError);
});
