import { spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import {
  type CommandResult,
  CutoverError,
  type ContractEvent,
  contractEventSchema,
  type EngineConfig,
  type EngineEvent,
  parseAddress,
} from '../../core/index.ts';
import { exitCodes } from '../exit-code.ts';
import type { House } from '../house.ts';
import { createMemory } from '../memory.ts';
import { openFace } from '../open-face.ts';

/** Share of the rows that are there when the run is killed. */
const killedAfter = 0.4;

/** Flags that the run of its own is not given: where it connects to comes by environment, where no process list shows it. */
const kept: Readonly<Record<string, 'alone' | 'valued'>> = {
  '--drill': 'alone',
  '--json': 'alone',
  '--plain': 'alone',
  '--go': 'alone',
  '--source': 'valued',
  '--target': 'valued',
  '--on-failure': 'valued',
};

/** The arguments of the run that will be killed. Pure. */
export function killedArguments(argv: readonly string[]): string[] {
  const rest: string[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    const kind = kept[word.split('=', 1)[0] ?? ''];
    if (kind === undefined) rest.push(word);
    else if (kind === 'valued' && !word.includes('=')) index += 1;
  }
  return [...rest, '--go', '--json', '--no-input', '--on-failure', 'pause'];
}

/**
 * A rehearsal of the worst night: a run in a process of its own is killed half-way with SIGKILL, then resumed, verified
 * and rolled back here, each with its time. Gives the exit code: 0 where all of it went well.
 */
export async function runDrill(config: EngineConfig, house: House): Promise<number> {
  if (config.profile.environment !== 'rehearsal') {
    throw new CutoverError('config.invalid', '--drill kills a run and rolls it back: it is for rehearsals only', {
      hint: "Give a profile whose environment is 'rehearsal', with --profile or --config.",
    });
  }
  const engine = house.core.createEngine(config);
  const face = openFace(house, () => engine.store.getState());
  let isStopped = false;
  const onStop = async (): Promise<void> => {
    isStopped = true;
    await engine.stop();
  };
  const forget = [house.shutdown.onStop(onStop), house.shutdown.onExit(() => engine.close())];
  const listeners = new Set<(event: EngineEvent) => void>();
  const settings = await house.settings();
  const memory = createMemory(
    {
      onEvent(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    { settings, profile: config.profile, jobs: config.options.jobs, warn: (line) => house.warn(line) },
  );
  let last: EngineEvent | undefined;
  const tell = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event);
    // Each part ends with this line, and only the whole has it as its last.
    if (event.type === 'run.finished') last = event;
    else face.event(event);
  };
  const unsubscribe = engine.onEvent(tell);
  /** After a stop no further part begins: the run is left as it is. */
  const refuseIfStopped = (runId: string | undefined): void => {
    if (!isStopped) return;
    if (last) face.event(last);
    const run = runId === undefined ? '' : ` ${runId}`;
    throw new CutoverError('stopped', 'the drill was stopped', {
      hint: `Everything is kept: 'cutover resume${run}' goes on, 'cutover rollback${run}' takes it back.`,
    });
  };
  try {
    face.say('drill: a run begins in a process of its own, which will be killed half-way');
    const killed = await runAndKill(config, house, tell);
    refuseIfStopped(killed.runId);
    if (killed.runId === undefined || killed.share === undefined) {
      throw new CutoverError(
        'drill.not-killed',
        `the run ended by itself before it could be killed (exit ${killed.code})`,
        {
          hint: "Look at its report. 'cutover rollback' takes back what it made; a larger source gives time to kill it.",
        },
      );
    }
    const { runId, share } = killed;
    face.say(`drill: run ${runId} was killed with ${Math.round(share * 100)}% of the rows there; it is resumed`);
    const resumed = await timed(() => engine.resume(runId));
    refuseIfStopped(runId);
    face.say('drill: it is verified once more');
    const verified = await timed(() => engine.verify(runId));
    refuseIfStopped(runId);
    face.say('drill: it is rolled back');
    const confirm = parseAddress(config.targetUrl, 'target').database;
    const back = await timed(() => engine.rollback({ runId, confirm }));
    refuseIfStopped(runId);
    memory.amend(runId, {
      drill: { killedAt: share, resumeSeconds: resumed.seconds, verifySeconds: verified.seconds },
    });
    const parts = [
      { part: 'resume', ok: resumed.result.outcome === 'verified', ...resumed },
      { part: 'verify', ok: verified.result.outcome === 'verified', ...verified },
      { part: 'rollback', ok: back.result.outcome === 'rolled-back', ...back },
    ];
    const failed = parts.find(({ ok }) => !ok);
    face.event({
      v: 1,
      at: new Date().toISOString(),
      type: 'drill.finished',
      runId,
      killedAt: share,
      runSeconds: killed.seconds,
      resumeSeconds: resumed.seconds,
      verifySeconds: verified.seconds,
      rollbackSeconds: back.seconds,
      passed: failed === undefined,
      verdict: failed ? `${failed.part} failed: ${failed.result.verdict}` : 'killed, resumed, verified and rolled back',
    });
    if (last) face.event(last);
    return failed === undefined ? exitCodes.done : exitCodes.failure;
  } finally {
    unsubscribe();
    memory.close();
    for (const undo of forget) undo();
    await engine.close();
    await face.close();
  }
}

interface Killed {
  readonly runId: string | undefined;
  /** Of the rows; undefined where it was not killed. */
  readonly share: number | undefined;
  readonly seconds: number;
  readonly code: number | null;
}

async function runAndKill(config: EngineConfig, house: House, tell: (event: EngineEvent) => void): Promise<Killed> {
  const begin = performance.now();
  const program = process.argv[1] ?? '';
  const child = spawn(process.execPath, [...process.execArgv, program, ...killedArguments(house.argv)], {
    env: { ...house.around.env, CUTOVER_SOURCE_URL: config.sourceUrl, CUTOVER_TARGET_URL: config.targetUrl },
    cwd: house.around.cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const forget = [
    house.shutdown.onExit(() => void child.kill('SIGKILL')),
    house.shutdown.onStop(() => void child.kill('SIGTERM')),
  ];
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
  let runId: string | undefined;
  let [expected, rows] = [0, 0];
  let share: number | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    // What was told after the kill is of steps that nobody knows the end of.
    const event = share === undefined ? eventOf(line) : undefined;
    if (event === undefined) return;
    if (event.type === 'run.started') [runId, expected] = [event.runId, event.rows];
    tell(event);
    if (event.type !== 'step.finished') return;
    rows += event.rows;
    const reached = expected > 0 ? rows / expected : 1;
    if (rows === 0 || reached < killedAfter) return;
    if (child.kill('SIGKILL')) share = Math.min(1, reached);
  });
  try {
    const code = await ended;
    return { runId, share, code, seconds: (performance.now() - begin) / 1000 };
  } finally {
    for (const undo of forget) undo();
  }
}

/** An event of the killed run; its last line may have been cut off. */
export function eventOf(line: string): ContractEvent | undefined {
  try {
    return contractEventSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

async function timed(
  work: () => Promise<CommandResult>,
): Promise<{ readonly result: CommandResult; readonly seconds: number }> {
  const begin = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - begin) / 1000 };
}
