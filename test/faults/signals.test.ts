import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createSample, sampleOwner, sampleSuperuser } from '../../core/demo/sample.ts';
import { contentsOf } from '../support/contents.ts';
import { buildProgram, eventsOf, privateFolder, runProgram, startProgram } from '../support/program.ts';
import { proxyForTest } from '../support/proxy.ts';
import { createDatabase, useServer } from '../support/servers.ts';

const source = useServer({ superuser: sampleSuperuser });
const target = useServer();
const sourceUrl = (): string => source().url(sampleOwner);

beforeAll(async () => {
  buildProgram();
  await createSample(source(), { scale: 0.03 });
}, 180_000);

/** A run whose link to the target stands still from its first row on, until `flow`. */
async function runMidCopy(faceOptions: readonly string[]) {
  const database = await createDatabase(target());
  const proxy = await proxyForTest(target().url());
  const copying = proxy.at({ direction: 'toServer', message: 'CopyData', application: /worker/ }, () => proxy.stall());
  const folder = privateFolder();
  const source = ['--source', sourceUrl()];
  // With a profile, as people have one: the settings bring a library that answers signals itself.
  writeFileSync(join(folder, 'shop.json'), JSON.stringify({ name: 'shop' }));
  const about = ['--config', 'shop.json', ...faceOptions, ...source];
  const program = startProgram(folder, ['run', '--go', ...about, '--target', proxy.url(database.url)]);
  await copying;
  return {
    program,
    flow: () => proxy.flow(),
    async resume() {
      const resumed = await runProgram(folder, ['resume', '--json', ...source, '--target', database.url]);
      expect(resumed.code, resumed.stderr).toBe(0);
      expect(eventsOf(resumed.stdout).at(-1)).toMatchObject({ type: 'run.finished', outcome: 'verified' });
      expect(await contentsOf(database.url)).toEqual(await contentsOf(sourceUrl()));
    },
  };
}

for (const signal of ['SIGHUP', 'SIGTERM'] as const) {
  test(`${signal} in the middle of a run stops it at a safe point (exit 6), and a resume ends verified (exit 0)`, async () => {
    const { program, flow, resume } = await runMidCopy(['--json']);
    program.child.kill(signal);
    await program.says('stopping at a safe point');
    flow();
    const stopped = await program.ended;
    expect(stopped.code, stopped.stderr).toBe(6);
    expect(eventsOf(stopped.stdout).at(-1)).toMatchObject({ type: 'run.finished', outcome: 'paused' });
    expect(stopped.stderr).toContain(`${signal}: stopping at a safe point`);
    await resume();
  });
}

test('a terminal that is gone, and nobody reads the output any more: the run still stops at a safe point', async () => {
  const { program, flow, resume } = await runMidCopy(['--plain']);
  program.child.stdout.destroy();
  program.child.stderr.destroy();
  program.child.kill('SIGHUP');
  flow();
  expect((await program.ended).code).toBe(6);
  await resume();
});

test('a second signal forces the end (exit 143), and the resume after it ends verified', async () => {
  const { program, flow, resume } = await runMidCopy(['--json']);
  program.child.kill('SIGTERM');
  await program.says('stopping at a safe point');
  program.child.kill('SIGTERM');
  flow();
  const forced = await program.ended;
  expect(forced.code, forced.stderr).toBe(143);
  await resume();
});
