import {
  type CommandResult,
  CutoverError,
  type Engine,
  type EngineConfig,
  manualItems,
  type Profile,
  profileSchema,
  type Word,
} from '../../core/index.ts';
import { readProfileFile, requireConnections, resolveConnections } from '../connection-settings.ts';
import { exitCodeOf, exitCodes } from '../exit-code.ts';
import type { Face } from '../face.ts';
import { openFace } from '../open-face.ts';
import { type Flags, runOptions } from '../flags.ts';
import type { House } from '../house.ts';
import { createMemory, historyOf, rememberedOf } from '../memory.ts';
import { askForPasswords, askHidden } from '../password-prompt.ts';
import type { Settings } from '../settings.ts';
import { runDrill } from './drill.ts';
import type { CommandName } from './table.ts';

export type HeadlessCommand = Exclude<
  CommandName,
  'wizard' | 'demo' | 'users' | 'migrations' | 'backup' | 'restore' | 'report' | 'seed' | 'drift'
>;

/** What a headless command is asked for beside its flags. */
export interface HeadlessRequest {
  readonly command: HeadlessCommand;
  readonly runId: string | undefined;
}

/** The ends without which a command can do nothing. A way back must work while the source is out of reach. */
const neededEnds: Readonly<Record<HeadlessCommand, readonly ('source' | 'target')[]>> = {
  check: ['source', 'target'],
  estimate: ['source', 'target'],
  plan: ['source', 'target'],
  run: ['source', 'target'],
  resume: ['source', 'target'],
  verify: ['source', 'target'],
  rollback: ['target'],
  finalize: ['target'],
  reconcile: ['source', 'target'],
  runs: [],
};

/** Runs one command to its end and gives the exit code. Throws CutoverError where it cannot begin or go on. */
export async function runHeadless(request: HeadlessRequest, house: House): Promise<number> {
  const { command } = request;
  const { flags, around } = house;
  const profile = await resolveProfile(house);
  const ends = neededEnds[command];
  let connections = resolveConnections({ flags, env: around.env, dotenv: house.dotenv }, profile);
  requireConnections(connections, ends);
  if (flags.input && around.stdin.isTTY === true && around.stderr.isTTY === true) {
    connections = await askForPasswords(connections, ends, house.core.connect, (question) =>
      askHidden(around, question),
    );
  }
  const settings = await settingsToRemember(house);
  const options = runOptions(flags, true);
  const config: EngineConfig = {
    profile,
    ...(settings ? rememberedOf(settings, profile) : {}),
    operator: house.operator,
    said: { ticks: ticksOf(profile, flags.tick ?? [], house.operator), overrides: {} },
    sourceUrl: connections.sourceUrl,
    targetUrl: connections.targetUrl,
    supabase: connections.supabase,
    ...(connections.stack === undefined ? {} : { stack: connections.stack }),
    ...(connections.login === undefined ? {} : { login: connections.login }),
    options,
    stateDir: house.stateDir,
    toolVersion: house.toolVersion,
    ...(flags.logLevel === undefined ? {} : { logLevel: flags.logLevel }),
  };
  if (command === 'run' && flags.drill) return await runDrill(config, house);
  const session = openSession(house, command, config);
  const { engine } = session;
  // What follows into a run says nothing of how long a whole one takes.
  const remembers = flags.onlyTable === undefined ? settings : undefined;
  const memory =
    remembers &&
    createMemory(engine, { settings: remembers, profile, jobs: options.jobs, warn: (line) => house.warn(line) });
  try {
    return await perform(request, { ...session, settings, profile }, house);
  } finally {
    memory?.close();
    await session.close();
  }
}

/** Nobody has said that it is a rehearsal, so it is none: what it moves may be what people live on. */
const unnamedProfile = { name: 'unnamed', environment: 'production', checklist: [], freezeWatchSeconds: 0.2 } as const;

/** Runs are remembered by their profile's name: flags alone have none. */
async function settingsToRemember(house: House): Promise<Settings | undefined> {
  const { profile, config } = house.flags;
  return profile === undefined && config === undefined ? undefined : await house.settings();
}

/** The profile that flags name, or an empty one: flags and environment may say everything themselves. */
export async function resolveProfile(house: House): Promise<Profile> {
  const { flags, around } = house;
  if (flags.config !== undefined) return readProfileFile(flags.config, around.cwd);
  if (flags.profile === undefined) return profileSchema.parse(unnamedProfile);
  const saved = (await house.settings()).profiles();
  const profile = saved.find(({ name }) => name === flags.profile);
  if (profile !== undefined) return profile;
  const names = saved.map(({ name }) => name).join(', ');
  throw new CutoverError('config.invalid', `there is no profile '${flags.profile}'`, {
    hint: names === '' ? "No profile is saved yet: the wizard ('cutover') makes one." : `Saved profiles: ${names}.`,
  });
}

/** The operator's word for items of the checklist. Throws `config.invalid` for one that the profile does not have. */
function ticksOf(profile: Profile, ids: readonly string[], by: string): Record<string, Word> {
  const known = [...manualItems(profile).map(({ id }) => id), 'backup'];
  const strange = ids.find((id) => !known.includes(id));
  if (strange !== undefined) {
    throw new CutoverError('config.invalid', `--tick ${strange}: the profile's checklist has no such item`, {
      hint: `It has ${known.join(', ')}.`,
    });
  }
  const at = new Date().toISOString();
  return Object.fromEntries(ids.map((id) => [id, { by, at }]));
}

/** An engine, the face that shows it, and their way out. */
export interface Session {
  readonly engine: Engine;
  readonly face: Face;
  close(): Promise<void>;
}

/** Opens engine and face, and ties both to the shutdown: the first signal stops the engine at a safe point. */
export function openSession(house: House, command: CommandName, config: EngineConfig): Session {
  const engine = house.core.createEngine(config);
  const face = openFace(house, () => engine.store.getState());
  return { engine, face, close: attachSession(house, command, engine, face) };
}

/** Shows an engine's events through a face until the returned function is called; that is safe to call twice. */
export function attachSession(house: House, command: CommandName, engine: Engine, face: Face): () => Promise<void> {
  const unsubscribe = engine.onEvent((event) => {
    if (event.type === 'run.started') house.noteRun(event.runId);
    face.event(event);
  });
  // Listing runs and drawing a plan change nothing: the first signal may end them at once.
  const forget = [
    ...(command === 'runs' || command === 'plan' ? [] : [house.shutdown.onStop(() => engine.stop())]),
    house.shutdown.onExit(() => engine.close()),
  ];
  return async () => {
    for (const undo of forget) undo();
    await engine.close();
    unsubscribe();
    await face.close();
  };
}

interface Work extends Pick<Session, 'engine' | 'face'> {
  readonly profile: Profile;
  readonly settings: Settings | undefined;
}

async function perform({ command, runId }: HeadlessRequest, work: Work, house: House): Promise<number> {
  const { engine, face } = work;
  if (command === 'plan') {
    face.plan(await engine.plan());
    return exitCodes.done;
  }
  if (command === 'runs' && house.flags.history) {
    const settings = work.settings ?? (await house.settings());
    face.history(work.settings ? historyOf(settings, work.profile) : settings.history());
    return exitCodes.done;
  }
  if (command === 'runs') {
    face.runs(await engine.runs());
    return exitCodes.done;
  }
  if (command === 'rollback' && house.flags.confirm === undefined)
    return await showRollback(runId, engine, face, house);
  const result = await call(engine, command, runId, house.flags);
  return conclude(command, result, { engine, face }, house);
}

function call(
  engine: Engine,
  command: Exclude<HeadlessCommand, 'plan' | 'runs'>,
  runId: string | undefined,
  { confirm = '', endHoldEarly, onlyTable }: Pick<Flags, 'confirm' | 'endHoldEarly' | 'onlyTable'>,
): Promise<CommandResult> {
  const named = runId === undefined ? {} : { runId };
  switch (command) {
    case 'check':
      return engine.check();
    case 'estimate':
      return engine.estimate();
    case 'run':
      return engine.run({ go: true, ...(onlyTable ? { onlyTables: onlyTable } : {}) });
    case 'resume':
      return engine.resume(runId);
    case 'verify':
      return engine.verify(runId);
    case 'rollback':
      return engine.rollback({ ...named, confirm });
    case 'reconcile':
      return engine.reconcile(runId);
    case 'finalize':
      return engine.finalize({ ...named, confirm, endHoldEarly });
  }
}

/** The plan of a rollback alone: nothing is changed before the target's name is repeated. */
async function showRollback(runId: string | undefined, engine: Engine, face: Face, house: House): Promise<number> {
  const result = await engine.planRollback(runId);
  if (result.outcome !== 'verified') return conclude('rollback', result, { engine, face }, house);
  const database = engine.store.getState().rollbackPlan?.database ?? 'TARGETDB';
  house.warn(`cutover: 'cutover rollback' needs --confirm ${database}; nothing was changed`);
  house.warn("  This is what it would do. Repeat the command with --confirm and the name of the target's database.");
  return exitCodes.usage;
}

/** Shows the end of a command and gives its exit code. */
export function conclude(
  command: CommandName,
  result: CommandResult,
  { engine, face }: Pick<Session, 'engine' | 'face'>,
  house: Pick<House, 'warn'>,
): number {
  if (result.error !== undefined) {
    house.warn(`cutover: ${result.error.message}`);
    if (result.error.hint !== '') house.warn(`  ${result.error.hint}`);
  }
  face.finish(command, result);
  return exitCodeOf(command, result, engine.store.getState());
}
