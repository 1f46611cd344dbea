import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, expect, test, vi } from 'vitest';
import { createSample, sampleOwner, sampleSuperuser } from '../../core/demo/sample.ts';
import { contentsOf } from '../support/contents.ts';
import {
  buildProgram,
  eventsOf,
  type ProgramResult,
  privateFolder,
  runProgram,
  startProgram,
} from '../support/program.ts';
import { createDatabase, hasLedger, useServer } from '../support/servers.ts';

/** How many runs are killed; `npm run test:faults` asks for more than `npm test` has time for. */
const kills = Number(process.env['CUTOVER_KILLS'] ?? 4);

vi.setConfig({ testTimeout: 60_000 * kills + 120_000 });
beforeAll(buildProgram, 180_000);
const source = useServer({ superuser: sampleSuperuser });
const target = useServer();

beforeAll(async () => {
  await createSample(source(), { scale: 0.05 });
}, 60_000);

/** Runs the program, and kills it when it has told the event of this number. */
async function runAndKill(folder: string, args: readonly string[], event: number): Promise<ProgramResult> {
  const program = startProgram(folder, args);
  let told = 0;
  createInterface({ input: program.child.stdout }).on('line', () => {
    told += 1;
    if (told === event) program.child.kill('SIGKILL');
  });
  return await program.ended;
}

test(`${kills} runs killed with SIGKILL at random instants and resumed: each ends verified, no row lost or doubled`, async () => {
  const sourceUrl = source().url(sampleOwner);
  const wanted = await contentsOf(sourceUrl);
  let eventsOfARun = 0;
  for (let kill = 0; kill <= kills; kill += 1) {
    const folder = privateFolder();
    const database = await createDatabase(target());
    const ends = ['--source', sourceUrl, '--target', database.url, '--json'];
    // The first run goes through, and tells how many events there are to choose from.
    const at = kill === 0 ? Number.POSITIVE_INFINITY : randomInt(1, eventsOfARun);
    let result = await runAndKill(folder, ['run', '--go', ...ends], at);
    if (kill === 0) eventsOfARun = result.stdout.split('\n').length;
    for (let again = 1; result.code === null; again += 1) {
      const command = (await hasLedger(database)) ? ['resume'] : ['run', '--go'];
      // Resumes are killed as well, but not for ever.
      const next = again < 3 && randomInt(3) === 0 ? randomInt(1, eventsOfARun) : Number.POSITIVE_INFINITY;
      result = await runAndKill(folder, [...command, ...ends], next);
    }
    const story = `killed at event ${at} of ${eventsOfARun}: ${result.stdout.split('\n').at(-2)} ${result.stderr}`;
    expect(result.code, story).toBe(0);
    expect(eventsOf(result.stdout).at(-1), story).toMatchObject({ type: 'run.finished', outcome: 'verified' });
    expect(await contentsOf(database.url), story).toEqual(wanted);
    await database.drop();
  }
});

// Four programs one after the other: `npm run test:faults` has the time.
test.runIf(process.env['CUTOVER_FAULTS'] === 'all')(
  'a drill kills its run with SIGKILL half-way, resumes, verifies and rolls it back, and the history keeps each time',
  async () => {
    const folder = privateFolder();
    const database = await createDatabase(target());
    await database.execute('CREATE TABLE public.kept (id int PRIMARY KEY); INSERT INTO public.kept VALUES (7)');
    const before = await contentsOf(database.url);
    writeFileSync(join(folder, 'staging.json'), JSON.stringify({ name: 'staging', environment: 'rehearsal' }));
    const args = [
      '--config',
      'staging.json',
      '--source',
      source().url(sampleOwner),
      '--target',
      database.url,
      '--json',
    ];
    const { code, stdout, stderr } = await runProgram(folder, ['run', '--drill', '--go', ...args]);
    const events = eventsOf(stdout);
    expect(code, `${stdout.split('\n').at(-2)} ${stderr}`).toBe(0);
    const drill = events.find((event) => event.type === 'drill.finished');
    expect(drill).toMatchObject({ passed: true, verdict: 'killed, resumed, verified and rolled back' });
    expect(drill?.killedAt).toBeGreaterThanOrEqual(0.4);
    for (const part of ['runSeconds', 'resumeSeconds', 'verifySeconds', 'rollbackSeconds'] as const) {
      expect(drill?.[part], part).toBeGreaterThan(0);
    }
    expect(events.filter(({ type }) => type === 'run.finished')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ type: 'run.finished', outcome: 'rolled-back' });
    // The resume had something left to do: the kill came in time.
    const started = events.filter((event) => event.type === 'run.started');
    expect(started.length).toBeGreaterThanOrEqual(2);
    expect(await contentsOf(database.url)).toEqual(before);
    const history = await runProgram(folder, ['runs', '--history', ...args.slice(0, 2)]);
    expect(history.stdout).toContain('drill');
  },
);
