import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createShutdown, type ProcessLike } from '../../src/shutdown.ts';

/** A process that is told to exit instead of ending this one. */
function open() {
  const said: string[] = [];
  const recorded: unknown[] = [];
  const emitter = new EventEmitter();
  let exited: (code: number) => void = () => undefined;
  const exit = new Promise<number>((resolve) => {
    exited = resolve;
  });
  const process = Object.assign(emitter, { exit: (code: number) => exited(code) }) as unknown as ProcessLike;
  const shutdown = createShutdown({
    process,
    say: (line) => said.push(line),
    record: (message, error) => recorded.push([message, error]),
  });
  return { shutdown, signal: (name: string) => emitter.emit(name), emitter, said, recorded, exit };
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('the first %s stops at a safe point and forces nothing', async (name) => {
  const { shutdown, signal, said, exit } = open();
  const stopped = new Promise<void>((resolve) => {
    shutdown.onStop(resolve);
  });
  signal(name);
  await stopped;
  expect(said.join()).toContain('safe point');
  const stillRunning = Symbol('still running');
  expect(await Promise.race([exit, new Promise((resolve) => setImmediate(() => resolve(stillRunning)))])).toBe(
    stillRunning,
  );
});

test('a library that sends a signal again does not make it the second one', async () => {
  const emitter = new EventEmitter();
  emitter.once('SIGINT', () => emitter.emit('SIGINT'));
  const exits: number[] = [];
  const process = Object.assign(emitter, { exit: (code: number) => exits.push(code) }) as unknown as ProcessLike;
  const shutdown = createShutdown({ process, say: () => undefined, record: () => undefined });
  shutdown.onStop(() => undefined);
  // One that is imported later.
  emitter.once('SIGINT', () => emitter.emit('SIGINT'));
  shutdown.reclaim();
  emitter.emit('SIGINT');
  // A forced exit would come after the cleanup.
  await shutdown.cleanup();
  await new Promise((resolve) => setImmediate(resolve));
  expect(exits).toEqual([]);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 143],
])('the second %s forces exit %i, after everything was put away', async (name, code) => {
  const { shutdown, signal, exit } = open();
  const order: string[] = [];
  shutdown.onStop(() => {
    order.push('stop');
  });
  shutdown.onExit(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    order.push('first in');
  });
  shutdown.onExit(() => {
    order.push('last in');
  });
  signal(name);
  signal(name);
  expect(await exit).toBe(code);
  expect(order).toEqual(['stop', 'last in', 'first in']);
});

test('where nothing is to be stopped the first signal ends the program', async () => {
  const { shutdown, signal, exit } = open();
  shutdown.onStop(() => undefined)();
  signal('SIGINT');
  expect(await exit).toBe(130);
});

test('a third signal waits for nothing', async () => {
  const { shutdown, signal, exit } = open();
  shutdown.onStop(() => undefined);
  shutdown.onExit(() => new Promise(() => undefined));
  for (let times = 0; times < 3; times += 1) signal('SIGTERM');
  expect(await exit).toBe(143);
});

test('each thing is put away once, also when one of them fails', async () => {
  const { shutdown, recorded } = open();
  let count = 0;
  shutdown.onExit(() => {
    count += 1;
  });
  shutdown.onExit(() => Promise.reject(new Error('stuck')));
  const forget = shutdown.onExit(() => {
    count += 100;
  });
  forget();
  await Promise.all([shutdown.cleanup(), shutdown.cleanup()]);
  await shutdown.cleanup();
  expect(count).toBe(1);
  expect(recorded).toMatchObject([['something could not be put away', { message: 'stuck' }]]);
});

test.each(['uncaughtException', 'unhandledRejection'])(
  '%s ends with 1: words for the operator, the stack for the log',
  async (name) => {
    const { emitter, said, recorded, exit } = open();
    const error = new Error('x is undefined');
    emitter.emit(name, error);
    expect(await exit).toBe(1);
    expect(said.join('\n')).toContain('x is undefined');
    expect(said.join('\n')).not.toMatch(/at .*\.ts/);
    expect(recorded).toEqual([['an error that nothing caught', error]]);
  },
);

test('after dispose nothing is listened to any more', () => {
  const { shutdown, emitter } = open();
  shutdown.dispose();
  expect(emitter.eventNames()).toEqual([]);
});
