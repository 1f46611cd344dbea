import { expect, test } from 'vitest';
import { stripRestrict } from '../../../core/postgres/dump/arguments.ts';
import { createFrontend, frame } from '../../../core/postgres/dump/frontend.ts';

const startup = Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]);
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const queryMessage = frame('Q', Buffer.from('SELECT 1\0'));

function started() {
  const frontend = createFrontend({ server_version: '17.2' });
  frontend.push(startup);
  return frontend;
}

test('the messages of a start are answered without the server', () => {
  const frontend = createFrontend({ server_version: '17.2' });
  expect(frontend.push(sslRequest)).toEqual({ reply: Buffer.from('N'), forward: Buffer.alloc(0), readyForQueries: 0 });
  const { reply, forward } = frontend.push(startup);
  expect(forward).toHaveLength(0);
  expect(Buffer.from(reply).toString('latin1')).toBe(
    `R\0\0\0\x08\0\0\0\0S\0\0\0\x18server_version\x0017.2\0K\0\0\0\x0c${'\0'.repeat(8)}Z\0\0\0\x05I`,
  );
});

test('a message that comes byte by byte goes to the server once, when it is whole', () => {
  const frontend = started();
  const steps = [...queryMessage].map((byte) => frontend.push(Uint8Array.of(byte)));
  expect(steps.map((step) => step.forward.length)).toEqual([
    ...Array(queryMessage.length - 1).fill(0),
    queryMessage.length,
  ]);
  expect(steps.at(-1)).toMatchObject({ forward: queryMessage, readyForQueries: 1 });
});

test('each Query, Sync and FunctionCall awaits one ReadyForQuery, and nothing else does', () => {
  const messages = [
    frame('P', Buffer.from('\0x\0\0\0')),
    frame('S', Buffer.alloc(0)),
    queryMessage,
    frame('F', Buffer.alloc(4)),
  ];
  expect(started().push(Buffer.concat(messages))).toMatchObject({
    forward: Buffer.concat(messages),
    readyForQueries: 3,
  });
});

test('Terminate stays here: the connection goes on', () => {
  expect(started().push(frame('X', Buffer.alloc(0)))).toMatchObject({ forward: Buffer.alloc(0), readyForQueries: 0 });
});

test('memory that is overwritten after a write does not reach the server', () => {
  const frontend = started();
  const memory = Buffer.from(queryMessage);
  frontend.push(memory.subarray(0, 6));
  const rest = Buffer.from(queryMessage.subarray(6));
  memory.fill(0);
  expect(frontend.push(rest).forward).toEqual(queryMessage);
});

test('only the outermost restrict lines are taken out', () => {
  const body = 'SELECT $$\n\\restrict abc\n\\unrestrict abc\n$$;\n';
  const dump = `--\n-- PostgreSQL database dump\n--\n\n\\restrict abc\n\n${body}\n-- complete\n\n\\unrestrict abc\n\n`;
  expect(stripRestrict(dump)).toBe(`--\n-- PostgreSQL database dump\n--\n\n\n${body}\n-- complete\n\n`);
  expect(stripRestrict(body)).toBe(body);
});
