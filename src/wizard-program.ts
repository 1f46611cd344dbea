import { join } from 'node:path';
import {
  CutoverError,
  type EngineConfig,
  formatAddress,
  type Profile,
  parseAddress,
  profileSchema,
  readReports,
  withoutPassword,
} from '../core/index.ts';
import { resolveConnections } from './connection-settings.ts';
import { readDriftFacts } from './drift-facts.ts';
import { runOptions } from './flags.ts';
import type { House } from './house.ts';
import { createMemory, rememberedOf } from './memory.ts';
import type { Program } from './program.ts';
import { sampleProfile } from './sample-profile.ts';
import type { Settings } from './settings.ts';

/** The wizard's port over settings, environment and engine. `named` is the profile that flags ask for. */
export function createProgram(house: House, settings: Settings, named: Profile | undefined): Program {
  const { flags, around, dotenv, core, shutdown } = house;
  /** The account of a sample whose password is known, by the URL of its source. */
  const sampleLogins = new Map<string, NonNullable<EngineConfig['login']>>();
  /** Access to the double of Stack Auth of a sample, by the URL of its source. */
  const sampleStacks = new Map<string, NonNullable<EngineConfig['stack']>>();
  /** Access to the doubles of the Storage API of a sample, in the same way. */
  const sampleStorage = new Map<string, NonNullable<EngineConfig['supabase']>>();

  const connect = (profile: Profile) => resolveConnections({ flags, env: around.env, dotenv }, profile);

  /** What flags and environment describe by themselves, as a profile that can be chosen, and saved. */
  function described(): Profile | undefined {
    if (named !== undefined) return named;
    const empty = profileSchema.parse({ name: 'from the environment', environment: 'production' });
    const { sourceUrl, targetUrl } = connect(empty);
    if (sourceUrl === '' && targetUrl === '') return undefined;
    return {
      ...empty,
      ...(sourceUrl === '' ? {} : { source: withoutPassword(sourceUrl) }),
      ...(targetUrl === '' ? {} : { target: withoutPassword(targetUrl) }),
    };
  }

  function profiles(): readonly Profile[] {
    const front = described();
    const saved = settings.profiles();
    return front === undefined ? saved : [front, ...saved.filter(({ name }) => name !== front.name)];
  }

  return {
    toolVersion: house.toolVersion,
    options: runOptions(flags, false),
    operator: house.operator,
    screenReader: flags.screenReader,
    profiles,
    saveProfile: (profile) => settings.saveProfile(profile),
    connections: (profile) => {
      const { sourceUrl, targetUrl } = connect(profile);
      return { sourceUrl, targetUrl };
    },
    readDrift: (connections) => readDriftFacts(connections, house.around.cwd),
    createEngine({ profile, sourceUrl, targetUrl, options }) {
      const connections = connect(profile);
      const sample = sampleLogins.get(sourceUrl);
      const stack = sampleStacks.get(sourceUrl) ?? connections.stack;
      const login = sample ?? connections.login;
      // The sample is nobody's rehearsal, and what flags describe has no name to be remembered by.
      const isNamed = !sample && (named !== undefined || settings.profiles().some(({ name }) => name === profile.name));
      const engine = core.createEngine({
        profile,
        ...(isNamed ? rememberedOf(settings, profile) : {}),
        operator: house.operator,
        sourceUrl,
        targetUrl,
        options,
        supabase: sample ? (sampleStorage.get(sourceUrl) ?? {}) : connections.supabase,
        ...(stack === undefined ? {} : { stack }),
        ...(login === undefined ? {} : { login }),
        // The sample's runs are kept apart: their servers are gone with the wizard, none of them can be resumed.
        stateDir: sample ? join(house.stateDir, 'demo') : house.stateDir,
        toolVersion: house.toolVersion,
        ...(flags.logLevel === undefined ? {} : { logLevel: flags.logLevel }),
      });
      if (isNamed) createMemory(engine, { settings, profile, jobs: options.jobs, warn: (line) => house.warn(line) });
      engine.onEvent((event) => {
        if (event.type === 'run.started') house.noteRun(event.runId);
      });
      return engine;
    },
    async runs() {
      const known = profiles().map((profile) => [profile.name, addressesOf(connect(profile))] as const);
      const runs = await readReports(house.stateDir);
      return runs.map((summary) => ({
        summary,
        profile: known.find(([, ends]) => ends.source === summary.source && ends.target === summary.target)?.[0],
      }));
    },
    onStop: (stop) => shutdown.onStop(stop),
    async startDemo(onProgress) {
      onProgress('Two PostgreSQL servers are being started, and one is filled with the sample project');
      const demo = await core.startDemo({
        scale: flags.scale ?? 1,
        keep: flags.keep,
        ...(flags.auth === 'supabase' ? { target: 'supabase' } : {}),
        stackAuth: flags.auth === 'stack',
        storage: flags.storage === 'none' ? undefined : flags.storage,
      });
      onProgress('Both servers are up');
      const forget = shutdown.onExit(() => demo.stop());
      sampleLogins.set(demo.source.url, demo.login);
      if (demo.stack) sampleStacks.set(demo.source.url, demo.stack);
      if (demo.supabase) sampleStorage.set(demo.source.url, demo.supabase);
      return {
        profile: sampleProfile,
        sourceUrl: demo.source.url,
        targetUrl: demo.target.url,
        async stop() {
          await demo.stop();
          forget();
        },
      };
    },
  };
}

interface Ends {
  readonly source: string | undefined;
  readonly target: string | undefined;
}

function addressesOf(urls: { readonly sourceUrl: string; readonly targetUrl: string }): Ends {
  return { source: addressOf(urls.sourceUrl, 'source'), target: addressOf(urls.targetUrl, 'target') };
}

/** `host:port/database`; undefined for what is no connection string, which the Connect screen will tell. */
function addressOf(url: string, end: 'source' | 'target'): string | undefined {
  if (url === '') return undefined;
  try {
    return formatAddress(parseAddress(url, end));
  } catch (error) {
    if (error instanceof CutoverError) return undefined;
    throw error;
  }
}
