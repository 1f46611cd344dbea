import { createInterface } from 'node:readline';
import { beforeAll, expect, test } from 'vitest';
import { createSample, sampleOwner, sampleSuperuser } from '../../core/demo/sample.ts';
import { contentsOf } from '../support/contents.ts';
import { buildProgram, eventsOf, privateFolder, runProgram, startProgram } from '../support/program.ts';
import { createDatabase, useServer } from '../support/servers.ts';

const source = useServer({ superuser: sampleSuperuser });
const target = useServer();
const sourceUrl = (): string => source().url(sampleOwner);

beforeAll(async () => {
  buildProgram();
  await createSample(source(), { scale: 0.1 });
}, 180_000);

for (const signal of ['SIGHUP', 'SIGTERM'] as const) {
  test(`${signal} in the middle of a run stops it at a safe point (exit 6), and a resume ends verified (exit 0)`, async () => {
    const database = await createDatabase(target());
    const ends = ['--source', sourceUrl(), '--target', database.url, '--json'];
    const folder = privateFolder();
    const program = startProgram(folder, ['run', '--go', ...ends]);
    await program.says('"kind":"copy"');
    program.child.kill(signal);
    const stopped = await program.ended;
    expect(stopped.code, stopped.stderr).toBe(6);
    expect(eventsOf(stopped.stdout).at(-1)).toMatchObject({ type: 'run.finished', outcome: 'paused' });
    expect(stopped.stderr).toContain(`${signal}: stopping at a safe point`);
    const resumed = await runProgram(folder, ['resume', ...ends]);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(await contentsOf(database.url)).toEqual(await contentsOf(sourceUrl()));
  });
}

test('a terminal that is gone, and nobody reads the output any more: the run still stops at a safe point', async () => {
  const database = await createDatabase(target());
  const ends = ['--source', sourceUrl(), '--target', database.url];
  const folder = privateFolder();
  const program = startProgram(folder, ['run', '--go', '--plain', ...ends]);
  await new Promise<void>((resolve) => {
    createInterface({ input: program.child.stdout }).on('line', (line) => {
      if (/copy|Copy/.test(line)) resolve();
    });
  });
  program.child.stdout.destroy();
  program.child.stderr.destroy();
  program.child.kill('SIGHUP');
  expect((await program.ended).code).toBe(6);
  const resumed = await runProgram(folder, ['resume', '--json', ...ends]);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(await contentsOf(database.url)).toEqual(await contentsOf(sourceUrl()));
});

test('a second signal forces the end (exit 143), and the resume after it ends verified', async () => {
  const database = await createDatabase(target());
  const ends = ['--source', sourceUrl(), '--target', database.url, '--json'];
  const folder = privateFolder();
  const program = startProgram(folder, ['run', '--go', ...ends]);
  await program.says('"kind":"copy"');
  program.child.kill('SIGTERM');
  await program.says('stopping at a safe point');
  program.child.kill('SIGTERM');
  const forced = await program.ended;
  // The first signal may have come to its end before the second one arrives.
  expect([143, 6], forced.stderr).toContain(forced.code);
  const resumed = await runProgram(folder, ['resume', ...ends]);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(await contentsOf(database.url)).toEqual(await contentsOf(sourceUrl()));
});
