import { PassThrough, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { contractEventSchema, type EngineEvent } from '../../core/events.ts';
import { createJsonFace } from '../../src/json.ts';
import { scriptEngine, verified } from '../support/scripted-engine.ts';

const at = (ms: number): string => new Date(Date.parse('2026-11-20T02:00:00.000Z') + ms).toISOString();
const progress = (id: string, ms: number): EngineEvent => ({
  v: 1,
  at: at(ms),
  type: 'step.progress',
  id,
  rows: ms,
  bytes: ms,
});
const finished = (id: string): EngineEvent => ({
  v: 1,
  at: at(0),
  type: 'step.finished',
  id,
  rows: 1,
  bytes: 1,
  seconds: 1,
});

/** Lines go out at the end of the event loop's turn. */
async function linesOf(output: PassThrough): Promise<Record<string, unknown>[]> {
  await setImmediate();
  const text = String(output.read() ?? '');
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
}

test('one event of the contract a line, each as its schema says, and nothing that is for screens', async () => {
  const output = new PassThrough();
  const face = createJsonFace(output);
  face.event({ v: 1, at: at(0), type: 'phase.started', phase: 'copy' });
  face.event({ v: 1, at: at(0), type: 'log', level: 'error', message: 'for the screens alone' });
  face.event({ v: 1, at: at(0), type: 'control.changed', control: 'running' });
  face.say('for people alone');
  face.event(finished('a'));
  face.finish('run', verified);
  const lines = await linesOf(output);
  expect(lines.map((line) => contractEventSchema.parse(line).type)).toEqual(['phase.started', 'step.finished']);
});

test("a step's progress is printed once a second, each step for itself", async () => {
  const output = new PassThrough();
  const face = createJsonFace(output);
  for (const ms of [0, 500, 999, 1000, 1999]) for (const id of ['a', 'b']) face.event(progress(id, ms));
  expect((await linesOf(output)).map(({ id, rows }) => [id, rows])).toEqual([
    ['a', 0],
    ['b', 0],
    ['a', 1000],
    ['b', 1000],
  ]);
});

test('steps of a plan and runs are lines of their own types', async () => {
  const engine = scriptEngine();
  const output = new PassThrough();
  const face = createJsonFace(output, () => new Date(at(0)));
  face.plan(await engine.plan());
  face.runs(await engine.runs());
  const [step, run] = await linesOf(output);
  expect(step).toEqual({
    v: 1,
    at: at(0),
    type: 'plan.step',
    id: 'copy:public.orders',
    kind: 'copy',
    phase: 'copy',
    label: 'copy public.orders',
    weight: 300,
    needs: ['schema:1'],
  });
  expect(run).toMatchObject({ v: 1, at: at(0), type: 'run.listed', runId: 'r1', state: 'paused', resumable: true });
});

test('a secret in a message is not printed', async () => {
  const output = new PassThrough();
  const message = 'postgres://me:hunter2@h/d';
  createJsonFace(output).event({
    v: 1,
    at: at(0),
    type: 'step.failed',
    id: 'a',
    code: 'x',
    message,
    hint: '',
    attempt: 1,
    willRetry: false,
  });
  expect(await linesOf(output)).toMatchObject([{ message: 'postgres://me:***@h/d' }]);
});

test('a slow reader misses progress only, and gets everything else before the face closes', async () => {
  const received: string[] = [];
  const waiting: (() => void)[] = [];
  const output = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      received.push(chunk.toString());
      waiting.push(done);
    },
  });
  const face = createJsonFace(output);
  face.event(finished('a'));
  await setImmediate();
  face.event(progress('b', 0));
  for (let step = 0; step < 100; step += 1) face.event(finished(`s${step}`));
  let isClosed = false;
  const closed = face.close().then(() => {
    isClosed = true;
  });
  // The reader reads on, one write at a time, until the face lets go.
  while (!isClosed) {
    waiting.shift()?.();
    await setImmediate();
  }
  await closed;
  const types = received
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).type);
  expect(types).toEqual(Array.from({ length: 101 }, () => 'step.finished'));
});

test('a reader that goes away ends neither the run nor the closing', async () => {
  const output = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    },
  });
  const face = createJsonFace(output);
  face.event(finished('a'));
  await new Promise((resolve) => output.once('close', resolve));
  face.event(finished('b'));
  await face.close();
  expect(output.destroyed).toBe(true);
});
