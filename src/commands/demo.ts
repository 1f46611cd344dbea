import { join } from 'node:path';
import type { CommandResult, Engine, EngineEvent } from '../../core/index.ts';
import type { Face } from '../face.ts';
import { runOptions } from '../flags.ts';
import type { House } from '../house.ts';
import { sampleProfile } from '../sample-profile.ts';
import { attachSession, conclude } from './headless.ts';
import { openFace } from '../open-face.ts';

/** Starts the sample and moves it without anybody: check, estimate, run with its verification. Gives the exit code. */
export async function runDemo(house: House): Promise<number> {
  const { flags, core, shutdown } = house;
  let engine: Engine | undefined;
  const face = openFace(house, () => engine?.store.getState());
  face.say('demo: two PostgreSQL servers are being started, and one is filled with the sample project');
  const demo = await core.startDemo({
    scale: flags.scale ?? 1,
    keep: flags.keep,
    ...(flags.auth === 'supabase' ? { target: 'supabase' } : {}),
    ...(flags.auth === 'stack' ? { stackAuth: true } : {}),
    ...(flags.storage === undefined || flags.storage === 'none' ? {} : { storage: flags.storage }),
  });
  face.say(
    `demo: both servers are up: ${demo.source.host}:${demo.source.port} and ${demo.target.host}:${demo.target.port}`,
  );
  const forget = shutdown.onExit(() => demo.stop());
  if (flags.keep) printConnections(house, demo);
  try {
    engine = core.createEngine({
      profile: sampleProfile,
      sourceUrl: demo.source.url,
      targetUrl: demo.target.url,
      ...(demo.stack === undefined ? {} : { stack: demo.stack }),
      ...(demo.supabase === undefined ? {} : { supabase: demo.supabase }),
      login: demo.login,
      options: runOptions(flags, true),
      // Kept apart: the servers of these runs are gone, so none of them can be resumed.
      stateDir: join(house.stateDir, 'demo'),
      toolVersion: house.toolVersion,
      ...(flags.logLevel === undefined ? {} : { logLevel: flags.logLevel }),
    });
    const code = await moveSample(engine, face, house);
    if (flags.keep) await untilSignal(house);
    return code;
  } finally {
    forget();
    await demo.stop();
  }
}

async function moveSample(engine: Engine, face: Face, house: House): Promise<number> {
  const close = attachSession(house, 'demo', engine, face);
  try {
    for (const look of [() => engine.check(), () => engine.estimate()]) {
      const result = await look();
      // A red check is for the run to refuse; the engine ends a run with the line that programs wait for.
      if (result.outcome !== 'paused') continue;
      face.event(finishedBeforeRun(result));
      return conclude('demo', result, { engine, face }, house);
    }
    return conclude('demo', await engine.run({ go: true }), { engine, face }, house);
  } finally {
    await close();
  }
}

/** The last line of a demo that was stopped before its run. */
function finishedBeforeRun({ outcome, verdict }: CommandResult): EngineEvent {
  const at = new Date().toISOString();
  return { v: 1, at, type: 'run.finished', runId: '', outcome, verdict, seconds: 0, reportPath: '' };
}

interface Servers {
  readonly source: { readonly url: string };
  readonly target: { readonly url: string };
}

/** Past the faces, which would take the passwords out: those of two throw-away servers on this machine. */
function printConnections({ flags, around }: House, { source, target }: Servers): void {
  const output = flags.json ? around.stderr : around.stdout;
  output.write(`source: ${source.url}\ntarget: ${target.url}\n`);
}

async function untilSignal({ shutdown, warn }: House): Promise<void> {
  warn('cutover: the two servers stay until Ctrl-C');
  await new Promise<void>((resolve) => {
    shutdown.onStop(resolve);
  });
}
