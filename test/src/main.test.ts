import { expect, test } from 'vitest';
import type { CommandResult } from '../../core/commands.ts';
import { CutoverError } from '../../core/errors.ts';
import { contractEventSchema } from '../../core/events.ts';
import { runMain } from '../support/run-main.ts';
import { scriptEngine, verified } from '../support/scripted-engine.ts';

const ends = ['--source', 'postgres://me:hunter2@a/x', '--target', 'postgres://me:hunter2@b/y'];
const failed = (code: string): CommandResult => ({
  ...verified,
  outcome: 'failed',
  verdict: 'failed: it did not work',
  error: { code, message: 'it did not work', hint: 'try this' },
});

test.each([
  ['check', verified, 0],
  ['estimate', verified, 0],
  ['run --go', verified, 0],
  ['run --go', failed('copy.failed'), 1],
  ['run --go', failed('verify.failed'), 4],
  ['run --go', failed('ledger.busy'), 1],
  ['run --go', { ...verified, outcome: 'no-go' }, 3],
  ['run --go', { ...verified, outcome: 'rolled-back' }, 5],
  ['run --go', { ...verified, outcome: 'paused' }, 6],
  ['check', { ...verified, outcome: 'no-go' }, 3],
  ['resume', verified, 0],
  ['resume', { ...verified, outcome: 'paused' }, 6],
  ['verify', verified, 0],
  ['verify', failed('verify.failed'), 4],
  ['verify', failed('connection.refused'), 1],
  ['rollback --confirm y', { ...verified, outcome: 'rolled-back' }, 5],
  ['rollback --confirm z', failed('confirm.mismatch'), 2],
  ['rollback --confirm y', { ...verified, outcome: 'failed', differs: true }, 4],
  ['rollback', verified, 2],
  ['finalize --confirm y', verified, 0],
  ['finalize --confirm y', failed('hold.running'), 2],
  ['finalize --confirm y --end-hold-early', verified, 0],
  ['reconcile', verified, 0],
  ['reconcile', { ...verified, outcome: 'failed', differs: true }, 4],
  ['reconcile', { ...verified, outcome: 'paused' }, 6],
] as const)("'cutover %s' ends with the exit code of its outcome (%#)", async (line, result, code) => {
  const play = (): CommandResult => result;
  const engine = scriptEngine({
    check: play,
    estimate: play,
    run: play,
    resume: play,
    verify: play,
    rollback: play,
    finalize: play,
    planRollback: play,
    reconcile: play,
  });
  const ended = await runMain([...line.split(' '), ...ends], { engine });
  expect(ended.code).toBe(code);
  expect(engine.calls.at(-1)).toBe('close');
});

test('differences that verify found make exit 4, whatever its error is called', async () => {
  const engine = scriptEngine({
    verify: (self) => {
      const rows = { sourceRows: 2, targetRows: 1, sourceChecksum: '1', targetChecksum: '2' };
      self.emit({ type: 'verify.table', table: 'a', ...rows, verdict: 'differ', reason: '' });
      return { ...verified, outcome: 'failed', verdict: '1 table differs' };
    },
  });
  expect((await runMain(['verify', ...ends], { engine })).code).toBe(4);
});

test('plan and runs end with 0; runs needs no connection, the way back none to the source', async () => {
  expect((await runMain(['plan', ...ends])).code).toBe(0);
  expect((await runMain(['runs'])).code).toBe(0);
  const engine = scriptEngine({ rollback: () => ({ ...verified, outcome: 'rolled-back' }) });
  const { code } = await runMain(['rollback', 'r7', '--confirm', 'y', '--target', 'postgres://b/y'], { engine });
  expect([code, engine.calls[0]]).toEqual([5, 'rollback r7 y']);
});

test.each([
  [['frobnicate'], /not a command/],
  [['check'], /source and the target database is not known[^]*CUTOVER_SOURCE_URL/],
  [['run', ...ends], /needs your go/],
  [['check', '--profile', 'none'], /no profile 'none'/],
  [['check', '--config', 'none.json'], /no such file/],
  [['check', '--source', 'mysql://me:hunter2@a', '--target', 'postgres://b'], /source:/],
])('%j is refused with exit 2 before anything is connected', async (args, message) => {
  const { code, stdout, stderr, configs } = await runMain(args);
  expect([code, stdout, configs]).toEqual([2, '', []]);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('hunter2');
});

test.each([
  ['no terminal', { tty: false }, []],
  ['a dumb terminal', { tty: true, env: { TERM: 'dumb' } }, []],
  ['--json', { tty: true }, ['--json']],
  ['--no-input', { tty: true }, ['--no-input']],
] as const)('with %s the wizard is refused, and what to run instead is named', async (_, request, args) => {
  const { code, stdout, stderr } = await runMain(args, request);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/cutover run --go[^]*cutover demo/);
});

test('settings come from environment, .env and a profile file', async () => {
  const { configs } = await runMain(['check', '--config', 'p.json'], {
    env: { CUTOVER_SOURCE_URL: 'postgres://env/x' },
    files: {
      '.env': 'CUTOVER_TARGET_URL=postgres://dotenv/y\nCUTOVER_SOURCE_URL=postgres://dotenv/x',
      'p.json': '{"name": "shop", "environment": "production"}',
    },
  });
  expect(configs).toMatchObject([
    {
      sourceUrl: 'postgres://env/x',
      targetUrl: 'postgres://dotenv/y',
      profile: { name: 'shop', environment: 'production' },
    },
  ]);
});

test('with --json there is nothing on stdout but events, and errors are on stderr', async () => {
  const engine = scriptEngine({
    run: (self) => {
      self.emit({ type: 'log', level: 'info', message: 'for people' });
      self.emit({ type: 'phase.started', phase: 'copy' });
      const end = { runId: 'r1', verdict: 'failed', seconds: 1, reportPath: '/r.md' };
      self.emit({ type: 'run.finished', outcome: 'failed', ...end });
      return failed('copy.failed');
    },
  });
  const { stdout, stderr } = await runMain(['run', '--go', '--json', ...ends], { engine });
  const types = stdout
    .trimEnd()
    .split('\n')
    .map((line) => contractEventSchema.parse(JSON.parse(line)).type);
  expect(types).toEqual(['phase.started', 'run.finished']);
  expect(stderr).toBe('cutover: it did not work\n  try this\n');
});

test('what the engine throws is told without a stack', async () => {
  const engine = scriptEngine();
  const error = new CutoverError('connection.refused', 'nobody answers on a:5432', { hint: 'Is the server up?' });
  const { code, stderr } = await runMain(['plan', ...ends], {
    engine: { ...engine, plan: () => Promise.reject(error) },
  });
  expect([code, stderr]).toEqual([1, 'cutover: nobody answers on a:5432\n  Is the server up?\n']);
});

test('a defect is told without a stack too, with exit 1', async () => {
  const engine = scriptEngine({
    check: () => {
      throw new TypeError('x is undefined');
    },
  });
  const { code, stderr } = await runMain(['check', ...ends], { engine });
  expect(code).toBe(1);
  expect(stderr).toMatch(/x is undefined\n.*defect/);
  expect(stderr).not.toMatch(/\.ts:\d/);
});

test('demo without a terminal checks, estimates and moves the sample, and puts its servers away', async () => {
  const engine = scriptEngine();
  let stopped = 0;
  const { code, stdout, configs } = await runMain(['demo', '--plain', '--scale', '0.1'], {
    engine,
    core: {
      startDemo: async (request) => {
        expect(request).toEqual({ scale: 0.1, keep: false });
        return {
          source: { url: 'postgres://s:1/x', host: 's', port: 1 },
          target: { url: 'postgres://t:2/y', host: 't', port: 2 },
          login: { email: 'o@x', password: 'p' },
          async stop() {
            stopped += 1;
          },
        };
      },
    },
  });
  expect(code).toBe(0);
  expect(engine.calls.filter((call) => call !== 'close')).toEqual(['check', 'estimate', 'run']);
  expect(configs).toMatchObject([{ sourceUrl: 'postgres://s:1/x', targetUrl: 'postgres://t:2/y' }]);
  expect(stdout).toContain('demo: both servers are up: s:1 and t:2');
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('verified: all of it');
  expect(stopped).toBeGreaterThan(0);
});

test('help and version go to stdout', async () => {
  expect(await runMain(['--version'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    stderr: '',
  });
  expect(await runMain(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('rollback'), stderr: '' });
});
