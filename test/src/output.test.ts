import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { writeSlowly } from '../../src/output.ts';
import { runMain } from '../support/run-main.ts';
import { scriptEngine, verified } from '../support/scripted-engine.ts';

test('a slow reader is waited for, again and again, and leaves nothing behind on the stream', async () => {
  const output = new PassThrough({ highWaterMark: 1 });
  for (let times = 0; times < 20; times += 1) {
    const written = writeSlowly(output, 'line');
    output.read();
    await written;
  }
  expect(['drain', 'error', 'close'].map((event) => output.listenerCount(event))).toEqual([0, 0, 0]);
});

test('a reader that leaves is waited for no longer', async () => {
  const output = new Writable({ highWaterMark: 1, write: () => undefined });
  const written = writeSlowly(output, 'line');
  output.on('error', () => undefined);
  output.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  await expect(written).resolves.toBeUndefined();
});

const ends = ['--source', 'postgres://me@a/x', '--target', 'postgres://me@b/y'];

/** What the program comes to where its output goes to a disk without room. */
async function onFullDisk(args: readonly string[], code: string) {
  const engine = scriptEngine({ run: () => verified });
  return await runMain(args, { engine, stdoutError: Object.assign(new Error(`write ${code}`), { code }) });
}

test('what was to be printed and could not be is no success; a run and its reader are two things', async () => {
  const listed = await onFullDisk(['runs'], 'ENOSPC');
  expect(listed).toMatchObject({ code: 1, stderr: expect.stringContaining('the output could not be written') });
  expect(await onFullDisk(['run', '--go', ...ends], 'ENOSPC')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('ENOSPC'),
  });
  expect(await onFullDisk(['runs'], 'EPIPE')).toMatchObject({ code: 0, stderr: '' });
});
