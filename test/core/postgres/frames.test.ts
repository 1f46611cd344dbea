import { expect, test } from 'vitest';
import { FrameScanner } from '../../../core/postgres/frames.ts';

function message(type: string, body: Buffer | string): Buffer {
  const payload = Buffer.from(body);
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(payload.length + 4, 1);
  return Buffer.concat([head, payload]);
}

/** A COPY as a server sends it, with what may stand between its messages. */
const stream = [
  message('H', Buffer.from([0, 0, 0])),
  message('d', 'first\n'),
  message('d', ''),
  message('N', 'a notice'),
  message('d', Buffer.alloc(300, 'x')),
  message('S', 'parameter'),
  message('d', 'last\n'),
  message('c', ''),
  message('C', 'COPY 4\0'),
  message('Z', 'T'),
];
const copyBytes = Buffer.concat(stream.filter((bytes) => bytes[0] === 0x64 || bytes[0] === 0x63));

function scan(pieces: readonly Buffer[]): { copied: Buffer; messages: string[]; scanner: FrameScanner } {
  const copied: Buffer[] = [];
  const messages: string[] = [];
  const scanner = new FrameScanner({
    copy: (bytes) => copied.push(Buffer.from(bytes)),
    message: (type, body) => messages.push(`${String.fromCharCode(type)}${body.toString('latin1')}`),
  });
  for (const piece of pieces) scanner.push(piece);
  return { copied: Buffer.concat(copied), messages, scanner };
}

test('copy data passes unchanged and other messages are told apart, wherever the stream is cut', () => {
  const whole = Buffer.concat(stream);
  for (let first = 1; first < whole.length; first += 1) {
    const second = Math.min(whole.length, first + 1 + (first % 7));
    const pieces = [whole.subarray(0, first), whole.subarray(first, second), whole.subarray(second)];
    const { copied, messages, scanner } = scan(pieces);
    expect(copied.equals(copyBytes), `cut at ${first} and ${second}`).toBe(true);
    expect(messages).toEqual(['H\0\0\0', 'Na notice', 'Sparameter', 'CCOPY 4\0', 'ZT']);
    expect(scanner.frames).toBe(4);
    expect(scanner.payloadBytes).toBe(6 + 0 + 300 + 5);
  }
});

test('a stream that comes byte by byte is read like one that comes at once', () => {
  const whole = Buffer.concat(stream);
  const { copied, scanner } = scan([...whole].map((byte) => Buffer.from([byte])));
  expect(copied.equals(copyBytes)).toBe(true);
  expect(scanner.frames).toBe(4);
  expect(scanner.payloadBytes).toBe(311);
});
